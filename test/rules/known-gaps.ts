/** Peers' rules that the catalogue says we answer exactly and whose claim is left out for now, with the reason. */
export const knownGaps: Readonly<Record<string, string>> = {};

/** Values that a list option has beyond the catalogue, on by default. A claim that leaves the option out in the catalogue may switch them off. */
interface AddedValues {
  readonly values: readonly string[];
  readonly reason: string;
}

/** An option that the catalogue does not have. Every claim gives it the value that keeps the claim exact. */
interface AddedOption {
  readonly option: { readonly default: unknown; readonly values: readonly unknown[] };
  readonly claims: unknown;
  /** Claims that need another value than the rest. */
  readonly claimsOf?: Readonly<Record<string, unknown>>;
  readonly reason: string;
}

const SHELL: AddedOption = {
  option: { default: "base-image", values: ["base-image", "posix"] },
  claims: "posix",
  reason: "ShellCheck does not know the image: where its /bin/sh is bash, or BusyBox has the feature, the finding would be false",
};

const bashisms = [
  "brace-expansion", "double-bracket", "double-equals", "indirect-expansion", "quoting", "random", "redirect", "replacement", "set-option", "source", "substring",
];

/** Options and option values that a rule has beyond the catalogue, with the reason. */
export const beyondTheCatalogue: Readonly<Record<string, Readonly<Record<string, AddedValues | AddedOption>>>> = {
  "unpinned-package": {
    packageManagers: { values: ["apt-command"], reason: "what `apt install` installs has no version either, and would be reported as soon as apt is mended to apt-get" },
  },
  "distribution-upgrade": {
    packageManagers: { values: ["apt-command"], reason: "`apt upgrade` upgrades as much as `apt-get upgrade`, and would be reported as soon as apt is mended to apt-get" },
  },
  "shell-form-command": {
    accept: { values: ["replaced-shell"], reason: "a shell that becomes the program keeps no signal from it, so a finding would be false; the peers look at the form alone" },
  },
  "package-install-prompt": {
    accept: { values: ["piped-answer"], reason: "`yes | apt-get install` is answered, so a finding would be false; the peers look for the switch alone" },
  },
  "package-cache-left": {
    accept: { values: ["cache-removal"], reason: "`apt-get dist-clean` and a later `rm` in the RUN take the lists or the cache out of the layer, so a finding would be false; the peers still give it" },
  },
  "single-stage-build": {
    packages: {
      option: { default: "toolchain", values: ["any", "toolchain"] },
      claims: "any",
      reason: "tally counts each package as a tool of the build, and speaks of a build where nothing is built",
    },
  },
  "repeated-spaces": {
    accept: {
      option: { default: ["trailing"], values: ["trailing"] },
      claims: [],
      reason: "blanks at the end of a line are told by a rule of their own; tally tells them twice",
    },
  },
  "missing-user": {
    accept: {
      option: { default: ["privilege-drop", "windows"], values: ["privilege-drop", "windows"] },
      claims: [],
      reason: "what the entry point starts as another user does not run as root, and Windows knows no root; the peers look for the instruction only",
    },
  },
  "definition-comment-mismatch": {
    when: { option: { default: "always", values: ["always", "on-request"] }, claims: "on-request", reason: "BuildKit runs this check only in files whose `# check=experimental=` line asks for it; who turns the rule on asks for it too" },
  },
  "powershell-errors-ignored": {
    programs: { option: { default: "pwsh", values: ["any", "pwsh"] }, claims: "any", reason: "Windows PowerShell does not know the setting, and cmdlets have no exit status to take notice of" },
  },
  "undefined-variable": {
    accept: {
      option: { default: ["default-value", "repeated-use", "same-instruction"], values: ["default-value", "exposed-port", "repeated-use", "same-instruction"] },
      claims: ["exposed-port"],
      reason: "what a default value stands for is told, one finding for each name is enough, and the ENV that sets what it uses has a rule of its own; BuildKit reports these, and nothing in EXPOSE",
    },
  },
  "secret-named-variable": {
    accept: {
      option: { default: ["global-arg", "named-place", "plain-value"], values: ["global-arg", "named-place", "plain-value", "trigger"] },
      claims: [],
      claimsOf: { "buildkit:SecretsUsedInArgOrEnv": ["global-arg", "trigger"] },
      reason: "an ARG before FROM stays out of the image, what ONBUILD holds is the next build's, GPG_KEY holds a public fingerprint, KEY_DIR a folder, RESET_PASSWORD=reset.sh a script; the peers read names only",
    },
  },
  "misplaced-keyword": {
    accept: { option: { default: ["meant-word"], values: ["meant-word"] }, claims: [], reason: "`echo done` and `mix do compile` mean the word" },
  },
  "unguarded-rm": {
    accept: { option: { default: ["set-variable"], values: ["set-variable"] }, claims: [], reason: "ShellCheck does not know what ENV and ARG set" },
  },
  "unchecked-cd": {
    accept: { option: { default: ["last-command"], values: ["last-command"] }, claims: [], reason: "nothing can run in the wrong directory behind the last command; lost-cd tells of it" },
  },
  "unused-created-user": {
    accept: {
      option: { default: ["server-account", "several-users"], values: ["server-account", "several-users"] },
      claims: [],
      reason: "nginx and other servers change to their account by themselves, and of several users none is the one for USER; tally reports all",
    },
  },
  "plain-http-download": {
    accept: {
      option: { default: ["checked-download", "signed-repository"], values: ["checked-download", "signed-repository"] },
      claims: [],
      reason: "apt and apk check packages against the keys of the system, and a checked sum or signature stops a changed download; the peer looks at the address alone",
    },
  },
  "avoidable-add": {
    accept: {
      option: { default: ["unknown-source"], values: ["unknown-source"] },
      claims: [],
      reason: "what a variable without a known value names may be an archive or an address, which is what ADD is for; the peers look at the text",
    },
  },
  "world-writable-path": {
    accept: { option: { default: ["sticky", "umask"], values: ["sticky", "umask"] }, claims: [], reason: "a sticky directory is meant to be shared, and `+w` heeds the umask; the peers look at the write bit alone" },
  },
  "dropped-supplementary-groups": {
    accept: { option: { default: ["named-group"], values: ["named-group"] }, claims: [], reason: "a group that USER names is kept; the peer reports any group with USER" },
  },
  "literal-credential": {
    match: { option: { default: "likely", values: ["key-name", "likely"] }, claims: "key-name", reason: "`TOKEN_URL=https://...` and `SECRET=xxx` ship no credential; the peer reads names only" },
  },
  "host-command": {
    accept: { option: { default: ["used-service"], values: ["used-service"] }, claims: [], reason: "a database that is started to be set up in the same RUN does its work" },
  },
  ...Object.fromEntries(bashisms.map((name) => [`bashism-${name}`, { sh: SHELL }])),
};

/** Rules that the catalogue does not plan, with the reason. */
export const rulesBeyondTheCatalogue: Readonly<Record<string, string>> = {
  "base-image-platform-mismatch": "the catalogue declines the peers' checks of a pulled image; the part of them that an image's name gives away needs no registry",
  "dependency-behind-profile": "the specification's \"Profiles\" refuses such a project, and the catalogue has no rule on profiles",
};
