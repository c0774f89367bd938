import { compose, file, rule } from "#rule";

export default rule({
  id: "unset-variable",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A variable is set nowhere",
  why: "Compose puts nothing in its place and goes on with a warning. An empty name, port or password is found out late.",
  remedy: "Set it in `.env`, give it a default (`${NAME:-value}`), or demand it (`${NAME:?}`).",
  confidence: "likely",
  on: "compose",

  *check(file) {
    const { surroundings } = file;
    const set = surroundings.read(".env");
    if (set === undefined) return;
    const samples = surroundings.names().filter((name) => /env/i.test(name) && name !== ".env").map((name) => surroundings.read(name) ?? "").join("\n");
    const told = new Set<string>();
    for (const { name, span, path, guarded, known } of file.variables) {
      if (guarded || known || told.has(name) || SHELL.test(name) || /\.volumes\[\d+\](\.source)?$/.test(path)) continue;
      if (new RegExp(`(^|\\W)${name}\\s*=`, "m").test(samples)) continue;
      told.add(name);
      yield { at: span, message: `${name} is not in .env, so it is blank here`, address: path };
    }
  },

  examples: [
    {
      bad: {
        ...compose`
          services:
            web:
              image: example/web:\${WEB_TAG}
              hostname: \${WEB_NAME}
        `,
        ...file(".env")`
          WEB_NAME=shop
        `,
      },
      good: {
        ...compose`
          services:
            web:
              image: example/web:\${WEB_TAG:-3}
              hostname: \${WEB_NAME}
        `,
        ...file(".env")`
          WEB_NAME=shop
        `,
      },
    },
  ],
});

const SHELL = /^(HOME|USER|PWD|OLDPWD|UID|GID|EUID|HOSTNAME|LOGNAME|SHELL|PATH|LANG|LC_\w+|TERM|TZ|TMPDIR|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|SSH_AUTH_SOCK|XDG_\w+|CI|CI_\w+|GITHUB_\w+|GITLAB_\w+|BUILD_\w+|GIT_\w+|COMPOSE_\w+|DOCKER_\w+|PROGRAMDATA|USERPROFILE|APPDATA|(HTTPS?|NO|FTP|ALL)_PROXY|(https?|no|ftp|all)_proxy)$/;
