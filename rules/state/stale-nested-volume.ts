import { compose, dockerfile, rule } from "#rule";

export default rule({
  id: "stale-nested-volume",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A volume keeps old dependencies under a source bind",
  why: "The volume on the dependency folder is filled once. After a rebuild with new dependencies the container still sees the old ones.",
  remedy: "Rebuild with `docker compose up --build -V`, or install into a folder that the bind does not cover.",
  on: "mount",

  *check(mount) {
    if (mount.kind !== "anonymous-volume" && mount.kind !== "named-volume") return;
    if (mount.declaredBy !== "compose" || !/\/(node_modules|vendor|\.venv|venv|target)$/.test(mount.target)) return;
    const outer = mount.container.mounts.find((other) => other !== mount && other.kind === "bind-mount" && mount.target.startsWith(`${other.target}/`));
    if (!outer || !mount.container.image?.built) return;
    yield { at: mount.span, message: `${mount.target} keeps the dependencies of the first build under the bind at ${outer.target}`, related: [{ at: outer.span, note: "the bind that it shines through" }] };
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
            volumes:
              - .:/srv/web
              - /srv/web/node_modules
      `, ...dockerfile`
        FROM node:22.11
        WORKDIR /srv/web
        COPY package.json .
        RUN npm install
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - ./src:/srv/web/src
      `, ...dockerfile`
        FROM node:22.11
        WORKDIR /srv/web
        COPY package.json .
        RUN npm install
      ` },
    },
  ],
});
