import { dockerfile, maskVariables, replace, rule, type Fix, type Word } from "#rule";

export default rule({
  id: "expose-host-port",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  fix: "safe",
  title: "EXPOSE cannot map a port to the host",
  why: "EXPOSE only says which ports the container listens on. A host address or a mapping is refused or ignored; ports are published when the container is started.",
  remedy: "Name the container's port only, and publish it with `docker run -p` or `ports:` in compose.",
  peers: {
    same: [
      { id: "buildkit:ExposeInvalidFormat" },
      { id: "dockerfilelint:expose_host_port" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["EXPOSE"] },

  *check({ instruction: expose }) {
    if (expose.keyword !== "EXPOSE") return;
    for (const word of expose.words) {
      if (!maskVariables(word.value).includes(":")) continue;
      const fix = containerPort(word);
      yield { at: word.span, message: `EXPOSE ${word.value} does not publish anything on the host`, ...(fix ? { fix } : {}) };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        EXPOSE 8080:80 127.0.0.1:5000-5005:5000-5005/udp [::1]:90:90
      `,
      good: dockerfile`
        FROM debian:12
        EXPOSE 80 5000-5005/udp 90
      `,
    },
    {
      bad: dockerfile`
        FROM debian:12
        EXPOSE 8080:$PORT
      `,
      good: dockerfile`
        FROM debian:12
        EXPOSE $PORT \${PORT:-8080}
      `,
      fixed: null,
    },
  ],
});


function containerPort(word: Word): Fix | undefined {
  const port = word.value.slice(word.value.lastIndexOf(":") + 1);
  if (word.variables.length > 0 || !/^\d+(-\d+)?(\/\w+)?$/.test(port)) return undefined;
  return { title: "keep the container's port", safe: true, edits: [replace(word.span, port)] };
}
