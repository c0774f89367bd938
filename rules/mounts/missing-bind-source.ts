import { compose, file, rule } from "#rule";

export default rule({
  id: "missing-bind-source",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "The source of a bind mount is not there",
  why: "Where the source is missing the engine makes an empty directory that belongs to root. If a file was meant, the program finds a directory in its place, and does not start.",
  remedy: "Correct the path, add the file, or say how it comes to be there. With `create_host_path: false` the engine stops instead.",
  confidence: "likely",
  on: "service",

  *check(service) {
    const { surroundings, document } = service.compose;
    for (const entry of service.volumes) {
      const source = entry.source;
      if (entry.type !== "bind" || source === undefined || !/^\.\.?\//.test(source) || entry.unresolved.length > 0) continue;
      if (entry.createHostPath === false || entry.span.document !== document || !surroundings.real || surroundings.at(source) !== "missing") continue;
      const isFile = FILE.test(source) && FILE.test(entry.target ?? "");
      if (!isFile && !entry.readOnly) continue;
      if (GENERATED.test(source) || surroundings.gitignored(source) || surroundings.existsFromAbove(source)) continue;
      yield {
        at: entry.sourceSpan ?? entry.span,
        message: isFile ? `${source} is not there, so ${service.name} finds a directory at ${entry.target ?? ""}` : `${source} is not there, so ${service.name} gets an empty directory it can only read`,
        address: entry.address,
      };
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
                - ./ngnix.conf:/etc/nginx/nginx.conf:ro
        `,
        ...file("nginx.conf")`
          events {}
        `,
      },
      good: {
        ...compose`
          services:
            web:
              image: nginx:1.27
              volumes:
                - ./nginx.conf:/etc/nginx/nginx.conf:ro
                - ./data:/var/lib/site
                - type: bind
                  source: ./later.conf
                  target: /etc/later.conf
                  bind:
                    create_host_path: false
        `,
        ...file("nginx.conf")`
          events {}
        `,
      },
    },
  ],
});

const FILE = /[^/.]\.{1,50}[A-Za-z][A-Za-z0-9]{0,7}$/;
const GENERATED = /(^|\/)(node_modules|dist|build|target|out|vendor|data|db|logs?|certs?|ssl|tls|secrets?|keys?|letsencrypt|acme[^/]*|backups?|dumps?|tmp|cache|generated|\.env[^/]*)(\/|$)|\.(pem|key|crt|cert|pfx|p12|jks|log|db|sqlite3?|jar|war|local|lock|pid|sock)$/i;
