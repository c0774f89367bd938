import { dockerfile, file, rule } from "#rule";

export default rule({
  id: "source-bind-in-production",
  since: "0.1.0",
  severity: "warning",
  recommended: false,
  title: "Production runs the source folder, not the image's code",
  why: "The mount hides the code that was built, tested and tagged. What runs is whatever lies in the folder of that host, without the dependencies of the image.",
  remedy: "Take the mount out of the production file, and keep it in one for development.",
  confidence: "likely",
  on: "service",

  *check(service) {
    if (service.compose.purpose !== "production" || service.container.image?.built !== true) return;
    for (const entry of service.volumes) {
      const { source, target } = entry;
      if (entry.type !== "bind" || source === undefined || target === undefined || !/^\.{1,2}(\/|$)/.test(source)) continue;
      if (service.compose.surroundings.at(source) === "file" || service.container.image.hasContentBelow(target) !== true) continue;
      yield { at: entry.sourceSpan ?? entry.span, message: `${service.name} runs ${source} of the host in place of the image's ${target}`, address: entry.address };
    }
  },

  examples: [
    {
      bad: {
        "compose.prod.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - .:/app\n",
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        ...file("server.js")`
          start();
        `,
      },
      good: {
        "compose.prod.yaml": "services:\n  web:\n    build: .\n    volumes:\n      - uploads:/data\nvolumes:\n  uploads:\n",
        ...dockerfile`
          FROM node:22
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        ...file("server.js")`
          start();
        `,
      },
    },
  ],
});
