import fc from "fast-check";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { faultWith } from "./judge.ts";
import { hostileProject, seedProjects } from "./seeds.ts";

const corpus = join(__dirname, "../../../shared/data/corpus-dev");
const budget = 20_000;

test("mutated projects: nothing throws, hangs or points outside the text, and output stays valid", () => {
  if (!existsSync(corpus)) console.log("no corpus beside the project: only the rules' examples are mutated");
  const seeds = seedProjects(corpus);
  const end = performance.now() + budget;
  let tried = 0;
  for (; tried < 400 && performance.now() < end; tried++) {
    const { files, trial } = hostileProject(tried, seeds);
    expect({ seed: tried, fault: faultWith(files, trial) }).toEqual({ seed: tried, fault: undefined });
  }
  expect(tried).toBeGreaterThan(20);
}, 60_000);

test("any text at all as any of the files", () => {
  const text = fc.oneof(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ unit: fc.constantFrom(...Array.from("FROM RUN a\n\\'\"$`{}<>|&;:-#=[]()\t\r")), maxLength: 200 }));
  fc.assert(
    fc.property(fc.constantFrom("Dockerfile", "compose.yaml", "start.sh", ".env", ".dockerignore"), text, (path, content) => {
      const files = { Dockerfile: "FROM a\nCOPY start.sh /\nCMD /start.sh\n", "compose.yaml": "services: {a: {build: ., env_file: .env}}\n", [path]: content };
      expect(faultWith(files)).toBeUndefined();
    }),
    { numRuns: 300, interruptAfterTimeLimit: budget },
  );
}, 60_000);

test("texts that grow a hundredfold take no more than a few hundred times as long", () => {
  const nests: Readonly<Record<string, (count: number) => string>> = {
    parentheses: (count) => `FROM a\nRUN ${"(".repeat(count)}\n`,
    substitutions: (count) => `FROM a\nRUN echo ${"$(".repeat(count)}\n`,
    variables: (count) => `FROM a\nENV A=${"${A:-".repeat(count)}\n`,
    quotes: (count) => `FROM a\nRUN echo ${"'\"".repeat(count)}\n`,
    blanks: (count) => `FROM a\nRUN echo${" ".repeat(count)}x\n`,
    continuations: (count) => `FROM a\nRUN echo \\\n${"# c\n\\\n".repeat(count)}x\n`,
    comments: (count) => `FROM a\n${"# hadolint ignore=DL3006\n".repeat(count)}RUN x\n`,
    heredocs: (count) => `FROM a\nRUN ${"<<A ".repeat(count)}\n`,
    options: (count) => `FROM a\nRUN apt-get install ${"-y ".repeat(count)} x\n`,
    slashes: (count) => `FROM a\nVOLUME ${"/".repeat(count)}\nWORKDIR ${"a/../".repeat(count)}\n`,
    reference: (count) => `FROM ${"a/".repeat(count)}b:${"c.".repeat(count)}\n`,
  };
  const time = (text: string): number => {
    const start = performance.now();
    expect(faultWith({ Dockerfile: text })).toBeUndefined();
    return performance.now() - start;
  };
  for (const [name, make] of Object.entries(nests)) {
    const small = Math.max(5, time(make(50)));
    const growth = time(make(5000)) / small;
    expect({ name, slow: growth > 400 ? growth : false }).toEqual({ name, slow: false });
  }
}, 120_000);
