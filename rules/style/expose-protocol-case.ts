import { dockerfile, replace, rule } from "#rule";

export default rule({
  id: "expose-protocol-case",
  since: "0.1.0",
  severity: "info",
  recommended: false,
  fix: "safe",
  title: "The protocol of EXPOSE is not in lower case",
  why: "`tcp` and `udp` are written in lower case everywhere else; BuildKit warns about other forms.",
  remedy: "Write the protocol in lower case.",
  peers: {
    same: [
      { id: "buildkit:ExposeProtoCasing" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["EXPOSE"] },

  *check({ instruction: expose }) {
    if (expose.keyword !== "EXPOSE") return;
    for (const word of expose.words) {
      const protocol = /\/([A-Za-z]+)["']?$/.exec(word.raw);
      const name = protocol?.[1];
      if (!protocol || name === undefined || name === name.toLowerCase()) continue;
      const at = word.text.span(protocol.index + 1, protocol.index + 1 + name.length);
      yield {
        at,
        message: `protocol ${name} is not in lower case`,
        fix: { title: `write ${name.toLowerCase()}`, safe: true, edits: [replace(at, name.toLowerCase())] },
      };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        EXPOSE 80/TCP 8000-8010/Udp
      `,
      good: dockerfile`
        FROM debian:12
        EXPOSE 80/tcp 8000-8010/udp
      `,
    },
  ],
});

