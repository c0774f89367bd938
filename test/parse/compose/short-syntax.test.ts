import { parseBytes, parseDuration, parsePort, parseTmpfs, parseVolume, splitCommand, splitWords } from "../../../src/parse/compose/index.ts";

test.each([
  ["./data:/data", "bind"], ["../data:/data", "bind"], ["~/data:/data", "bind"], ["/srv:/data", "bind"], ["data:/data", "volume"],
  ["/data", "volume"], ["C:\\x:/data", "bind"], ["\\\\server\\share:/data", "bind"], ["${DIR}/x:/data", undefined],
])("%s is of type %s and mounts /data", (text, type) => {
  const volume = parseVolume(text);
  expect(volume).toMatchObject({ type, target: { text: "/data" } });
  expect(volume.fault).toBeUndefined();
  expect(text.slice(volume.target?.start, volume.target?.end)).toBe("/data");
});

test("the options of a volume are read one by one, each with its place", () => {
  const text = "db:/data:ro,Z,rshared,nocopy,cached";
  const volume = parseVolume(text);
  expect(volume).toMatchObject({ readOnly: true, selinux: "Z", propagation: "rshared", noCopy: true });
  expect(volume.options.map((option) => text.slice(option.start, option.end))).toEqual(["ro", "Z", "rshared", "nocopy", "cached"]);
});

test.each(["", ":/data", "data::/b", "data:/b:ro:x"])("the volume %j is refused", (text) => {
  expect(parseVolume(text).fault).toMatch(/\.$/);
});

test("a colon inside a variable does not part a volume", () => {
  expect(parseVolume("${DIR:-./x}:${TARGET:?set it}:ro").parts.map((part) => part.text)).toEqual(["${DIR:-./x}", "${TARGET:?set it}", "ro"]);
});

test("ports with an address, in both versions of IP", () => {
  expect(parsePort("127.0.0.1:8080:80").mappings).toMatchObject([{ hostIp: "127.0.0.1", published: "8080", target: 80 }]);
  expect(parsePort("[::1]:8080:80/udp").mappings).toMatchObject([{ hostIp: "::1", published: "8080", target: 80, protocol: "udp" }]);
  expect(parsePort("127.0.0.1::80").mappings).toMatchObject([{ hostIp: "127.0.0.1", published: undefined, target: 80 }]);
  expect(parsePort("300.0.0.1:80:80").fault).toBeDefined();
  expect(parsePort("80-82:80-81").fault).toBeDefined();
});

test("a port with a variable of unknown value concludes nothing, but keeps its parts", () => {
  expect(parsePort("${PORT:-80}:8080")).toMatchObject({ mappings: [], published: { text: "${PORT:-80}" }, target: { text: "8080" } });
  expect(parsePort("${PORT:-80}:8080").fault).toBeUndefined();
});

test("tmpfs entries", () => {
  expect(parseTmpfs("/run")).toMatchObject({ target: { text: "/run" }, options: [] });
  const text = "/data:mode=755,uid=1009";
  const tmpfs = parseTmpfs(text);
  expect(tmpfs.options.map((option) => text.slice(option.start, option.end))).toEqual(["mode=755", "uid=1009"]);
});

test("durations are milliseconds", () => {
  expect(["10ms", "40s", "1m30s", "1h5m30s20ms", "1.5h", "0", "500us"].map(parseDuration)).toEqual([10, 40_000, 90_000, 3_930_020, 5_400_000, 0, 0.5]);
  expect(["10", "", "ten", "1x", "s"].map(parseDuration)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test("sizes are bytes", () => {
  expect(["2b", "1024kb", "2048k", "300m", "1gb", "64", "1.5G"].map(parseBytes)).toEqual([2, 1_048_576, 2_097_152, 314_572_800, 1_073_741_824, 64, 1_610_612_736]);
  expect(["", "m", "-1", "1 x"].map(parseBytes)).toEqual([undefined, undefined, undefined, undefined]);
});

test("a command string is split as Compose splits it", () => {
  expect(splitCommand("server --name 'a b' \"c d\" --save \"\"")).toEqual(["server", "--name", "a b", "c d", "--save", ""]);
  expect(splitCommand("grep -E '\\d+' a\\ b")).toEqual(["grep", "-E", "\\d+", "a b"]);
  expect(splitCommand("sh -c \"echo 1 && echo 2\"")).toEqual(["sh", "-c", "echo 1 && echo 2"]);
});

test("what stands after an unquoted operator is dropped, and its place is told", () => {
  const line = "migrate && serve";
  expect(splitWords(line)).toMatchObject({ words: [{ text: "migrate" }], cutAt: line.indexOf("&") });
  expect(splitCommand("serve 2>/dev/null")).toEqual(["serve"]);
});

test.each(["say (it)", "say 'it", "say \"it", "say \\"])("the command %s is refused", (line) => {
  expect(splitWords(line).fault).toMatch(/\.$/);
  expect(splitCommand(line)).toEqual([]);
});

test("each word has its place", () => {
  const line = "  run 'a b'  c";
  expect(splitWords(line).words.map((word) => line.slice(word.start, word.end))).toEqual(["run", "'a b'", "c"]);
});
