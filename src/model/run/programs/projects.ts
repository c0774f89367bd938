import { jsonStrings } from "../../../parse/source/index.ts";
import { traceInto } from "../scripts.ts";
import { UNSURE, type Call, type Outcome, type Program } from "../machine.ts";
import type { Argument } from "../types.ts";
import { withValue } from "./options.ts";

const INSTALLS = /^(ci|i|install|add|prune|rebuild|config|cache|sync|update|require|lock|check)$/;

/** Scripts may call each other: `start` runs `build`, which runs `clean`. */
const DEEPEST = 8;

/** `npm start`, `npm run NAME`, `yarn NAME`: the script of package.json; installing is told by the list of commands. */
function packageManager(call: Call): Outcome {
  const { machine, shell, name, args } = call;
  const words = args.filter(({ text }) => !text.startsWith("-"));
  const [first, second] = words;
  const command = first?.value ?? (name === "yarn" ? "install" : "");
  if (INSTALLS.test(command)) return UNSURE;
  if (/^(exec|dlx|x)$/.test(command) && second) return rest(call, second);
  const script = /^(run|run-script|rum)$/.test(command) ? second : first;
  const ran = script?.value === undefined || shell.depth > DEEPEST ? undefined : runScript(call, script, script.value === "t" || command === "tst" ? "test" : script.value);
  if (ran) return ran;
  machine.journal.unknownProgram = true;
  return UNSURE;
}

function runScript({ machine, shell, name, args, span }: Call, word: Argument, script: string): Outcome | undefined {
  const place = machine.world.resolve(shell.cwd, "package.json");
  const file = place && machine.input.fileAt(place.path);
  const document = file?.document();
  if (!file || !document) return undefined;
  const strings = jsonStrings(document).filter(({ keys }) => keys.length === 2 && keys[0] === "scripts");
  const chosen = [`pre${script}`, script, `post${script}`].flatMap((key) => strings.find(({ keys }) => keys[1] === key) ?? []);
  if (!chosen.some(({ keys }) => keys[1] === script)) return script === "start" && name === "npm" ? startServer({ machine, shell, name, args, span }, word) : undefined;
  for (const { text } of chosen) {
    const child = shell.child();
    child.trace = traceInto(shell, file.trace, span, `runs the script ${script} of package.json`);
    machine.evaluators.evaluateText(machine, child, text);
  }
  return UNSURE;
}

/** Without a `start` script npm runs `node server.js`. */
function startServer({ machine, shell, span }: Call, word: Argument): Outcome {
  return machine.evaluators.launch(machine, shell, [withValue(word, "node"), withValue(word, "server.js")], span);
}

/** What stands from a word on, as a command of its own. */
function rest({ machine, shell, args, span }: Call, from: Argument): Outcome {
  const words = args.slice(args.indexOf(from));
  return machine.evaluators.launch(machine, shell.copy(), words[0]?.value === "--" ? words.slice(1) : words, span);
}

/** `bundle exec`, `poetry run`, `uv run`, `pipenv run`. */
function behind(...subcommands: readonly string[]): Program {
  return (call) => {
    const at = call.args.findIndex(({ text }) => !text.startsWith("-"));
    const command = call.args[at]?.value ?? "";
    const next = call.args.slice(at + 1).find(({ text }) => !text.startsWith("-"));
    if (subcommands.includes(command) && next) return rest(call, next);
    if (!INSTALLS.test(command)) call.machine.journal.unknownProgram = true;
    return UNSURE;
  };
}

/** `npx X`, `cross-env A=b X`, `dotenv -- X`. */
function straight(call: Call): Outcome {
  const next = call.args.find(({ text }) => !text.startsWith("-") && !/^\w+=/.test(text));
  if (next) return rest(call, next);
  call.machine.journal.unknownProgram = true;
  return UNSURE;
}

/** `nodemon server.js`, `pm2-runtime server.js`. */
function nodeRunner(call: Call): Outcome {
  const { machine, shell, args, span } = call;
  const file = args.find(({ value }) => value !== undefined && /\.([cm]?[jt]sx?)$/.test(value));
  if (file) return machine.evaluators.launch(machine, shell.copy(), [withValue(file, "node"), file], span);
  machine.journal.unknownProgram = true;
  return UNSURE;
}

/** Programs that run what the project's own files or their arguments say. */
export const PROJECTS: Readonly<Record<string, Program>> = {
  npm: packageManager, yarn: packageManager, pnpm: packageManager, bun: packageManager,
  bundle: behind("exec"), poetry: behind("run"), uv: behind("run"), pipenv: behind("run"), composer: behind("exec"),
  npx: straight, "cross-env": straight, dotenv: straight, "dotenv-cli": straight, ddtrace: straight, "ddtrace-run": straight, "opentelemetry-instrument": straight,
  nodemon: nodeRunner, "pm2-runtime": nodeRunner, pm2: nodeRunner, forever: nodeRunner,
};

