/** A stretch of a reference. Offsets count in the text that was parsed. */
export interface ReferencePart {
  /** Undefined where a variable decides it. */
  readonly value: string | undefined;
  /** As written. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

/** A variable that is still in the text. */
export interface ReferenceVariable {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** `registry/path:tag@digest`, by the reference grammar of the distribution project. */
export interface ImageReference {
  readonly text: string;
  /** As written; undefined where none is written (then it is `docker.io`). */
  readonly registry: ReferencePart | undefined;
  /** As written: `postgres`, `bitnami/redis`. */
  readonly path: ReferencePart;
  /** Undefined where none is written. */
  readonly tag: ReferencePart | undefined;
  /** With its algorithm: `sha256:...`. */
  readonly digest: ReferencePart | undefined;
  /** Registry and path as the engine completes them, `docker.io/library/postgres`; undefined where a variable decides them. */
  readonly name: string | undefined;
  readonly variables: readonly ReferenceVariable[];
}

/** A reference, or why the text is none and which stretch of it says so. */
export type ParsedReference =
  | { readonly ok: true; readonly reference: ImageReference }
  | { readonly ok: false; readonly reason: string; readonly start: number; readonly end: number };

const DEFAULT_REGISTRY = "docker.io";
const NAME_LIMIT = 255;

const LABEL = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const REGISTRY = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const COMPONENT = /^[a-z0-9]+(?:(?:[_.]|__|-+)[a-z0-9]+)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

/**
 * Reads an image reference such as `ghcr.io/owner/app:1.2@sha256:...`. Variables (`$TAG`, `${TAG:-x}`) may still be in it:
 * the parts that they touch are unknown. Never throws; what the grammar refuses comes back with a plain reason.
 */
export function parseImageReference(text: string): ParsedReference {
  const variables = findVariables(text);
  const plain = masked(text, variables);
  const part = (start: number, end: number): ReferencePart => partOf(text, plain, start, end);
  const at = plain.indexOf("@");
  const nameEnd = at < 0 ? plain.length : at;
  const digest = at < 0 ? undefined : part(at + 1, plain.length);
  const slash = plain.lastIndexOf("/", nameEnd - 1);
  const colon = plain.slice(0, nameEnd).indexOf(":", slash + 1);
  const pathEnd = colon < 0 ? nameEnd : colon;
  const pathStart = registryEnd(plain.slice(0, pathEnd));
  const registry = pathStart === 0 ? undefined : part(0, pathStart - 1);
  const path = part(pathStart, pathEnd);
  const tag = colon < 0 ? hiddenTag(path, digest) : part(colon + 1, nameEnd);
  const refused = refusal(text, registry, path, colon < 0 ? undefined : tag, digest);
  if (refused) return { ok: false, ...refused };
  return { ok: true, reference: { text, registry, path, tag, digest, name: fullName(registry, path), variables } };
}

/** A variable that ends the path may bring the tag with it. */
function hiddenTag(path: ReferencePart, digest: ReferencePart | undefined): ReferencePart | undefined {
  return path.value === undefined && !digest && endsInVariable(path.raw) ? { value: undefined, raw: "", start: path.end, end: path.end } : undefined;
}

function endsInVariable(raw: string): boolean {
  return findVariables(raw).at(-1)?.end === raw.length;
}

const VARIABLE_CHARACTER = "\0";

/** The text with every character of a variable replaced, so that what stands inside `${...}` divides nothing. */
function masked(text: string, variables: readonly ReferenceVariable[]): string {
  let result = "";
  let from = 0;
  for (const { start, end } of variables) {
    result += text.slice(from, start) + VARIABLE_CHARACTER.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}

function partOf(text: string, plain: string, start: number, end: number): ReferencePart {
  const known = !plain.slice(start, end).includes(VARIABLE_CHARACTER);
  const raw = text.slice(start, end);
  return { value: known ? raw : undefined, raw, start, end };
}

function findVariables(text: string): ReferenceVariable[] {
  const found: ReferenceVariable[] = [];
  for (let at = text.indexOf("$"); at >= 0; at = text.indexOf("$", at + 1)) {
    const name = /^\$(?:\{([A-Za-z_]\w*)|([A-Za-z_]\w*))/.exec(text.slice(at, at + 300));
    if (!name) continue;
    const end = name[1] === undefined ? at + name[0].length : closingBrace(text, at + 2);
    found.push({ name: name[1] ?? name[2] ?? "", start: at, end });
    at = end - 1;
  }
  return found;
}

/** The offset after the brace that closes `${`; the end of the text where none does. */
function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Where the path starts: after the first `/` where what stands before it can only be a registry. */
function registryEnd(name: string): number {
  const slash = name.indexOf("/");
  if (slash < 0) return 0;
  const first = name.slice(0, slash);
  const isRegistry = /[.:\0]/.test(first) || first === "localhost" || first !== first.toLowerCase();
  return isRegistry ? slash + 1 : 0;
}

interface Refusal {
  readonly reason: string;
  readonly start: number;
  readonly end: number;
}

function refusal(
  text: string, registry: ReferencePart | undefined, path: ReferencePart, tag: ReferencePart | undefined, digest: ReferencePart | undefined,
): Refusal | undefined {
  const refuse = (reason: string, { start, end }: { start: number; end: number }): Refusal => ({ reason, start, end });
  if (text === "") return refuse("an image name is missing", { start: 0, end: 0 });
  const blank = /\s/.exec(masked(text, findVariables(text)));
  if (blank) return refuse("an image reference has no blanks", { start: blank.index, end: blank.index + 1 });
  if (registry?.value !== undefined && !REGISTRY.test(registry.value)) return refuse(`"${registry.value}" is no registry host`, registry);
  const inPath = pathRefusal(registry, path);
  if (inPath) return refuse(inPath, path);
  if (tag?.value !== undefined && !TAG.test(tag.value)) return refuse(tagReason(tag.value), tag);
  if (digest?.value !== undefined && !DIGEST.test(digest.value)) return refuse(`"${digest.value}" is no digest: it takes the form sha256:<64 hexadecimal digits>`, digest);
  return digest?.value?.startsWith("sha256:") && digest.value.length !== 71 ? refuse("a sha256 digest has 64 hexadecimal digits", digest) : undefined;
}

function pathRefusal(registry: ReferencePart | undefined, path: ReferencePart): string | undefined {
  const { value } = path;
  if (path.raw === "") return "the image name is missing";
  if (value === undefined) return knownComponents(path.raw).every((component) => COMPONENT.test(component)) ? undefined : `"${path.raw}" is no image name`;
  if (value !== value.toLowerCase()) return `the image name "${value}" must be lower case`;
  if (!value.split("/").every((component) => COMPONENT.test(component))) return `"${value}" is no image name`;
  if (!registry && /^[a-f0-9]{64}$/.test(value)) return "an image name cannot be 64 hexadecimal digits";
  return (fullName(registry, path) ?? "").length > NAME_LIMIT ? `the image name is longer than ${NAME_LIMIT} characters` : undefined;
}

/** The components of a path that no variable touches. */
function knownComponents(raw: string): readonly string[] {
  return masked(raw, findVariables(raw)).split("/").filter((component) => !component.includes(VARIABLE_CHARACTER));
}

function tagReason(tag: string): string {
  if (tag === "") return "the tag after the colon is missing";
  return tag.length > 128 ? "a tag has at most 128 characters" : `"${tag}" is no tag: letters, digits, "_", "." and "-" only, and the first is no "." or "-"`;
}

function fullName(registry: ReferencePart | undefined, path: ReferencePart): string | undefined {
  if (path.value === undefined || (registry && registry.value === undefined)) return undefined;
  const host = registry?.value ?? DEFAULT_REGISTRY;
  const isDefault = host === DEFAULT_REGISTRY || host === "index.docker.io";
  if (!isDefault) return `${host}/${path.value}`;
  return `${DEFAULT_REGISTRY}/${path.value.includes("/") ? "" : "library/"}${path.value}`;
}
