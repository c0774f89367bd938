import type { Document, Span } from "#text";

/** A key or token in a file, recognised by the form that its issuer gives it. Its text is never told. */
export interface SecretLiteral {
  /** What it is, in words: "an AWS access key". */
  readonly what: string;
  readonly span: Span;
}

const PATTERNS: readonly (readonly [what: string, quick: string, pattern: RegExp])[] = [
  ["an AWS access key id", "A", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g],
  ["a GitHub token", "gh", /\bgh[pousr]_[A-Za-z0-9]{36,255}\b/g],
  ["a GitHub token", "github_pat_", /\bgithub_pat_[A-Za-z0-9_]{60,255}\b/g],
  ["a GitLab token", "gl", /\bgl(?:pat|ptt|dt|rt|cbt|ft|soat)-[A-Za-z0-9_-]{20,}/g],
  ["a Slack token", "xox", /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/g],
  ["a Slack webhook", "hooks.slack.com", /hooks\.slack\.com\/services\/T[A-Z0-9]{7,}\/B[A-Z0-9]{7,}\/[A-Za-z0-9]{20,}/g],
  ["a Stripe secret key", "k_live_", /\b[rs]k_live_[A-Za-z0-9]{20,}\b/g],
  ["a Google API key", "AIza", /\bAIza[A-Za-z0-9_-]{35}/g],
  ["an npm token", "npm_", /\bnpm_[A-Za-z0-9]{36}\b/g],
  ["a PyPI token", "pypi-", /\bpypi-AgEI[A-Za-z0-9_-]{50,}/g],
  ["a Docker Hub token", "dckr_", /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20,}/g],
  ["a SendGrid key", "SG.", /\bSG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}/g],
  ["an Anthropic key", "sk-ant-", /\bsk-ant-[a-z0-9]+-[A-Za-z0-9_-]{40,}/g],
  ["an OpenAI key", "sk-", /\bsk-(?:proj-)?[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20,200}/g],
  ["a Telegram bot token", ":AA", /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/g],
  ["a Hugging Face token", "hf_", /\bhf_[A-Za-z]{34}\b/g],
  ["an Azure storage key", "AccountKey=", /\bAccountKey=[A-Za-z0-9+/]{80,}={0,2}/g],
  ["a private key", "PRIVATE KEY", /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----(?:\\n|[\s"'+\\])*[A-Za-z0-9+/=]{40,}/g],
];
const PLACEHOLDER = /EXAMPLE|x{4,}|\*{3,}|your|dummy|changeme|placeholder|0{8,}|1234567|abcdef/i;

/** Bits for each character below which a token is no random one. */
const LEAST_ENTROPY = 2.8;

/** The keys and tokens of a document outside the given comments, in the order of the text; placeholders are left out. */
export function secretLiterals(document: Document, comments: readonly { readonly span: Span }[]): readonly SecretLiteral[] {
  const { text } = document;
  const found: SecretLiteral[] = [];
  for (const [what, quick, pattern] of PATTERNS) {
    if (!text.includes(quick)) continue;
    for (const { 0: token, index } of text.matchAll(pattern)) {
      if (PLACEHOLDER.test(token) || entropy(token) < LEAST_ENTROPY) continue;
      if (comments.some(({ span }) => span.start <= index && index < span.end)) continue;
      found.push({ what, span: document.span(index, index + token.length) });
    }
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** Bits for each character of a text, by how often its characters come. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
