import { interpolate, mapOf, type Pair } from "../../parse/compose/index.ts";
import type { YamlNode } from "../../parse/compose/tree.ts";
import { entropy } from "./patterns.ts";
import type { ShippedCredential } from "../compose-facts/types.ts";

const CREDENTIAL_KEY = /PASSWORD|PASSPHRASE|TOKEN|SECRET|API_?KEY|PRIVATE_?KEY|ACCESS_?KEY|ENCRYPTION_KEY|SIGNING_KEY|CREDENTIAL|_(?:PASS|PWD|SALT|DSN)$|^(?:PASS|SALT|DSN)$|PASSWD$/;
/** Keys that name a file, or say how a credential is made or allowed to be. */
const NO_CREDENTIAL_KEY = /_FILE$|ALLOW_EMPTY_|RANDOM_/;
/** Keys about something around a credential: where it is found, how it is called. */
const AROUND_CREDENTIAL = /_(?:URL|URI|ENDPOINT|PATH|DIR|DIRECTORY|NAME|HEADER|ISSUER|AUDIENCE|TYPE|ALGORITHM|ALG|PROVIDER|HOST|LOCATION|STORE|BACKEND|PREFIX|FIELD|ENABLED|LANGUAGE|LOCALE|HOSTNAME|DOMAIN|REGION|EMAIL|USERNAME|MODE|LEVEL|FORMAT|METHOD|SCOPES?|CLASS|MODULE|ENGINE|DRIVER)$|TOKENIZ/;
const QUANTITY_KEY = /(?:^|_)(?:TTL|EXP|EXPIR\w*|LIFETIME|LIFESPAN|VALID\w*|MILLIS\w*|MS|SEC|SECS|SECONDS?|MINUTES?|MINS?|HOURS?|DAYS?|WEEKS?|MONTHS?|YEARS?|TIMEOUT|RETENTION|LIMITS?|LENGTH|LEN|MINIMUM|MAX|MAXIMUM|SIZE|BYTES|BITS|POLICY|BONUS|PORT|COUNT|NUM|NUMBER|ROUNDS|ITERATIONS|COST|STRENGTH|INTERVAL|DURATION|AGE|WINDOW|PERIOD|DELAY|RETRY|RETRIES|ATTEMPTS|TRIES|CHARS|CHARACTERS|HISTORY|THRESHOLD|BUDGET|QUOTA|RATE|LEEWAY|GRACE|SKEW|COOLDOWN|THROTTLE|BATCH|CHUNK|OVERLAP|VERSION|ROTATION|REUSE)(?:_|$)/;
const QUANTITY = /^[-+]?\d+(?:\.\d+)?(?:\s*[a-zµ]{1,12}(?:\s*\d+(?:\.\d+)?\s*[a-z]{1,12})*)?\s*%?$|^\d+(?::\d{2}){1,2}$|^P[\dTYMWDHS.]+$/i;
const BOOLEAN = /^(?:true|false|yes|no|on|off|y|n|0|1|null|none)$/i;

/** The entries of an `environment` that ship a credential as text, each once. */
export function credentialsIn(environment: YamlNode | undefined): readonly ShippedCredential[] {
  const found: ShippedCredential[] = [];
  for (const [key, pair] of mapOf(environment, () => undefined)) {
    for (const fact of factsOf(key, pair)) found.push({ key, ...fact, span: pair.span });
  }
  return found;
}

function factsOf(key: string, { raw, bare }: Pair): readonly Pick<ShippedCredential, "kind" | "by">[] {
  if (bare) return [];
  const text = shippedText(raw).trim();
  const isNamed = namesCredential(key);
  const named = isNamed && isShipped(key.toUpperCase(), text);
  if (hasUrlPassword(raw, 0)) return [{ kind: "url", by: "both" }, ...(named ? [{ kind: "value", by: "name" } as const] : [])];
  if (isNamed && !AROUND_CREDENTIAL.test(plainName(key)) && isCredentialValue(key.toUpperCase(), text)) return [{ kind: "value", by: "both" }];
  if (isKeyName(key) && looksRandom(text)) return [{ kind: "value", by: "value" }];
  return named ? [{ kind: "value", by: "name" }] : [];
}

/** Other keys: their values are told from names and numbers by how random they look. */
function isKeyName(key: string): boolean {
  return /(?:^|_)KEY$/i.test(key) && !/PUBLIC|PUB_|SITE|LICEN[SC]E|CACHE|SORT|PARTITION|ROUTING/i.test(key);
}

function looksRandom(text: string): boolean {
  return /^[\w+/=-]{24,}$/.test(text) && /\d/.test(text) && /[a-z]/i.test(text) && entropy(text) >= 3.5;
}

/** True for a name that says that its value is a credential. */
export function isCredentialKey(key: string): boolean {
  return namesCredential(key) && !AROUND_CREDENTIAL.test(plainName(key));
}

function namesCredential(key: string): boolean {
  const name = plainName(key);
  return CREDENTIAL_KEY.test(name) && !NO_CREDENTIAL_KEY.test(name);
}

function plainName(key: string): string {
  return key.toUpperCase().replace(/[-.]/g, "_");
}

/** Text that is there, no switch, and no quantity under a name about one. */
function isShipped(key: string, text: string): boolean {
  if (text === "" || BOOLEAN.test(text.replace(/^(["'])(.*)\1$/, "$2"))) return false;
  return !(QUANTITY_KEY.test(key) && text.length < 64 && QUANTITY.test(text.replace(/(?<=\d)_(?=\d)/g, "")));
}

function isCredentialValue(key: string, text: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(text) && !/[^\s"':;,/@-]{4,}/.test(text)) return false;
  if (!isShipped(key, text) || /^["']?<[^<>]*>["']?$|^[xX*.-]+$/.test(text)) return false;
  // a path of the container, or an address without a user part, is no credential
  return !/^(?:\/[\w.-]+){2,}\/?$|\/[\w.-]+\.(?:pem|key|crt|cer|pub|json|txt|jks|p12)$/.test(text) && !/^[a-z][a-z0-9+.-]*:\/\/[^@\s]*$/i.test(text);
}

/** What stays of a value where no variable is set: its literal text and the defaults. */
export function shippedText(raw: string): string {
  return raw.includes("$") ? interpolate(raw, () => undefined).value : raw;
}

const URL_START = /[a-z\u0001\u0002][a-z0-9+.\u0001\u0002-]{0,60}:\/\//gi;
const NESTING_LIMIT = 10;

/**
 * True where a `scheme://user:password@host` in the text ships letters of its password. References count as a whole, so
 * that a colon or an `@` inside `${...}` parts nothing; a default that is itself an address is read too.
 */
function hasUrlPassword(raw: string, depth: number): boolean {
  if (!raw.includes("://") || depth > NESTING_LIMIT) return false;
  const { variables } = interpolate(raw, () => undefined);
  let masked = "";
  let from = 0;
  for (const variable of variables) {
    if (variable.start < from) continue;
    masked += raw.slice(from, variable.start) + (shippedText(raw.slice(variable.start, variable.end)) === "" ? "\u0001" : "\u0002");
    from = variable.end;
    if (variable.default !== undefined && hasUrlPassword(variable.default, depth + 1)) return true;
  }
  masked += raw.slice(from);
  return [...masked.matchAll(URL_START)].some(({ 0: start, index }) => shipsPassword(masked.slice(index + start.length)));
}

function shipsPassword(rest: string): boolean {
  const authority = /^[^/?#\s"'<>]*/.exec(rest)?.[0] ?? "";
  const at = authority.lastIndexOf("@");
  const user = authority.slice(0, Math.max(0, at));
  const colon = user.indexOf(":");
  return colon >= 0 && user.slice(colon + 1).replace(/\u0001/g, "") !== "";
}
