import type { DockerfileTree } from "../../parse/dockerfile/index.ts";
import type { Host } from "../host.ts";
import { normalisePath, parentOf } from "../paths.ts";

const NAMES = ["README.md", "README", "readme.md", "Readme.md", "README.rst", "README.txt", "README.adoc"];
/** How many folders above the Dockerfile's own. */
const HIGHEST = 2;

/** `-v data:/srv/data`, `--mount target=/srv/data` and the list items of a compose file's `volumes`. */
const MOUNTS: readonly RegExp[] = [
  /(?:^|\s)(?:-v|--volume)[=\s]{1,20}["']?(?:[A-Za-z]:\\)?[^\s:"'`]{1,300}:(\/[^\s:"'`,)\\]+)/g,
  /--mount[=\s]{1,20}\S{0,300}?\b(?:target|dst|destination)=(\/[^\s,"'`)]+)/g,
  /^[# \t]*-[ \t]+["']?[^\s:"'`]+:(\/[^\s:"'`]+)(?::\w+)?["']?[ \t\r]*$/gm,
];

/** The paths on which a text for people says to mount something. */
export function mountsInText(text: string): readonly string[] {
  return MOUNTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, path]) => normalisePath(path ?? "/"))).filter((path) => path !== "/");
}

/** What a Dockerfile's comments and labels and the README beside or above it say to mount. */
export function documentedMounts(path: string, tree: DockerfileTree, host: Host): readonly string[] {
  const own = [...tree.comments.map(({ text }) => text), ...tree.instructions.filter(({ keyword }) => keyword === "LABEL").map(({ rest }) => rest.text)].join("\n");
  return [...mountsInText(own), ...readmes(path, host).flatMap(mountsInText)];
}

function readmes(path: string, host: Host): readonly string[] {
  const found: string[] = [];
  let folder = parentOf(path);
  for (let height = 0; height <= HIGHEST; height++) {
    const file = NAMES.map((name) => (folder === "." ? name : `${folder}/${name}`)).find((one) => host.stat(one) === "file");
    const read = file === undefined ? undefined : host.read(file);
    if (read?.ok) found.push(read.text);
    const above = parentOf(folder);
    if (above === folder || folder === "." || folder.endsWith("..")) break;
    folder = above;
  }
  return found;
}
