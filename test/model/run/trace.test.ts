import { textOf } from "#text";
import { start } from "./start.ts";

const describeTrace = (trace: readonly { readonly span: Parameters<typeof textOf>[0] }[]): readonly string[] =>
  trace.map(({ span }) => `${span.document.path}:${span.document.position(span.start).line} ${textOf(span)}`);

describe("the evidence of a write", () => {
  it("leads from the COPY over the CMD to the line of the script", () => {
    const { writes, resolvesTo } = start({
      cmd: "./random.sh", cwd: "/home", files: { "/home/random.sh": "#!/bin/sh\necho $RANDOM > number.txt\n" },
    });
    expect(writes).toHaveLength(1);
    const [write] = writes;
    expect(write).toMatchObject({ path: "/home/number.txt", type: "file", class: "data", confidence: "certain", conditional: false, scratch: false });
    expect(describeTrace(write?.trace ?? [])).toEqual([
      "Dockerfile:1 COPY random.sh /home/random.sh", "Dockerfile:2 CMD ./random.sh", "random.sh:2 number.txt",
    ]);
    expect(write && textOf(write.span)).toBe("number.txt");
    expect(resolvesTo).toBe("known");
  });
});
