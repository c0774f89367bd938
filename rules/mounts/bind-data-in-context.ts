import { compose, dockerfile, file, insertAfter, rule, type BuildContext, type Mount } from "#rule";

export default rule({
  id: "bind-data-in-context",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A running container's data lies in the build context",
  why: "The data is sent to the builder with every build, and files that belong to another user stop it. Nothing keeps a later COPY from taking the data into the image.",
  remedy: "Name the folder in `.dockerignore`, or move it out of the build context.",
  on: "compose",
  fix: "safe",

  *check(file) {
    const contexts = new Map<string, BuildContext>();
    for (const service of file.services) {
      const built = service.build?.stage?.dockerfile;
      const root = built?.context.root;
      if (built && root !== undefined && !built.stages.some((stage) => stage.steps.some((step) => step.copy?.from.kind === "context" && step.copy.sources.some((source) => source.whole)))) contexts.set(root, built.context);
    }
    if (contexts.size === 0) return;
    const told = new Set<string>();
    for (const mount of file.services.flatMap((service) => service.container.mounts)) {
      const place = mount.kind === "bind-mount" ? mount.hostPath : undefined;
      if (place === undefined || mount.readOnly || mount.declaredBy !== "compose" || told.has(place) || !holdsData(mount)) continue;
      for (const [root, context] of contexts) {
        const inside = root === "." ? place : place.startsWith(`${root}/`) ? place.slice(root.length + 1) : undefined;
        if (inside === undefined || inside === "." || inside.startsWith("..") || context.dockerignore?.excludes(inside)) continue;
        told.add(place);
        const ignore = context.dockerignore?.document;
        const line = ignore && (ignore.text === "" || ignore.text.endsWith("\n") ? `${inside}\n` : `\n${inside}\n`);
        const fix = ignore && line !== undefined ? { fix: { title: "name it in .dockerignore", safe: true, edits: [insertAfter(ignore.span(0, ignore.text.length), line)] } } : {};
        yield { at: mount.entry?.sourceSpan ?? mount.span, message: `${mount.source ?? place} holds data of ${mount.container.name} and is part of the build context`, address: mount.address, ...fix };
        break;
      }
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              build: .
            db:
              image: postgres:16
              volumes:
                - ./pgdata:/var/lib/postgresql/data
        `,
        ...dockerfile`
          FROM node:22
          COPY server.js /app/
        `,
        ...file("server.js")`
          start();
        `,
        ...file(".dockerignore")`
          node_modules
        `,
      },
      good: {
        ...compose`
          services:
            web:
              build: .
            db:
              image: postgres:16
              volumes:
                - ./pgdata:/var/lib/postgresql/data
        `,
        ...dockerfile`
          FROM node:22
          COPY server.js /app/
        `,
        ...file("server.js")`
          start();
        `,
        ...file(".dockerignore")`
          node_modules
          pgdata
        `,
      },
    },
  ],
});

function holdsData(mount: Mount): boolean {
  const { container } = mount;
  return container.dataPaths.some((data) => data.fate.mount === mount && data.loss === "data")
    || container.writes.some((write) => write.fate.mount === mount && (write.class === "data" || write.class === "secrets"));
}
