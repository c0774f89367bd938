import { interpolate, parsePort, parseVolume, type PortMapping, type ShortVolume } from "../../../src/parse/compose/index.ts";
import { sharedCases } from "./shared.ts";

type Record_ = Record<string, unknown>;

function longVolume(volume: ShortVolume): Record_ {
  if (volume.fault) return { error: true };
  const bind = { create_host_path: volume.createHostPath, ...(volume.propagation ? { propagation: volume.propagation } : {}), ...(volume.selinux ? { selinux: volume.selinux } : {}) };
  const options = volume.type === "bind" ? { bind } : { volume: volume.noCopy ? { nocopy: true } : {} };
  return { type: volume.type, source: volume.source?.text, target: volume.target?.text, read_only: volume.readOnly, ...options };
}

function longPort(port: PortMapping): Record_ {
  const base = { protocol: port.protocol, target: port.target, mode: port.mode };
  return { ...base, ...(port.published === undefined ? {} : { published: port.published }), ...(port.hostIp === undefined ? {} : { host_ip: port.hostIp }) };
}

test("every volume of the table reads as Compose reads it", () => {
  for (const { spec, expect: expected, parts } of sharedCases("compose-volume-syntax.jsonl")) {
    const volume = parseVolume(spec as string);
    const wanted = expected as Record_;
    if ("hasSource" in wanted) expect({ spec, hasSource: volume.source !== undefined }).toEqual({ spec, hasSource: wanted["hasSource"] });
    else if ("error" in wanted) expect({ spec, error: volume.fault !== undefined }).toEqual({ spec, error: true });
    else expect({ spec, ...longVolume(volume) }).toEqual({ spec, ...wanted });
    if (parts) expect({ spec, parts: volume.parts.map((part) => part.text) }).toEqual({ spec, parts });
  }
});

test("every port of the table reads as Compose reads it", () => {
  for (const { spec, expect: expected } of sharedCases("compose-port-syntax.jsonl")) {
    const port = parsePort(spec as string);
    if (Array.isArray(expected)) expect({ spec, ports: port.mappings.map(longPort), fault: port.fault }).toEqual({ spec, ports: expected, fault: undefined });
    else expect({ spec, refused: port.fault !== undefined }).toEqual({ spec, refused: true });
  }
});

test("every text of the table is interpolated as Compose does it", () => {
  for (const { template, env, expect: expected } of sharedCases("compose-interpolation.jsonl")) {
    const variables = env as Record<string, string>;
    const result = interpolate(template as string, (name) => (Object.hasOwn(variables, name) ? variables[name] : undefined));
    expect({ template, value: result.value, fault: result.fault }).toEqual({ template, value: expected, fault: undefined });
  }
});
