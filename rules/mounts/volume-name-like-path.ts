import { compose, file, insertBefore, rule, type Surroundings } from "#rule";

export default rule({
  id: "volume-name-like-path",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A named volume is called like a directory beside the compose file",
  why: "Without `./` in front the name is that of a volume. It begins empty, and the files of the directory are not in the container.",
  remedy: "Write `./` in front if the directory is meant, or give the volume another name.",
  confidence: "likely",
  on: "service",
  fix: "unsafe",

  *check(service) {
    const { volumes, surroundings, document } = service.compose;
    for (const entry of service.volumes) {
      const { source, target = "" } = entry;
      if (entry.type !== "volume" || source === undefined || !entry.sourceSpan || entry.span.document !== document) continue;
      const volume = volumes.get(source);
      if (!volume || volume.external || volume.driver !== undefined || volume.driverOptions.size > 0 || volume.name !== source) continue;
      if (!surroundings.real || surroundings.at(source) !== "directory" || isBuilt(surroundings, source)) continue;
      if (service.container.dataPaths.some((data) => data.fate.mount?.entry === entry) || GENERATED.test(source) || GENERATED.test(target)) continue;
      const fix = { title: "mount the directory", safe: false, edits: [insertBefore(entry.sourceSpan, "./")] };
      yield { at: entry.sourceSpan, message: `${source} is a volume here, and a directory of that name stands beside the file`, address: entry.address, ...(entry.syntax === "short" ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: nginx:1.27
              volumes:
                - site:/usr/share/nginx/html
          volumes:
            site:
        `,
        ...file("site/index.html")`
          <h1>hello</h1>
        `,
        ...file("README.md")`
          how to start it
        `,
      },
      good: {
        ...compose`
          services:
            web:
              image: nginx:1.27
              volumes:
                - pages:/usr/share/nginx/html
          volumes:
            pages:
        `,
        ...file("site/index.html")`
          <h1>hello</h1>
        `,
        ...file("README.md")`
          how to start it
        `,
      },
      fixed: compose`
        services:
          web:
            image: nginx:1.27
            volumes:
              - ./site:/usr/share/nginx/html
        volumes:
          site:
      `,
    },
  ],
});

const GENERATED = /(^|\/)(node_modules|vendor|dist|build|target|\.?cache|\.?venv|tmp|logs?|db|database)$/i;

/** The directory of a service's image is no data. */
function isBuilt(surroundings: Surroundings, name: string): boolean {
  return surroundings.at(`${name}/Dockerfile`) === "file";
}
