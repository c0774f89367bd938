import { addListItem, addServiceKey, addTopLevelVolume, type ComposeFile, type Edit, type Service } from "../../src/rule/index.ts";
import { exampleProject } from "../rules/example-project.ts";

function composeOf(text: string): ComposeFile {
  const file = exampleProject({ "compose.yaml": text }).composeFiles[0];
  if (!file) throw new Error("no compose file");
  return file;
}

function applied(text: string, edits: readonly Edit[] | undefined): string | undefined {
  return edits && [...edits].reverse().reduce((now, { span, text: added }) => now.slice(0, span.start) + added + now.slice(span.end), text);
}

function withItem(text: string, key: string, item: string, service = "db"): string | undefined {
  return applied(text, addListItem(serviceOf(text, service), key, item));
}

function serviceOf(text: string, name = "db"): Service {
  const service = composeOf(text).service(name);
  if (!service) throw new Error(`no service ${name}`);
  return service;
}

function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}

describe("addListItem", () => {
  test("adds behind the last item, in its column, and keeps comments", () => {
    const text = lines("services:", "  db:", "    image: postgres:17", "    volumes:", "      - a:/a # first", "      - b:/b # second", "    user: x");
    expect(withItem(text, "volumes", "c:/c")).toBe(
      lines("services:", "  db:", "    image: postgres:17", "    volumes:", "      - a:/a # first", "      - b:/b # second", "      - c:/c", "    user: x"));
  });

  test("adds behind a long item", () => {
    const text = lines("services:", "  db:", "    volumes:", "    - type: bind", "      source: .", "      target: /a", "", "    image: postgres:17");
    expect(withItem(text, "volumes", "c:/c")).toBe(
      lines("services:", "  db:", "    volumes:", "    - type: bind", "      source: .", "      target: /a", "    - c:/c", "", "    image: postgres:17"));
  });

  test("creates the key at the end of the service, indented as the file is", () => {
    const text = lines("services:", "    db:", "        image: postgres:17 # pinned", "", "    web:", "        image: nginx:1.27");
    expect(withItem(text, "volumes", "c:/c")).toBe(
      lines("services:", "    db:", "        image: postgres:17 # pinned", "        volumes:", "            - c:/c", "", "    web:", "        image: nginx:1.27"));
  });

  test("creates a list whose dashes stand as in the file's other lists", () => {
    const text = lines("services:", "  db:", "    image: postgres:17", "  web:", "    image: nginx:1.27", "    ports:", "    - '80:80'");
    expect(withItem(text, "volumes", "c:/c")).toBe(
      lines("services:", "  db:", "    image: postgres:17", "    volumes:", "    - c:/c", "  web:", "    image: nginx:1.27", "    ports:", "    - '80:80'"));
  });

  test.each([
    ["[a:/a, b:/b]", "[a:/a, b:/b, c:/c]"],
    ["[]", "[c:/c]"],
    ["[ a:/a ]", "[ a:/a, c:/c ]"],
  ])("adds to the flow list %s", (before, after) => {
    const text = lines("services:", "  db:", `    volumes: ${before} # kept`, "    image: postgres:17");
    expect(withItem(text, "volumes", "c:/c")).toBe(lines("services:", "  db:", `    volumes: ${after} # kept`, "    image: postgres:17"));
  });

  test("fills an empty key", () => {
    const text = lines("services:", "  db:", "    volumes: # none yet", "    image: postgres:17");
    expect(withItem(text, "volumes", "c:/c")).toBe(lines("services:", "  db:", "    volumes: # none yet", "      - c:/c", "    image: postgres:17"));
  });

  test("adds to a service in flow style", () => {
    const text = lines("services:", "  db: { image: postgres:17 }");
    expect(withItem(text, "volumes", "c:/c")).toBe(lines("services:", "  db: { image: postgres:17, volumes: [c:/c] }"));
  });

  test("keeps Windows line ends", () => {
    const text = "services:\r\n  db:\r\n    image: postgres:17\r\n";
    expect(withItem(text, "volumes", "c:/c")).toBe("services:\r\n  db:\r\n    image: postgres:17\r\n    volumes:\r\n      - c:/c\r\n");
  });

  test("works on a file without a last newline", () => {
    expect(withItem("services:\n  db:\n    volumes:\n      - a:/a", "volumes", "c:/c")).toBe("services:\n  db:\n    volumes:\n      - a:/a\n      - c:/c");
  });

  test("leaves a list alone that other services share", () => {
    const text = lines("x-v: &v", "  - a:/a", "services:", "  db:", "    image: postgres:17", "    volumes: *v");
    expect(withItem(text, "volumes", "c:/c")).toBeUndefined();
  });

  test("leaves a list alone that a merge key brought", () => {
    const text = lines("x-base: &base", "  volumes:", "    - a:/a", "services:", "  db:", "    <<: *base", "    image: postgres:17");
    expect(withItem(text, "volumes", "c:/c")).toBeUndefined();
  });
});

describe("addServiceKey", () => {
  test("adds behind the last key", () => {
    const text = lines("services:", "  db:", "    image: postgres:17", "    environment:", "      A: b", "# the end");
    expect(applied(text, addServiceKey(serviceOf(text), "read_only", "true"))).toBe(
      lines("services:", "  db:", "    image: postgres:17", "    environment:", "      A: b", "    read_only: true", "# the end"));
  });

  test("does nothing where the key is", () => {
    const text = lines("services:", "  db:", "    image: postgres:17");
    expect(addServiceKey(serviceOf(text), "image", "x")).toBeUndefined();
  });
});

describe("addTopLevelVolume", () => {
  const service = ["services:", "  db:", "    image: postgres:17"];
  const added = (text: string, ...settings: string[]): string | undefined => applied(text, addTopLevelVolume(composeOf(text), "data", settings));

  test("creates the section at the end", () => {
    expect(added(lines(...service))).toBe(lines(...service, "volumes:", "  data:"));
  });

  test("leaves a blank line where the file does so", () => {
    const spaced = ["name: x", "", ...service];
    expect(added(lines(...spaced))).toBe(lines(...spaced, "", "volumes:", "  data:"));
  });

  test("leaves a file without a last newline without one", () => {
    expect(added(service.join("\n"))).toBe([...service, "volumes:", "  data:"].join("\n"));
  });

  test("adds to the section, with settings", () => {
    const text = lines("volumes:", "  logs: # old", ...service);
    expect(added(text, "external: true")).toBe(lines("volumes:", "  logs: # old", "  data:", "    external: true", ...service));
  });

  test.each([["volumes:", ["volumes:", "  data:"]], ["volumes: {}", ["volumes: {data: {}}"]]])("adds to %j", (empty, filled) => {
    expect(added(lines(...service, empty))).toBe(lines(...service, ...filled));
  });

  test("has nothing to do where the volume is declared", () => {
    const text = lines(...service, "volumes:", "  data:");
    expect(addTopLevelVolume(composeOf(text), "data")).toEqual([]);
  });
});
