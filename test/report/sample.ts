import { rule } from "#rule";
import { Document, type Edit, type Span } from "#text";
import type { Place, Report, RuleFacts, SettledFinding } from "../../src/engine/report.ts";
import type { RenderOptions } from "../../src/report/index.ts";

const anonymousVolume = rule({
  id: "anonymous-volume", since: "0.1.0", severity: "warning", recommended: true, title: "A volume has no name", why: "", remedy: "", on: "mount", confidence: "likely",
  options: { scope: { values: ["all", "data"], default: "data", meaning: "which paths count" } },
  *check() { /* silent */ },
  examples: [{ bad: { "compose.yaml": "services:\n  db:\n    image: mysql\n    volumes: [/var/lib/mysql]\n" }, about: "a target alone" }],
});

export const plain: RenderOptions = { color: false, quiet: false, width: 100, catalogue: () => [{ family: "state", rule: anonymousVolume }] };

/** The span of the first occurrence of a text. */
export function spanOf(document: Document, text: string): Span {
  const start = document.text.indexOf(text);
  if (start < 0) throw new Error(`${document.path} does not hold ${JSON.stringify(text)}`);
  return document.span(start, start + text.length);
}

export function placeOf(span: Span): Place {
  const start = span.document.position(span.start);
  const end = span.document.position(span.end);
  return { path: span.document.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, span };
}

/** A finding at a span; what is left out is empty. */
export function findingAt(span: Span, rest: Partial<SettledFinding> = {}): SettledFinding {
  return {
    ...placeOf(span), rule: "writable-layer-data", family: "state", severity: "warning", confidence: "certain", message: "something is wrong",
    address: "services.db", fingerprint: "0123456789abcdef", peers: [], related: [], trace: [], fix: undefined,
    help: "https://example.org/stowage/blob/main/rules/state/README.md#writable-layer-data", ...rest,
  };
}

export function ruleFacts(rest: Partial<RuleFacts> = {}): RuleFacts {
  return {
    id: "writable-layer-data", family: "state", severity: "warning", title: "Data is written to the container's own layer",
    why: "The layer goes away with the container: whatever was written there is lost when it is recreated.",
    remedy: "Mount a named volume on the directory that holds the data.", recommended: true, fix: "unsafe", securitySeverity: undefined,
    peers: {}, help: "https://example.org/stowage/blob/main/rules/state/README.md#writable-layer-data", ...rest,
  };
}

export function reportOf(findings: readonly SettledFinding[], rest: Partial<Report> = {}): Report {
  const of = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  return {
    tool: { name: "stowage", version: "0.1.0" },
    findings,
    notes: [],
    summary: {
      files: 3, findings: findings.length, error: of("error"), warning: of("warning"), info: of("info"), suppressed: 0,
      fixable: findings.filter((finding) => finding.fix).length,
    },
    rules: new Map([["writable-layer-data", ruleFacts()]]),
    ...rest,
  };
}

const dockerfile = new Document("Dockerfile", "FROM debian:12\nWORKDIR /home\nCOPY random.sh .\nCMD [\"./random.sh\"]\n", "dockerfile");
const script = new Document("random.sh", "#!/bin/sh\n# 数字を保存 writes a number\n\techo $RANDOM > number.txt\n", "script");
const compose = new Document("deploy/compose.yaml", [
  "services:", "  db:", "    image: mysql:5.7", "    volumes:", "      - /var/lib/mysql", "    environment:", "      MYSQL_ROOT_PASSWORD: hunter2hunter2", "",
].join("\n"), "compose");

function step(span: Span, message: string): Place & { readonly message: string } {
  return { ...placeOf(span), message };
}

const volumeEdit: Edit = { span: compose.span(spanOf(compose, "/var/lib/mysql").start, spanOf(compose, "/var/lib/mysql").start), text: "db-data:" };
const topLevelEdit: Edit = { span: compose.span(compose.text.length, compose.text.length), text: "volumes:\n  db-data:\n" };

/** A report with everything that a finding can carry: a trace over files, related places, fixes, a secret, notes. */
export const sample: Report = reportOf([
  findingAt(spanOf(compose, "- /var/lib/mysql"), {
    rule: "anonymous-volume", message: "db keeps /var/lib/mysql in an anonymous volume: `docker compose down` leaves it behind without a name",
    address: "services.db.volumes[0]", fingerprint: "a1b2c3d4e5f60718", peers: ["peer:AnonymousVolume"],
    related: [step(spanOf(compose, "image: mysql:5.7"), "the image that writes there")],
    fix: { title: "mount a named volume", safe: false, edits: [volumeEdit, topLevelEdit] },
    help: "https://example.org/stowage/blob/main/rules/state/README.md#anonymous-volume",
  }),
  findingAt(spanOf(compose, "MYSQL_ROOT_PASSWORD: hunter2hunter2"), {
    rule: "secret-in-environment", family: "secrets", severity: "error", message: "MYSQL_ROOT_PASSWORD holds a password in plain text",
    address: "services.db.environment.MYSQL_ROOT_PASSWORD", fingerprint: "ffeeddccbbaa9988",
    help: "https://example.org/stowage/blob/main/rules/secrets/README.md#secret-in-environment",
  }),
  findingAt(spanOf(script, "number.txt"), {
    message: "number.txt is written to /home, the container's own layer", severity: "warning", address: "random.sh",
    trace: [
      step(spanOf(dockerfile, "COPY random.sh ."), "copied to /home/random.sh"),
      step(spanOf(dockerfile, "CMD [\"./random.sh\"]"), "run at start"),
      step(spanOf(script, "number.txt"), "writes /home/number.txt"),
    ],
  }),
  findingAt(spanOf(script, "echo $RANDOM"), { severity: "info", confidence: "likely", message: "the number comes from the shell", fingerprint: "0011223344556677" }),
], {
  notes: [
    { path: "x/compose.yaml", line: 4, message: "include: remote reference not read", incomplete: false },
    { path: "big/Dockerfile", message: "is larger than 5 MB and was not read", incomplete: true },
  ],
  rules: new Map([
    ["anonymous-volume", ruleFacts({
      id: "anonymous-volume", title: "A volume has no name", fix: "unsafe", help: "https://example.org/stowage/blob/main/rules/state/README.md#anonymous-volume",
      peers: { same: [{ id: "peer:AnonymousVolume" }, { id: "other:no-name", options: { scope: "all" } }], near: ["third:volume"] },
    })],
    ["secret-in-environment", ruleFacts({
      id: "secret-in-environment", family: "secrets", severity: "error", title: "A secret stands in the environment", securitySeverity: 7.5,
      fix: "none", help: "https://example.org/stowage/blob/main/rules/secrets/README.md#secret-in-environment",
    })],
    ["writable-layer-data", ruleFacts()],
  ]),
});
