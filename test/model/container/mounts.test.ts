import type { Mount } from "../../../src/model/index.ts";
import { containerOf } from "./project.ts";

const kindOf = (volume: string, rest = ""): Mount["kind"] | undefined =>
  containerOf({ "compose.yaml": `services:\n  db:\n    image: postgres:16\n    volumes: ["${volume}:/var/lib/postgresql/data"]\n${rest}` }, "db").mounts[0]?.kind;

test("a variable alone is a path where no declared volume is left for it to name", () => {
  expect(kindOf("${DATA_LOCATION}")).toBe("bind-mount");
  expect(kindOf("$DATA_LOCATION")).toBe("bind-mount");
  expect(kindOf("${DATA_LOCATION}", "  cache:\n    image: redis:7\n    volumes: [kept:/data]\nvolumes:\n  kept: {}\n")).toBe("bind-mount");
  expect(kindOf("${DATA_LOCATION}", "  cache:\n    image: redis:7\n    volumes: [{type: volume, source: kept, target: /data}]\nvolumes:\n  kept: {}\n")).toBe("bind-mount");
});

test("a variable alone may be the name of a declared volume that nothing else names", () => {
  expect(kindOf("${DATA_VOLUME}", "volumes:\n  kept: {}\n")).toBe("named-volume");
  expect(kindOf("${DATA_VOLUME:-kept}", "volumes:\n  kept: {}\n")).toBe("named-volume");
});

test("a variable with a slash after it is a path in any case", () => {
  expect(kindOf("${ROOT}/db", "volumes:\n  kept: {}\n")).toBe("bind-mount");
});
