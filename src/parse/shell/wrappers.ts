/** How a program that starts another one reads its own arguments. */
export interface WrapperSyntax {
  /** Options that take the next word as their value. */
  readonly valueOptions?: readonly string[];
  /** Words of its own before the command: the user of `gosu`, the duration of `timeout`. */
  readonly operands?: number;
  /** Reads `NAME=value` words before the command. */
  readonly assignments?: boolean;
  /** Options with which it does something else than start a command. */
  readonly not?: readonly string[];
}

/** Programs and builtins that run the command that follows them, by their own manuals. */
export const WRAPPERS: ReadonlyMap<string, WrapperSyntax> = new Map<string, WrapperSyntax>(Object.entries({
  sudo: {
    valueOptions: [
      "-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U", "-r", "-t", "--user", "--group", "--host", "--prompt", "--close-from", "--chdir",
      "--chroot", "--command-timeout", "--other-user", "--role", "--type",
    ],
    assignments: true,
    not: ["-l", "--list", "-v", "--validate", "-e", "--edit", "-K", "-V", "--version"],
  },
  doas: { valueOptions: ["-u", "-C", "-a"], not: ["-s", "-L"] },
  env: { valueOptions: ["-u", "--unset", "-C", "--chdir", "-a", "--argv0"], assignments: true },
  exec: { valueOptions: ["-a"] },
  command: { not: ["-v", "-V"] },
  builtin: {},
  nice: { valueOptions: ["-n", "--adjustment"] },
  ionice: { valueOptions: ["-c", "-n", "--class", "--classdata"], not: ["-p", "--pid"] },
  time: { valueOptions: ["-f", "--format", "-o", "--output"] },
  timeout: { valueOptions: ["-s", "--signal", "-k", "--kill-after"], operands: 1 },
  nohup: {},
  setsid: {},
  stdbuf: { valueOptions: ["-i", "-o", "-e", "--input", "--output", "--error"] },
  eatmydata: {},
  fakeroot: { valueOptions: ["-l", "--lib", "-f", "--faked", "-i", "-s", "-b"] },
  gosu: { operands: 1 },
  "su-exec": { operands: 1 },
  setuser: { operands: 1 },
  "s6-setuidgid": { operands: 1 },
  chpst: { valueOptions: ["-u", "-U", "-e", "-/", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c", "-t", "-b"] },
  setpriv: {
    valueOptions: [
      "--ambient-caps", "--inh-caps", "--bounding-set", "--ruid", "--euid", "--rgid", "--egid", "--reuid", "--regid", "--groups",
      "--securebits", "--pdeathsig", "--selinux-label", "--apparmor-profile",
    ],
    not: ["--list-caps", "-d", "--dump"],
  },
  chroot: { operands: 1 },
  tini: { valueOptions: ["-p", "-e"], not: ["-l", "--version"] },
  "tini-static": { valueOptions: ["-p", "-e"], not: ["-l", "--version"] },
  "docker-init": { valueOptions: ["-p", "-e"], not: ["-l", "--version"] },
  "dumb-init": { valueOptions: ["-r", "--rewrite"], not: ["-V", "--version"] },
  catatonit: {},
  "with-contenv": {},
  "xvfb-run": { valueOptions: ["-e", "--error-file", "-f", "--auth-file", "-n", "--server-num", "-p", "--xauth-protocol", "-s", "--server-args", "-w", "--wait"] },
  busybox: { not: ["--list", "--list-full", "--install", "--help"] },
  toybox: { not: ["--long", "--help", "--version"] },
}));
