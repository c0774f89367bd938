import { buildProject, type ComposeFile } from "../../../src/model/index.ts";
import { textOf } from "../../../src/text/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

function compose(text: string, path = "compose.yaml"): ComposeFile {
  const [found] = buildProject({ host: new MemoryHost({ [path]: text }), dockerfiles: [], composeFiles: [path] }).composeFiles;
  if (!found) throw new Error("no project");
  return found;
}

/** What is pointed at and what is said, for a service's lines. */
const said = (lines: string, rest = ""): readonly string[] => compose(`services:\n  web:\n    image: a\n${lines.replace(/^/gm, "    ")}\n${rest}`).problems.map(({ span, message }) => `${textOf(span)} - ${message}`);

describe("keys and types", () => {
  it("tells every misspelt key at the key, with the one that was meant", () => {
    expect(said("port: ['80:80']\nbuild:\n  contxt: .\nx-mine: 1")).toEqual([
      "port - `port` is not a key of a service; did you mean `ports`?",
      "contxt - `contxt` is not a key of `build`; did you mean `context`?",
    ]);
    expect(compose("sevices:\n  web: {image: a}\n").problems.map(({ message }) => message)).toEqual(["`sevices` is not a key of the top level; did you mean `services`?"]);
  });

  it("tells wrong types in words", () => {
    expect(said("image2: 1\nports: 80\nenvironment:\n  - A: b\nprivileged: maybe\nuser: 1000")).toEqual([
      "image2 - `image2` is not a key of a service; did you mean `image`?",
      "80 - `ports` must be a list, and `80` is a number.",
      "A: b - An item of `environment` must be a text, and this is a map.",
      "maybe - `privileged` must be true or false, not `maybe`.",
      "1000 - `user` must be a text, and `1000` is a number: put quotes around it.",
    ]);
  });

  it("takes what a variable may become", () => {
    expect(said("init: $UNKNOWN\nports: ['$PORT:80', '${A}']\ndeploy:\n  replicas: ${N:-2}\nprivileged: ${P:-false}")).toEqual([]);
  });

  it("leaves other files and parts of other projects alone", () => {
    expect(compose("- hosts: all\n  tasks: []\n", "stack.yml").problems).toEqual([]);
    expect(compose("kind: Pod\nspec: {}\n", "my.compose.yaml").problems).toEqual([]);
    expect(compose("services:\n  web:\n    ports: ['80:80']\n", "docker-compose.prod.yml").problems).toEqual([]);
    expect(compose("services:\n  web:\n    ports: ['80:80']\n").problems.map(({ code }) => code)).toEqual(["no-image"]);
  });
});

describe("files that are no whole project", () => {
  it("takes a service of which nothing stands there, in a file that others complete", () => {
    const text = "services:\n  base:\n    image: a\n  later: # filled in elsewhere\n";
    expect(compose(text, "base.yaml").problems).toEqual([]);
    expect(compose(text).problems.map(({ span }) => textOf(span))).toEqual(["later"]);
  });

  it("notes a template and does not hold it against the author", () => {
    const template = compose("services:\n  {{ project }}_web:\n    image: a\n    ports: {% if open %}['80:80']{% endif %}\n");
    expect(template.problems).toEqual([]);
    expect(template.notes.map(({ line, incomplete }) => [line, incomplete])).toEqual([[2, false]]);
    expect(template.services).toEqual([]);
  });

  it("tells a task's placeholder that lacks its quotes", () => {
    const placeholder = compose("services:\n  web:\n    image: a\n    hostname: {{.Node.Hostname}}\n");
    expect(placeholder.problems.map(({ message }) => message)).toEqual(["A value that begins with `{{` must stand in quotes."]);
    expect(placeholder.notes).toEqual([]);
  });
});

describe("what many projects lack", () => {
  const app = (name: string, network = "store"): string => `services:\n  ${name}:\n    image: a\n    networks: [${network}]\n  ${name}-db:\n    image: b\n    networks: [${network}]\n`;
  const problemsOf = (count: number): ReturnType<typeof buildProject>["composeFiles"] => {
    const names = Array.from({ length: count }, (_, at) => `app${String(at).padStart(2, "0")}`);
    const files = Object.fromEntries(names.map((name) => [`${name}/compose.yaml`, app(name)]));
    files["other/compose.yaml"] = app("other", "alone");
    return buildProject({ host: new MemoryHost(files), dockerfiles: [], composeFiles: Object.keys(files) }).composeFiles;
  };

  it("is told once, where the first of them names it", () => {
    const told = problemsOf(12).flatMap((one) => one.problems.map(({ span, message, shared }) => ({ path: span.document.path, at: textOf(span), message, shared })));
    expect(told.map(({ path, at, shared }) => [path, at, shared])).toEqual([
      ["app00/compose.yaml", "store", true],
      ["other/compose.yaml", "alone", undefined],
      ["other/compose.yaml", "alone", undefined],
    ]);
    expect(told[0]?.message).toContain("12 compose projects name the network `store`");
  });

  it("is a slip of each where they are few", () => {
    expect(problemsOf(9).flatMap((one) => one.problems)).toHaveLength(20);
  });
});

describe("what the schema cannot say", () => {
  it("finds names that nothing defines", () => {
    expect(said("volumes: ['data:/data', ./here:/there, /anonymous]\nnetworks: [front, default]\nsecrets: [key]\nconfigs: [{source: conf, target: /c}]\ndepends_on: [db]\nlinks: ['cache:c']\nipc: service:other").map((line) => line.split(" - ")[0])).toEqual([
      "'data:/data'", "front", "key", "conf", "db", "'cache:c'", "service:other",
    ]);
  });

  it("finds circles once", () => {
    const { problems } = compose("services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, network_mode: 'service:c'}\n  c: {image: x, volumes_from: [a]}\n");
    expect(problems.map(({ message }) => message)).toEqual(["Services wait for each other in a circle: a needs b needs c needs a."]);
  });

  it("finds keys that exclude or contradict each other", () => {
    const codes = compose([
      "services:",
      "  web:", "    image: a", "    container_name: web", "    network_mode: host", "    networks: [default]", "    mem_limit: 1g", "    scale: 3",
      "    deploy: {resources: {limits: {memory: 512m}}}", "    tmpfs: /run", "    volumes: ['run:/run/']", "    healthcheck: {test: [curl, x]}",
      "    develop: {watch: [{path: ., action: sync}]}",
      "volumes:", "  run: {external: true, driver: local}", "configs:", "  both: {file: a, content: b}", "secrets:", "  none: {}", "",
    ].join("\n")).problems.map(({ code }) => code);
    expect(codes.sort()).toEqual([
      "contradicting-twins", "duplicate-target", "external-settings", "healthcheck-test", "network-mode-and-networks", "no-content", "scaled-container-name", "two-contents", "watch-without-target",
    ]);
  });

  it("finds values with a broken grammar", () => {
    expect(said("stop_grace_period: soon\nmem_limit: much\nports: ['80:eighty', {target: 80, host_ip: here}]\nvolumes: ['aa:/b:ro:more', {type: bind, target: /x}]\nextra_hosts: [alone]\nhealthcheck: {interval: 10x}").map((line) => line.split(" - ")[0])).toEqual([
      "soon", "much", "'80:eighty'", "here", "'aa:/b:ro:more'", "type", "alone", "10x",
    ]);
  });

  it("finds addresses, limits and rights that are none", () => {
    expect(said("ports: ['80:80:80:80', '[1:2:3]:81:81', '::1:82:82', '[fe80::1%eth0]:84:84']\nulimits: {nofile: many, nproc: {soft: 1, hard: most}}\nblkio_config: {weight: heavy}\nsecrets: [{source: s, mode: readable}]", "secrets: {s: {file: s}}").map((line) => line.split(" - ")[0])).toEqual([
      "'80:80:80:80'", "'[1:2:3]:81:81'", "'::1:82:82'", "'[fe80::1%eth0]:84:84'", "many", "most", "heavy", "readable",
    ]);
    expect(said("ports: ['[2001:db8::1]:80:80', '[::]:81:81', '[::ffff:1.2.3.4]:83:83']\nulimits: {nofile: '1024', memlock: -1}\nsecrets: [{source: s, mode: '0440'}]", "secrets: {s: {file: s}}")).toEqual([]);
  });

  it("finds commands that Compose cannot split into words", () => {
    expect(said("command: --rule=Host(a)\nentrypoint: \"sh -c 'x\"").map((line) => line.split(" - ")[0])).toEqual(["--rule=Host(a)", "\"sh -c 'x\""]);
    expect(said("command: [\"--rule=Host(a)\"]\nentrypoint: sh -c 'echo (x)' $UNKNOWN")).toEqual([]);
  });

  it("equal twins, days and known forms pass", () => {
    expect(said("mem_limit: 512m\ndeploy: {resources: {limits: {memory: 536870912}}}".replace("536870912", "'536870912'") + "\nstop_grace_period: 1m30s\nextra_hosts: ['a:1.2.3.4', 'b=::1']\nmemswap_limit: -1")).toEqual([]);
  });
});
