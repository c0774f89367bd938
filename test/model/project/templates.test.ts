import { buildProject } from "../../../src/model/index.ts";
import { MemoryHost } from "../../rules/memory-host.ts";

test("a template is named in a note with its line and not read as a Dockerfile", () => {
  const files = { Dockerfile: "FROM alpine:3.20\n{% if debug %}\nRUN apk add gdb\n{% endif %}\n", "other/Dockerfile": "FROM registry/{{ image }}:1\n" };
  const project = buildProject({ host: new MemoryHost(files), dockerfiles: Object.keys(files), composeFiles: [] });
  expect(project.dockerfiles).toEqual([]);
  expect(project.notes.map(({ path, line, incomplete }) => ({ path, line, incomplete }))).toEqual([
    { path: "Dockerfile", line: 2, incomplete: false },
    { path: "other/Dockerfile", line: 1, incomplete: false },
  ]);
});

test("Go templates inside a RUN are text of the shell", () => {
  const files = { Dockerfile: "FROM alpine:3.20\nRUN go list -f '{{.Path}}'\n" };
  const project = buildProject({ host: new MemoryHost(files), dockerfiles: ["Dockerfile"], composeFiles: [] });
  expect(project.dockerfiles).toHaveLength(1);
  expect(project.notes).toEqual([]);
});
