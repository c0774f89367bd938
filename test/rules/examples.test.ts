import { catalogue } from "../../rules/index.ts";
import type { Project } from "../../src/model/index.ts";
import type { Example, ExampleFiles } from "../../src/rule/index.ts";
import { exampleProject, findingsIn, fixAll, runOf } from "./example-project.ts";

/** Rules whose very subject are comments: their fixes may take one out. */
const aboutComments: readonly string[] = ["unused-suppression", "inline-suppression", "definition-comment-mismatch"];

/** The engine itself reports these: their examples run in test/engine/unused-suppression.test.ts. */
const askedByEngine: readonly string[] = ["unused-suppression"];

describe.each(catalogue.filter((entry) => !askedByEngine.includes(entry.rule.id)).map((entry) => [entry.rule.id, entry] as const))("%s", (id, entry) => {
  const { rule } = entry;
  const canFix = rule.fix !== undefined && rule.fix !== "none";

  describe.each(rule.examples.map((example, at) => [at, example] as const))("example %i", (_, example) => {
    const run = runOf(entry, example.options);

    test("the bad files are reported", () => {
      const findings = findingsIn(exampleProject(example.bad), [run]);
      expect(findings.length).toBeGreaterThan(0);
      for (const { finding } of findings) {
        expect(finding.message).toMatch(/^\S[^\n]*([^\s.!:,;]|\.\.\.)$/);
        expect(Object.keys(example.bad)).toContain(finding.at.document.path);
        expect(finding.at.start).toBeLessThanOrEqual(finding.at.end);
        expect(finding.at.end).toBeLessThanOrEqual(finding.at.document.text.length);
      }
    });

    const { good } = example;
    if (good) {
      test("the good files are not", () => {
        expect(messagesIn(good, run)).toEqual([]);
      });
    }

    const fixed = canFix ? fixedFiles(example) : null;
    if (fixed === null) {
      test("nothing is fixed", () => {
        const findings = findingsIn(exampleProject(example.bad), [run]);
        expect(findings.filter(({ finding }) => finding.fix !== undefined).map(({ finding }) => finding.fix?.title)).toEqual([]);
      });
    } else {
      test("the fix gives the fixed files, clean and for good", () => {
        expect(fixed).toBeDefined();
        const result = fixAll(example.bad, run);
        expect(result).toEqual({ ...example.bad, ...fixed });
        expect(messagesIn(result, run)).toEqual([]);
        expect(fixAll(result, run)).toEqual(result);
      });

      test("the fixed files parse, and keep their comments where the fix is safe", () => {
        const before = exampleProject(example.bad);
        const after = exampleProject(fixAll(example.bad, run));
        const known = faultCodes(before);
        expect(faultCodes(after).filter((code) => !known.includes(code))).toEqual([]);
        const safe = findingsIn(before, [run]).every(({ finding }) => finding.fix?.safe !== false);
        if (safe && !aboutComments.includes(id)) expect(commentsOf(after)).toEqual(expect.arrayContaining(commentsOf(before)));
      });
    }
  });
});

function messagesIn(files: ExampleFiles, run: Parameters<typeof fixAll>[1]): readonly string[] {
  return findingsIn(exampleProject(files), [run]).map(({ finding: { at, message } }) =>
    `${at.document.path}:${String(at.document.position(at.start).line)}: ${message}`);
}

function fixedFiles(example: Example): ExampleFiles | null | undefined {
  return example.fixed === undefined ? example.good : example.fixed;
}

function faultCodes(project: Project): readonly string[] {
  return project.documents.flatMap((document) => document.faults.map((fault) => `${document.document.path} ${fault.code}`));
}

function commentsOf(project: Project): readonly string[] {
  return project.documents.flatMap((document) => document.comments.map((comment) => comment.text.trim()));
}
