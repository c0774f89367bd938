import { mountsInText } from "../../../src/model/container/documented.ts";
import { projectOf } from "./project.ts";

const DOCKERFILE = 'FROM alpine:3.20\nCMD ["sh", "-c", "date >> /srv/data/visits.csv"]\n';

function documented(files: Readonly<Record<string, string>>, path = "/srv/data/visits.csv"): boolean | undefined {
  return projectOf(files).containers[0]?.fateOf(path).documented;
}

test("texts for people name mounts in several ways", () => {
  expect(mountsInText("docker run -v $PWD/data:/srv/data -p 80:80 --volume=kept:/srv/up:ro app")).toEqual(["/srv/data", "/srv/up"]);
  expect(mountsInText("podman run --mount type=volume,source=kept,target=/srv/data/ app")).toEqual(["/srv/data"]);
  expect(mountsInText("volumes:\n  - ./data:/srv/data\n  - 'kept:/srv/up:ro'\nports:\n  - 80:80")).toEqual(["/srv/data", "/srv/up"]);
  expect(mountsInText("cp -v a b; see https://example.com:/x and - a list: item")).toEqual([]);
});

test("a comment of the Dockerfile, a label, or the README beside or above it says what to mount", () => {
  expect(documented({ Dockerfile: DOCKERFILE })).toBe(false);
  expect(documented({ Dockerfile: `# docker run -d \\\n#\t-v /volumes/shop:/srv/data \\ # to keep it\n#\tshop\n${DOCKERFILE}` })).toBe(true);
  expect(documented({ Dockerfile: `${DOCKERFILE}LABEL run="docker run -v data:/srv shop"\n` })).toBe(true);
  expect(documented({ Dockerfile: DOCKERFILE, "README.md": "```\ndocker run -v data:/srv/data shop\n```\n" })).toBe(true);
  expect(documented({ "build/Dockerfile": DOCKERFILE, "README.md": "docker run -v data:/srv/data shop\n" })).toBe(true);
  expect(documented({ Dockerfile: DOCKERFILE, "README.md": "docker run -v data:/srv/other shop\n" })).toBe(false);
});

test("what a compose file says to mount is told by the compose file alone", () => {
  expect(documented({ Dockerfile: DOCKERFILE, "compose.yaml": "services:\n  shop:\n    build: .\n", "README.md": "docker run -v data:/srv/data shop\n" })).toBe(false);
});
