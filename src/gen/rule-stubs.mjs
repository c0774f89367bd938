// The rules as the built command line holds them: what is said of every rule is there from the start, the rules themselves
// are in chunks that load with the first subject of their kind.
import { build } from "esbuild";
import { isDeepStrictEqual } from "node:util";

const groups = {
  compose: ["compose", "service"],
  container: ["container", "mount", "path", "project"],
  dockerfile: ["document", "dockerfile", "stage", "instruction", "script", "command"],
};
/** Each kind of subject, and where most runs do without some of its rules, those apart. */
const chunkGroups = [...Object.keys(groups), "dockerfile-more"];
const texts = ["title", "why", "remedy"];

/**
 * The module that stands for `rules/index.ts`, the modules with the rules' own code and the data files, by chunk name.
 * `root` is the project's folder. Throws where a rule holds more than data and its `check`.
 */
export async function ruleStubs(root) {
  const catalogue = await catalogueOf(root);
  const rules = catalogue.map(({ family, rule }) => ({ family, group: groupOf(rule), rule: coreOf(factsOf(rule)) }));
  const families = [...new Set(catalogue.map(({ family }) => family))];
  const words = families.map((family) => [wordsOf(family), Object.fromEntries(catalogue.filter((entry) => entry.family === family).map(({ rule }) => [rule.id, texts.map((name) => oneLine(rule[name])).join("\n")]))]);
  const peers = Object.fromEntries(catalogue.flatMap(({ rule }) => (rule.peers ? [[rule.id, JSON.stringify(rule.peers)]] : [])));
  const modules = new Map(chunkGroups.map((group) => [`rules-on-${group}.js`, moduleOf(catalogue.filter(({ rule }) => groupOf(rule) === group))]));
  return { index: indexText(rules, families), modules, data: new Map([...words, ["rules-peers.json", peers]]) };
}

/** A report tells of a few rules: what is said of the others is not loaded. */
function wordsOf(family) {
  return `rules-words-${family}.json`;
}

function indexText(rules, families) {
  const loaders = chunkGroups.map((group) => `${JSON.stringify(group)}: () => require("virtual:rules-on-${group}.js").rules`);
  return `
    const chunks = { ${loaders.join(", ")} };
    const words = { ${families.map((family) => `${JSON.stringify(family)}: () => require("virtual:${wordsOf(family)}")`).join(", ")} };
    const peers = () => require("virtual:rules-peers.json");
    class Stub {
      #family;
      #group;
      constructor(family, group, facts) {
        Object.assign(this, facts);
        this.#family = family;
        this.#group = group;
      }
      get check() {
        const { check } = chunks[this.#group]()[this.id];
        Object.defineProperty(this, "check", { value: check });
        return check;
      }
      #words(line) { return words[this.#family]()[this.id].split("\\n")[line]; }
      get title() { return this.#words(0); }
      get why() { return this.#words(1); }
      get remedy() { return this.#words(2); }
      get peers() {
        const text = peers()[this.id];
        return text === undefined ? undefined : JSON.parse(text);
      }
      get examples() { return []; }
    }
    export const catalogue = JSON.parse(${JSON.stringify(JSON.stringify(rules))}).map(({ family, group, rule }) => ({ family, rule: new Stub(family, group, rule) }));
  `;
}

function oneLine(text) {
  if (text.includes("\n")) throw new Error(`a rule's title, why or remedy has more than one line: ${text}`);
  return text;
}

function moduleOf(entries) {
  const imports = entries.map(({ family, rule }, at) => `import r${at} from "./${family}/${rule.id}.ts";`);
  const names = entries.map(({ rule }, at) => `${JSON.stringify(rule.id)}: r${at}`);
  return `${imports.join("\n")}\nexport const rules = { ${names.join(", ")} };`;
}

function groupOf({ id, on, recommended }) {
  const found = Object.keys(groups).find((group) => groups[group].includes(on));
  if (found === undefined) throw new Error(`rule ${id}: there is no chunk for subjects of the kind \`${on}\``);
  return found === "dockerfile" && recommended !== true ? "dockerfile-more" : found;
}

function factsOf({ check, examples, ...facts }) {
  const data = JSON.parse(JSON.stringify(facts));
  if (typeof check !== "function" || !Array.isArray(examples) || !isDeepStrictEqual(data, facts)) throw new Error(`rule ${facts.id} holds more than data`);
  return data;
}

/** What every run needs of a rule: neither its words nor the peers, nor what its options mean. */
function coreOf({ options, peers: _, ...facts }) {
  const core = Object.fromEntries(Object.entries(facts).filter(([name]) => !texts.includes(name)));
  if (options) core.options = Object.fromEntries(Object.entries(options).map(([name, { meaning: _meaning, ...option }]) => [name, option]));
  return core;
}

async function catalogueOf(root) {
  const result = await build({
    stdin: { contents: 'export { catalogue } from "./rules/index.ts";', resolveDir: root, loader: "ts" },
    bundle: true, write: false, platform: "node", format: "cjs", target: "node20", absWorkingDir: root,
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", result.outputFiles[0].text)(module, module.exports, (name) => {
    throw new Error(`a rule loads ${name}`);
  });
  return module.exports.catalogue;
}
