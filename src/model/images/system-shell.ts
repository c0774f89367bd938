/** The program behind an image's `/bin/sh`. */
export type SystemShell = "bash" | "busybox" | "dash";

/** `wordpress:cli` is Alpine without saying so. */
const BUSYBOX = /(?:^|[/:._-])(?:alpine|busybox)|^wordpress:cli(?:$|-)/;
const BASH = /(?:^|[/:._-])(?:centos|fedora|rocky(?:linux)?|alma(?:linux)?|amazonlinux|oraclelinux|ubi\d*|rhel\d*|opensuse|sles?|archlinux|photon|manylinux)/;
const DASH = /(?:^|[/:._-])(?:debian|ubuntu)(?=$|[:.\d-])|:(?:[^/:]*-)?(?:wheezy|jessie|stretch|buster|bullseye|bookworm|trixie|trusty|xenial|bionic|focal|jammy|noble)(?:$|-)/;

/** Official images that are Debian or Ubuntu where their tag says nothing else. */
const DEBIAN_FAMILY = /^(?:python|node|ruby|golang|php|rust|perl|gcc|nginx|httpd|postgres|redis|mongo|mariadb|buildpack-deps|wordpress|java|elixir|erlang|haskell)(?::|$)/;
const OTHER_TAG = /windows|nanoserver|oracle|corretto/;

/**
 * What `/bin/sh` is, as far as an image's name tells: BusyBox on Alpine, bash on the Red Hat family, SUSE and Arch, dash on Debian and
 * Ubuntu. Undefined where it does not. The reference may hold variables. Sources: the official images' own Dockerfiles, and each
 * distribution's documentation of its /bin/sh.
 */
export function systemShellOf(reference: string): SystemShell | undefined {
  const name = reference.toLowerCase().replace(/@[^]*$/, "").replace(/^docker\.io\//, "").replace(/^library\//, "");
  if (BUSYBOX.test(name)) return "busybox";
  if (BASH.test(name)) return "bash";
  return DASH.test(name) || (DEBIAN_FAMILY.test(name) && !OTHER_TAG.test(name)) ? "dash" : undefined;
}
