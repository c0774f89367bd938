import { dockerfile, effective, type Finding, hasSecretWord, type Instruction, isCredentialsFileName, isGemCredential, isKnownCredentialName, isRailsSecret, isTokenName, lookup, rule, type Span, type Stage, type Step } from "#rule";

export default rule({
  id: "secret-named-variable",
  since: "0.1.0",
  severity: "warning",
  recommended: true,
  title: "A variable of the build is named like a secret",
  why: "ARG and ENV stay in the image's history and in its settings. Whoever can pull the image can read the value.",
  remedy: "Give the secret to the RUN that needs it with `RUN --mount=type=secret`, or to the container when it starts.",
  securitySeverity: 7.0,
  peers: {
    same: [
      { id: "buildkit:SecretsUsedInArgOrEnv", options: { names: ["words"], accept: ["global-arg", "trigger"] } },
      { id: "semgrep:secret-in-build-arg", options: { names: ["words"], accept: [] } },
      { id: "hadolint:DL3064", options: { names: ["known-names"], accept: [] } },
      { id: "trivy:DS-0031", options: { names: ["tokens"], scope: "final-stage", includeUses: true, accept: [] } },
      { id: "tally:tally/ruby/prefer-secret-mounts-for-build-credentials", options: { names: ["gem-credentials"], accept: [] } },
      { id: "tally:tally/ruby/secrets-in-arg-or-env", options: { names: ["rails-secrets"], accept: [] } },
    ],
  },
  on: "dockerfile",
  options: {
    names: { values: ["gem-credentials", "known-names", "rails-secrets", "tokens", "words"], default: ["gem-credentials", "rails-secrets", "words"], meaning: "Which names count; the first list that knows a name decides, in the order rails-secrets, gem-credentials, words. Besides those above: known-names: one of some seventy known credential names (AWS_ACCESS_KEY_ID, DOCKER_USERNAME ...) or a name that contains one of a few telling parts such as password or api_key, in any case (no GPG_KEY, but user names; substring instead of word); tokens: a known token variable or one with such a word (usr and psw included, public excepted), legacy form and several names included, VITE_ and REACT_APP_ prefixes cut off." },
    scope: { values: ["every-stage", "final-stage"], default: "every-stage", meaning: "final-stage: earlier stages are not looked at." },
    accept: {
      values: ["global-arg", "named-place", "plain-value", "trigger"], default: ["global-arg", "named-place", "plain-value"],
      meaning: "What passes besides in words. global-arg: an ARG before the first FROM, which stays out of the image; trigger: what ONBUILD holds; named-place: a name that says it is a folder, an address, a user, an id or a GPG key, which is public; plain-value: a path, a file's name, an address without password, a switch or nothing.",
    },
    includeUses: { values: [false, true], default: false, meaning: "true: also a credentials-file variable whose file is copied in, a COPY to such a variable, and a login command (aws, gcloud, az, doctl) in a RUN without a secret mount." },
  },

  *check(file, { options }) {
    const steps = options.scope === "final-stage" ? (file.finalStage?.steps ?? []) : file.steps;
    for (const step of steps) {
      const instruction = effective(step.instruction);
      if (instruction.keyword === "ARG" || instruction.keyword === "ENV") {
        const ruby = (): boolean => (step.stage ? isRubyStage(step.stage) : file.stages.some(isRubyStage));
        for (const { name, value, span } of namesIn(instruction)) {
          const what = judge(name, value, { ruby, stage: step.stage, names: options.names, accept: options.accept, isEnv: instruction.keyword === "ENV", isTrigger: step.instruction !== instruction });
          if (what !== undefined) yield { at: span, message: `${instruction.keyword} ${name} keeps ${what} in the image`, ...(what === "a Rails secret" ? { severity: "error" } : {}) };
        }
      }
      if (options.includeUses) yield* usesIn(step);
    }
  },

  examples: [
    {
      bad: dockerfile`
        FROM debian:12
        ARG REGISTRY_TOKEN
        ENV DB_PASSWORD=example
      `,
      good: dockerfile`
        FROM debian:12
        ENV DB_PASSWORD_FILE=/run/secrets/db SIGNING_PUBLIC_KEY=abc
        RUN --mount=type=secret,id=registry make
      `,
    },
    {
      about: "Names of places and public keys, and values that are none",
      bad: dockerfile`
        FROM debian:12
        ENV SIGNING_KEY=s3cr3t
      `,
      good: dockerfile`
        FROM debian:12
        ENV RELEASE_GPG_KEY=63AF7AA15067C05616FDDD88A3A2E8F226F0BC06 KEY_DIR=/certs TOKEN_URL=https://example.com/token
        ENV RESET_PASSWORD=reset-password.sh ALLOW_EMPTY_PASSWORD=yes API_KEY=
      `,
    },
    {
      options: { accept: ["global-arg", "trigger"] },
      bad: dockerfile`
        ARG BASE_TOKEN
        FROM debian:12
        ARG BASE_TOKEN
      `,
      good: dockerfile`
        ARG BASE_TOKEN
        FROM debian:12
        ONBUILD ARG DB_PASSWORD
      `,
    },
    {
      about: "Credentials for gems and secrets of Rails",
      options: { names: ["gem-credentials", "rails-secrets"] },
      bad: dockerfile`
        FROM ruby:3.3
        ARG BUNDLE_GEMS__EXAMPLE__COM
        ENV SECRET_KEY_BASE=0123456789
      `,
      good: dockerfile`
        FROM ruby:3.3 AS dev
        ENV SECRET_KEY_BASE=anything

        FROM ruby:3.3
        ENV SECRET_KEY_BASE=1 BUNDLE_LOCAL__RACK=/src/rack
      `,
    },
    {
      options: { names: ["known-names"], accept: [] },
      bad: dockerfile`
        FROM debian:12
        ARG DOCKER_USERNAME
      `,
      good: dockerfile`
        FROM debian:12
        ENV GPG_KEY=0123
      `,
    },
    {
      options: { names: ["tokens"], scope: "final-stage", includeUses: true, accept: [] },
      bad: dockerfile`
        FROM debian:12
        ARG VITE_GITHUB_TOKEN
        COPY settings /srv/
        ENV GOOGLE_APPLICATION_CREDENTIALS=/srv/account.json
        RUN gcloud auth activate-service-account
      `,
      good: dockerfile`
        FROM debian:12 AS build
        ARG GITHUB_TOKEN

        FROM debian:12
        RUN --mount=type=secret,id=account gcloud auth activate-service-account
      `,
    },
  ],
});

interface NamedValue {
  readonly name: string;
  readonly value: string | undefined;
  readonly span: Span;
}

/** Each name that an ARG or ENV gives; with the old form of ARG the words behind the first are names too. */
function namesIn({ assignments }: Instruction): readonly NamedValue[] {
  return assignments.map(({ name, value, span }) => ({ name: name.value, value: value?.value.replace(/^(["'])(.*)\1$/, "$2"), span }));
}

function isRubyStage(stage: Stage): boolean {
  return stage.lineage.some(({ ruby }) => ruby.image || ruby.used);
}

interface Circumstances {
  readonly ruby: () => boolean;
  readonly stage: Stage | undefined;
  readonly names: readonly string[];
  readonly accept: readonly string[];
  readonly isEnv: boolean;
  readonly isTrigger: boolean;
}

/** What the name says that it holds; the first list that knows a name decides. */
function judge(name: string, value: string | undefined, { ruby, stage, names, accept, isEnv, isTrigger }: Circumstances): string | undefined {
  const development = stage?.purpose !== undefined;
  if (names.includes("rails-secrets") && isRailsSecret(name)) return development || value === "1" || isEnv && value === "" || /^(?:secret_key_base_)?dummy$/i.test(value ?? "") ? undefined : "a Rails secret";
  if (names.includes("gem-credentials") && isGemCredential(name) && ruby()) return development ? undefined : "a credential for packages";
  const passes = (accept.includes("global-arg") && !stage) || (accept.includes("trigger") && isTrigger) || (accept.includes("named-place") && NAMED_PLACE.test(name)) || (accept.includes("plain-value") && value !== undefined && isPlain(value, isEnv));
  if (names.includes("words") && !passes && hasSecretWord(name)) return "what its name calls a secret";
  if (names.includes("known-names") && isKnownCredentialName(name)) return "a credential";
  return names.includes("tokens") && isTokenName(name) ? "a token" : undefined;
}

const NAMED_PLACE = /(?:^|_)(?:dir|directory|folder|path|url|uri|endpoint|host|port|id|clientid|user|username|name|type|algorithm|fingerprint|publickey|gpg_keys?)$/i;

/** A value that is no secret whatever its variable is called. */
function isPlain(value: string, isEnv: boolean): boolean {
  if (value === "") return isEnv;
  return /^(?:true|false|yes|no|on|off|none|null|[01])$/i.test(value) || /^\.{0,2}\/[\w./-]*$/.test(value) || /^[a-z]+:\/\/[^@\s]*$/i.test(value)
    || /^[\w.-]+\.(?:sh|bash|py|pl|rb|js|ps1|cmd|bat|expect|ya?ml|conf|properties)$/i.test(value);
}

/** Credentials files that are copied in, and logins without a secret mount. */
function* usesIn(step: Step): Iterable<Finding> {
  const instruction = effective(step.instruction);
  if (instruction.keyword === "ENV" || instruction.keyword === "ARG") {
    for (const { name, value, span } of namesIn(instruction)) {
      if (isCredentialsFileName(name) && value !== undefined && isCopied(value, step.stage)) yield { at: span, message: `the credentials file of ${name} is copied into the image` };
    }
  }
  if (instruction.keyword === "COPY" || instruction.keyword === "ADD") {
    const destination = instruction.words.at(-1);
    const variable = destination?.variables.find(({ name }) => isCredentialsFileName(name));
    if (destination && variable) yield { at: destination.span, message: `the credentials file of ${variable.name} is copied into the image` };
  }
  if (instruction.keyword !== "RUN" || step.mounts.some(({ type }) => type === "secret")) return;
  for (const { name, args, span } of step.commands) {
    const words = args.map(({ value }) => value ?? "").join(" ");
    if (lookup(LOGINS, name)?.test(words) === true) yield { at: span, message: `${name} logs in, and the credentials stay in the image` };
  }
}

const LOGINS: Readonly<Record<string, RegExp>> = {
  aws: /^configure set aws_(?:access_key_id|secret_access_key|session_token)\b/,
  gcloud: /^auth (?:activate-service-account|login)\b/,
  az: /^login\b/,
  doctl: /^auth init\b/,
};

/** A COPY of the stage whose destination holds the file. */
function isCopied(file: string, stage: Stage | undefined): boolean {
  const path = file.replace(/^\.?\/+/, "");
  return (stage?.steps ?? []).some(({ instruction }) => {
    if (instruction.keyword !== "COPY" && instruction.keyword !== "ADD") return false;
    const written = (instruction.json?.items.at(-1) ?? instruction.words.at(-1))?.value.replace(/^\.?\/*/, "");
    return written !== undefined && (written === "" || written === "." || path === written || path.startsWith(written.replace(/(?<!\/)\/*$/, "/")));
  });
}
