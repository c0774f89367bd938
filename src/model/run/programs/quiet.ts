import { ASKED, type Program } from "../machine.ts";

/** Programs that write no files of their own: their status answers a question. */
const ASKING =
  "grep egrep fgrep zgrep rg cmp diff id getent pgrep pidof nc ncat netcat ping nslookup dig host which ps mountpoint timedatectl locale " +
  "pg_isready mysqladmin redis-cli mongo mongosh psql mysql mariadb kill pkill killall " +
  "findmnt lsof fuser";

/** Programs that write no files of their own and normally succeed. */
const PASSIVE =
  "sleep tail head awk gawk mawk cut sort uniq tr wc du df free uptime nproc date whoami hostname uname env printenv arch md5sum sha1sum " +
  "sha256sum sha512sum od hexdump xxd stat file less more column comm join paste fold nl tac rev jq yq envsubst base64 strings " +
  "chattr sync stty clear tput time ldconfig sysctl ulimit hostid logname tty users who last uuidgen " +
  "mount umount swapon swapoff ip ifconfig route iptables ip6tables nft arp setcap getcap inotifywait numfmt shuf cal " +
  "apt apt-get apk yum dnf microdnf zypper pacman pip pip3 pipx gem " +
  "useradd adduser usermod groupadd addgroup groupmod deluser userdel passwd chpasswd update-ca-certificates renice logger wall nologin " +
  "yes cksum sum crc32 sha224sum sha384sum sha3sum b2sum factor expand unexpand tsort ts usleep sleepenh bc dc getconf pathchk runlevel dmesg lsblk blkid lscpu lsmod vmstat iostat top w pstree pwdx fsync uuencode ipcalc dnsdomainname mesg";

/** Servers that the init scripts of a distribution start, and that keep no data of their own. */
const PLAIN_SERVICES = /^(?:(?:ssh|sshd|cron|crond|anacron|nginx|apache2|httpd|lighttpd|haproxy|rsyslog|syslog|dbus|sysstat|networking|procps|xinetd|inetd|openbsd-inetd|nscd|ntp|ntpd|memcached|varnish|tor|stunnel4?|fail2ban|nfs-common|rpcbind|avahi-daemon|php[\d.]*-fpm|php-fpm)(?:\.service)?)$/;

/** `service mysql start`: what a server that is started writes is not to be seen; asking and stopping write nothing. */
const startsService: Program = ({ machine, args }) => {
  const words = args.map(({ value }) => value ?? "");
  if (words.some((word) => /^(?:re)?start$/.test(word)) && !words.some((word) => PLAIN_SERVICES.test(word))) machine.journal.unknownProgram = true;
  return ASKED;
};

function table(names: string, program: Program): Record<string, Program> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, program]));
}

/** Programs whose files are nobody's loss, or that have none. Package installs at start are told by the list of commands. */
export function quietPrograms(): Readonly<Record<string, Program>> {
  return { ...table(PASSIVE, () => ({ status: 0, output: undefined })), ...table(ASKING, () => ASKED), service: startsService, systemctl: startsService };
}
