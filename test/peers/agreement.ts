import { readdirSync } from "node:fs";
import { catalogue } from "../../rules/index.ts";
import { scratch } from "../faces/scratch.ts";
import { stowage } from "../faces/stowage.ts";
import { casesFolder, casesOf, type PeerCase } from "./cases.ts";

/** hadolint's tests leave FROM out of their fragments. */
const FRAGMENT = "FROM debian:12.5\n";

interface Reported {
  readonly path: string;
  readonly line: number;
  readonly endLine?: number;
  readonly peers?: readonly string[];
}

export interface Judged {
  readonly one: PeerCase;
  /** The rules of the case on which we differ, each with how; empty where we agree. */
  readonly differences: readonly { readonly rule: string; readonly how: string }[];
}

const claimed = new Set(catalogue.flatMap(({ rule }) => rule.peers?.same ?? []).map(({ id }) => id));

/** Files that stand beside a case's Dockerfile or compose file: a peer's settings by their names. */
export type Settings = Readonly<Record<string, string>>;

/** The cases of one peer that say anything, with whether we agree under its preset. Undefined where they are not there. */
export function judgedCases(peer: string, settingsOf: (one: PeerCase) => Settings): readonly Judged[] | undefined {
  const cases = casesOf(peer)?.filter((one) => !disputed().has(one.id) && ((one.expect?.length ?? 0) + (one.absent?.length ?? 0) > 0 || peer === "compose-go"));
  return cases && judge(peer, cases, settingsOf);
}

/** Runs cases of one peer, each in a folder of its own, and compares what is reported. */
export function judge(peer: string, cases: readonly PeerCase[], settingsOf: (one: PeerCase) => Settings): readonly Judged[] {
  const found = new Map<string, Reported[]>();
  for (let start = 0; start < cases.length; start += 200) {
    const batch = cases.slice(start, start + 200);
    const files = batch.flatMap((one, at) => Object.entries(filesOf(one, settingsOf(one))).map(([path, text]): [string, string] => [`c${start + at}/${path}`, text]));
    const { out } = stowage(scratch(Object.fromEntries(files)), ["check", "--format", "json", "--preset", peer.replace("-datadog", ""), ...batch.map((_, at) => `c${start + at}`)]);
    for (const finding of (JSON.parse(out) as { readonly findings: readonly Reported[] }).findings) {
      const folder = finding.path.split("/")[0] ?? "";
      found.set(folder, [...(found.get(folder) ?? []), finding]);
    }
  }
  return cases.map((one, at) => ({ one, differences: differencesOf(peer, one, `c${at}`, found.get(`c${at}`) ?? []) }));
}

function filesOf(one: PeerCase, settings: Settings): Readonly<Record<string, string>> {
  const files = [...Object.entries(one.context ?? {}), ...Object.entries(settings), [one.file, (one.fragment === true ? FRAGMENT : "") + one.content] as const];
  return Object.fromEntries(files.map(([path, text]) => [inside(path), text]));
}

function inside(path: string): string {
  return path.split("/").filter((part) => part !== "" && part !== "..").join("/");
}

function differencesOf(peer: string, one: PeerCase, folder: string, reported: readonly Reported[]): Judged["differences"] {
  const shift = one.fragment === true ? 1 : 0;
  const loose = /^(?:kics|semgrep)/.test(peer);
  const own = reported.filter(({ path }) => path === `${folder}/${inside(one.file)}`);
  const hits = (rule: string, line: number | undefined): readonly Reported[] => {
    const answers = answersOf(peer, rule);
    return (one.context ? reported : own).filter(({ peers = [], line: first, endLine = first }) =>
      answers !== undefined && peers.some(answers) && (line === undefined || (first <= line + shift && line + shift <= endLine)));
  };
  const unwanted = [...(one.absent ?? []), ...(peer === "compose-go" && (one.expect ?? []).length === 0 ? ["invalid-compose"] : [])];
  return [
    ...(one.expect ?? []).filter(({ rule, line }) => hits(rule, loose ? undefined : line ?? undefined).length === 0).map(({ rule, line }) => ({ rule, how: `missing on line ${line ?? "any"}` })),
    ...(one.absentAt ?? []).filter(({ rule, line }) => hits(rule, line).length > 0).map(({ rule, line }) => ({ rule, how: `unwanted on line ${line}` })),
    ...unwanted.flatMap((rule) => {
      const [hit] = hits(rule, undefined);
      if (hit) return { rule, how: `unwanted, on line ${hit.line}` };
      return answersOf(peer, rule) ? [] : { rule, how: "no rule" };
    }),
  ];
}

/** Which of a finding's peer ids answer a rule of a case; undefined where none of our rules claims it. */
function answersOf(peer: string, rule: string): ((id: string) => boolean) | undefined {
  if (rule === "*") return () => true;
  if (rule === "SC*") return (id) => id.startsWith("shellcheck:");
  if (/^SC\d+$/.test(rule)) return claimed.has(`shellcheck:${rule}`) ? (id) => id === `shellcheck:${rule}` : undefined;
  const grouped = peer === "tally" ? /^(hadolint|buildkit|shellcheck|tally)\/(.*)$/.exec(rule) : null;
  if (!grouped) {
    const id = `${peer.replace("-datadog", "")}:${rule}`;
    return claimed.has(id) ? (one) => one === id : undefined;
  }
  const wanted = [`tally:${rule}`, ...(claimed.has(`tally:${rule}`) ? [] : [`${grouped[1] ?? ""}:${grouped[2] ?? ""}`])];
  const isShell = grouped[1] === "shellcheck";
  return isShell || wanted.some((id) => claimed.has(id)) ? (id) => wanted.includes(id) || (isShell && id.startsWith("shellcheck:")) : undefined;
}

let known: ReadonlySet<string> | undefined;

/** Cases whose expectation is known to be wrong. */
function disputed(): ReadonlySet<string> {
  const names = known ? [] : readdirSync(casesFolder).filter((name) => name.startsWith("disputed"));
  return (known ??= new Set(names.flatMap((name) => casesOf(name.replace(/\.jsonl$/, "")) ?? []).map(({ id }) => id)));
}
