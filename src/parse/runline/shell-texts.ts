import { type Document, MappedText, type Piece } from "#text";
import { mappedScalar, parseCompose, type YamlNode } from "../compose/index.ts";
import { jsonStrings } from "../source/index.ts";
import { recipes } from "./makefile.ts";

/** Only a text that says one of these can start a container. */
const STARTS = /\b(?:docker|podman|nerdctl)\b[^\n]{0,400}?\b(?:run|create|build)\b/;

/** True where a text is worth reading for lines that start containers: shell text that says `docker run` or `podman create`. */
export function mayStartContainers(text: string): boolean {
  return /\b(?:docker|podman|nerdctl)[ \t]+(?:container[ \t]+)?(?:run|create)\b/.test(text) || mayDeleteState(text);
}

/** True where a text says `compose down -v`, `up -V`, `volume prune` or `commit`. */
function mayDeleteState(text: string): boolean {
  return /^(?=[^\n]*\b(?:docker|podman)(?:-|[ \t]+)compose\b)(?=[^\n]*[ \t](?:down|up)\b)[^\n]*[ \t](?:-[a-zA-Z]*[vV]|--volumes|--renew-anon-volumes)|\b(?:docker|podman)[ \t]+(?:volume[ \t]+prune|(?:container[ \t]+)?commit)\b/m.test(text);
}

/** The shell texts of a file, by its name: scripts, Makefiles, workflows, package.json, fenced blocks of Markdown. */
export function shellTexts(document: Document): readonly MappedText[] {
  const { path, text } = document;
  if (!STARTS.test(text) && !mayDeleteState(text)) return [];
  if (/(^|\/)(GNU)?makefile$|\.mk$/i.test(path)) return recipes(document);
  if (/\.(md|markdown)$/i.test(path)) return fencedBlocks(document);
  if (/(^|\/)package\.json$/.test(path)) return jsonStrings(document).filter(({ keys }) => keys.length === 2 && keys[0] === "scripts").map((string) => string.text);
  if (/\.ya?ml$/i.test(path)) return workflowSteps(document);
  return [MappedText.ofSpan(document.span(0, text.length))];
}

/** Lines of the document put together; `cut` says how many characters at a line's start are none of the shell's. */
function linesText(document: Document, lines: readonly { readonly number: number; readonly cut: number }[]): MappedText {
  const pieces: Piece[] = [];
  let text = "";
  for (const { number, cut } of lines) {
    const { start, end } = document.lineSpan(number);
    pieces.push({ at: text.length, from: start + cut, length: end - start - cut });
    text += `${document.text.slice(start + cut, end)}\n`;
  }
  return new MappedText(document, text, pieces);
}

const SHELL_LANGUAGE = /^(sh|bash|shell|zsh|console|shell-session|shellsession|terminal|text|txt|docker|ksh|cli|)$/i;

/** Blocks between ``` or ~~~ whose language is a shell's, or none; prompts at the start of a line are cut off. */
function fencedBlocks(document: Document): readonly MappedText[] {
  const found: MappedText[] = [];
  let fence: { readonly mark: string; readonly isShell: boolean } | undefined;
  let lines: { number: number; cut: number }[] = [];
  for (let number = 1; number <= document.lineCount; number++) {
    const { start, end } = document.lineSpan(number);
    const line = document.text.slice(start, end);
    const mark = /^[\s>]*(`{3,}|~{3,})\s*([\w-]*)/.exec(line);
    if (!fence) {
      if (mark) fence = { mark: mark[1] ?? "```", isShell: SHELL_LANGUAGE.test(mark[2] ?? "") };
    } else if (mark?.[1]?.startsWith(fence.mark) === true && mark[2] === "") {
      if (lines.length > 0) found.push(linesText(document, lines));
      lines = [];
      fence = undefined;
    } else if (fence.isShell) lines.push({ number, cut: /^\s*(?:[$#>%]|[^\s@]+@\S+[$#])\s+|^/.exec(line)?.[0].length ?? 0 });
  }
  return found;
}

/** Each `run:` of a workflow. */
function workflowSteps(document: Document): readonly MappedText[] {
  const found: MappedText[] = [];
  const open: YamlNode[] = [...parseCompose(document).roots];
  const seen = new Set<YamlNode>();
  for (let node = open.pop(); node; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === "list") open.push(...node.items.toReversed());
    else if (node.kind === "map") {
      for (const entry of node.entries.toReversed()) {
        if (entry.key === "run" && entry.value.kind === "scalar") found.push(mappedScalar(entry.value));
        else open.push(entry.value);
      }
    }
  }
  return found;
}
