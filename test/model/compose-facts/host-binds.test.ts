import { textOf } from "../../../src/text/index.ts";
import { exampleProject } from "../../rules/example-project.ts";

const project = exampleProject({
  "compose.yaml": `services:
  web:
    image: nginx
    volumes:
      - /srv//site/../pages:/pages:ro
      - ~/.ssh:/keys
      - \${HOME}/notes:/notes
      - data:/data
      - disguised:/etc-of-host
      - shared:/shared
      - /cache
volumes:
  data:
  disguised:
    driver_opts: { type: none, o: "bind,ro", device: /etc/. }
  shared:
    driver_opts: { type: nfs, o: addr=10.0.0.1, device: ":/exports" }
`,
});
const binds = project.composeFiles[0]?.services[0]?.hostBinds ?? [];

test("places of the host, through volumes too, without dots", () => {
  expect(binds.map(({ path, readOnly, through }) => [path, readOnly, through])).toEqual([
    ["/srv/pages", true, "entry"],
    ["~/.ssh", false, "entry"],
    ["~/notes", false, "entry"],
    ["/etc", true, "volume"],
  ]);
});

test("each points at where it is written", () => {
  expect(binds.map(({ span }) => textOf(span))).toEqual(["/srv//site/../pages", "~/.ssh", "${HOME}/notes", "/etc/."]);
});
