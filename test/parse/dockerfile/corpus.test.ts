import { misplaced } from "./accounted.ts";
import { fatal, files, parse, read, sharedPath } from "./shared.ts";

interface Case {
  readonly id: string;
  readonly content: string;
}

const corpus = sharedPath("data/corpus-dev/dockerfiles");
const caseFiles = ["buildkit", "hadolint", "tally"].map((peer) => sharedPath(`cases/${peer}.jsonl`)).filter((path) => path !== undefined);

if (!corpus || caseFiles.length < 3) test.todo("real Dockerfiles and the peers' texts: not beside the project");

for (const path of caseFiles) {
  test(`every text of ${path.split("/").at(-1)} parses and every character has its place`, () => {
    const cases = read(path).trim().split("\n").map((line) => JSON.parse(line) as Case);
    const wrong = cases.flatMap(({ id, content }) => misplaced(parse(content)).map((what) => `${id}: ${what}`));
    expect(wrong).toEqual([]);
    expect(cases.length).toBeGreaterThan(20);
  });
}

if (corpus) {
  test("every real Dockerfile parses, every character has its place", () => {
    const paths = files(corpus);
    const wrong = paths.flatMap((path) => misplaced(parse(read(path))).map((what) => `${path}: ${what}`));
    expect(wrong).toEqual([]);
    expect(paths.length).toBeGreaterThan(1900);
  });

  test("of the real Dockerfiles that are no templates, only the ones known to be broken are refused", () => {
    const refused = files(corpus)
      .filter((path) => !/\.template$|cookiecutter|broken-dockerfiles/.test(path))
      .map((path) => `${path.slice(corpus.length + 1)}: ${fatal(parse(read(path))).join()}`)
      .filter((line) => !line.endsWith(": ") && !line.endsWith(": empty-file"));
    // A line of an ENV there lacks its escape character, so the next line stands alone.
    expect(refused).toEqual(["oracle__docker-images/OracleDatabase/GDD/containerfiles/19.3.0/Dockerfile_19c: unknown-instruction"]);
  });
}
