import { compose, dockerfile, file, rule, textOf, type Container, type Image, type Mount } from "#rule";

export default rule({
  id: "mount-hides-image-content",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A mount hides what the image put there",
  why: "A bind mount or tmpfs is not filled from the image: the files that the build made at that path are invisible in the container.",
  remedy: "Mount a narrower path, put a volume back over the built folder, or build into a path that nothing covers.",
  on: "mount",
  options: {
    kinds: { values: ["bind", "tmpfs"], default: ["bind", "tmpfs"], meaning: "Which kinds of mount are looked at." },
  },

  *check(mount, { options }) {
    const { container } = mount;
    if (container.purpose !== "unknown" && container.purpose !== "production") return;
    const kind = mount.kind === "bind-mount" ? "bind" : mount.kind === "tmpfs" ? "tmpfs" : undefined;
    if (!kind || !options.kinds.includes(kind) || mount.declaredBy !== "compose" || !container.image?.built || !container.stage) return;
    const { real } = container.stage.dockerfile.context;
    for (const content of container.image.contentBelow(mount.target)) {
      if (content.by !== "run" || content.confidence !== "certain" || !/\/(node_modules|vendor|dist|build|public\/build|\.next|target)(\/|$)/.test(content.path)) continue;
      if (container.fateOf(content.path).mount !== mount || sourceHas(mount, content.path) || isElsewhere(container.image, content.path)) continue;
      // Where only a part of the project is at hand, its own `vendor` and Yarn's settings may be missing.
      if ((!real && !(isModules(content.path) && /\bnpm\s/.test(textOf(content.span)))) || isMadeAtStart(container, content.path)) continue;
      yield {
        at: mount.span,
        message: `the mount at ${mount.target} hides ${content.path}, which the build makes`,
        related: [{ at: content.span, note: "made here" }],
      };
      return;
    }
  },

  examples: [
    {
      bad: { ...compose`
        services:
          web:
            build: .
            volumes:
              - .:/srv/web
      `, ...dockerfile`
        FROM node:22.11
        WORKDIR /srv/web
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        CMD ["node", "server.js"]
      `, ...file("package.json")`
        { "name": "web" }
      `, ...file("package-lock.json")`
        { "name": "web", "lockfileVersion": 3, "packages": {} }
      `, ...file("server.js")`
        console.log("up");
      ` },
      good: { ...compose`
        services:
          web:
            build: .
            volumes:
              - .:/srv/web
              - /srv/web/node_modules
          fresh:
            build: .
            command: sh -c "npm ci && node server.js"
            volumes:
              - .:/srv/web
      `, ...dockerfile`
        FROM node:22.11
        WORKDIR /srv/web
        COPY package.json package-lock.json ./
        RUN npm ci
        COPY . .
        CMD ["node", "server.js"]
      `, ...file("package.json")`
        { "name": "web" }
      `, ...file("package-lock.json")`
        { "name": "web", "lockfileVersion": 3, "packages": {} }
      `, ...file("server.js")`
        console.log("up");
      ` },
    },
  ],
});

/** Yarn's settings beside the manifest put the packages into another folder. */
function isElsewhere(image: Image, path: string): boolean {
  const folder = /^(.*)\/node_modules$/.exec(path)?.[1];
  if (folder === undefined) return false;
  const [classic, modern] = [".yarnrc", ".yarnrc.yml"].map((name) => image.fileAt(`${folder}/${name}`)?.text()?.text ?? "");
  return /^(?:--|")?(?:--)?modules-folder/m.test(classic ?? "") || /^nodeLinker:\s*["']?pnp\b/m.test(modern ?? "");
}

function isModules(path: string): boolean {
  return /\/node_modules(?:\/|$)/.test(path);
}

/** `npm install && npm start`: the start makes it again, below the mount. */
function isMadeAtStart(container: Container, path: string): boolean {
  return container.startCommands.some(({ name, args }) => {
    if (isModules(path)) return name === "yarn" && args.length === 0 || /^(?:npm|yarn|pnpm|bun)$/.test(name) && args.some((word) => /^(?:install|i|ci|add)$/.test(word ?? ""));
    return /^(?:npm|yarn|pnpm|bun|composer|bundle|go|cargo|mvn|mvnw|gradle|gradlew)$/.test(name) && args.some((word) => /^(?:install|i|vendor|build|package|assemble)$/.test(word ?? ""));
  });
}

/** True where the folder that is bound is seen to bring the path itself, or cannot be looked into. */
function sourceHas(mount: Mount, path: string): boolean {
  if (mount.kind === "tmpfs") return false;
  return mount.sourceHas(path.slice(mount.target.length + 1)) !== false;
}
