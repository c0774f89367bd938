import { dockerfile, effective, maskVariables, rule } from "#rule";

export default rule({
  id: "invalid-port",
  since: "0.1.0",
  severity: "error",
  recommended: true,
  title: "EXPOSE names a port that cannot be",
  why: "Ports go from 0 to 65535 and speak tcp, udp or sctp. The build stops at anything else.",
  remedy: "Give a number up to 65535, or a range of two, and one of these protocols in lower case.",
  peers: {
    same: [
      { id: "hadolint:DL3011" },
      { id: "kics:UNIX Ports Out Of Range" },
      { id: "trivy:DS-0008" },
      { id: "semgrep:invalid-port" },
      { id: "dockerfilelint:invalid_port" },
    ],
  },
  on: "instruction",
  needs: { instructions: ["EXPOSE"] },

  *check(step) {
    const expose = effective(step.instruction);
    if (expose.keyword !== "EXPOSE") return;
    for (const word of expose.words) {
      const fault = faultOf(maskVariables(word.value));
      if (fault !== undefined) yield { at: word.span, message: `${word.value} ${fault}` };
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        EXPOSE 80000
        EXPOSE 8000-70000/tcp
        EXPOSE -1
        EXPOSE http
        EXPOSE 80/http
      `,
      good: dockerfile`
        FROM debian:12
        EXPOSE 0 65535 8000-9000/udp 53/sctp $PORT \${PORT:-8080}/tcp
      `,
    },
  ],
});


/** What is wrong with one word of EXPOSE; mappings to host ports are another rule's, and variables may be anything. */
function faultOf(text: string): string | undefined {
  if (text.includes(":")) return undefined;
  const [ports = "", protocol] = text.split("/", 2);
  if (protocol !== undefined && !protocol.includes("$") && !["tcp", "udp", "sctp"].includes(protocol.toLowerCase())) return `has the unknown protocol ${protocol || "of no name"}`;
  if (ports.includes("$")) return undefined;
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(ports) ?? [];
  if (first === undefined || last === undefined) return /^-\d/.test(ports) ? "is negative" : "is no port number";
  return Number(first) > 65535 || Number(last) > 65535 ? "is above 65535" : undefined;
}
