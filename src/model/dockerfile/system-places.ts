import { isWithin } from "../paths.ts";

/** Directories that every Linux root file system has, by the Filesystem Hierarchy Standard. */
export const STANDARD = new Set([
  "/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/media", "/mnt", "/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var",
  "/usr/bin", "/usr/lib", "/usr/local", "/usr/sbin", "/usr/share", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin", "/usr/local/share",
  "/var/cache", "/var/lib", "/var/lock", "/var/log", "/var/opt", "/var/run", "/var/spool", "/var/tmp", "/etc/opt", "/dev/shm",
]);

/** Where system packages put what they bring. */
export const PACKAGE_PLACES = ["/etc", "/lib", "/opt", "/sbin", "/bin", "/srv", "/usr", "/var", "/run"];

/** Where a project makes directories of its own beside those of the system. */
const SHARED_PLACES = ["/etc", "/var/lib", "/var/log", "/var/cache", "/var/www", "/var/opt", "/var/spool", "/usr/src", "/usr/share", "/usr/local/share"];

/** Of these the places in which an operating system image has few directories, with names of its own. */
const NAMED_PLACES = ["/etc", "/usr/local/share", "/var/lib", "/var/log", "/var/cache", "/var/www", "/var/opt", "/var/spool", "/run", "/var/run", "/tmp", "/var/tmp"];

/** What distributions have in those places: more than any one of them, for what is not listed counts as not there. */
const SYSTEM_NAMES = new Set((
  "aclocal adduser alternatives anacron anaconda apk app-info applications apparmor apt at atjobs audit authselect bash-completion binfmts blkid btmp ca-certificates chrony clear cloud console-setup containerd containers cron cups dbus debconf dhclient dhcp dhcpcd dictionaries-common doc docker " +
  "dnf dpkg emacs emacsen-common empty faillock fontconfig fonts fsck games gdb gems gentoo ghostscript git gpm gssproxy html hsperfdata icons ifstate info initctl initramfs-tools journal kernel keyrings ldconfig libuuid libvirt locale lock log lpd logrotate " +
  "machines mail man man-db mandb mime misc mlocate mount mqueue needrestart net network NetworkManager news nfs nginx nss_db openldap openrc os-prober pacman PackageKit pam perl php pixmaps pkgconfig pki plymouth polkit-1 portables portage private " +
  "python python3 resolvconf rpcbind runc rpm rpm-state samba screen secrets selinux sendsigs.omit.d setrans sgml sgml-base shells.state shm snapd sounds sss sssd stateless sudo swcatalog swupd sysconfig systemd tdnf terminfo texmf tpm tpm2-tss tuned " +
  "ubuntu-advantage ubuntu-release-upgrader ucf udev udhcpc udhcpd unattended-upgrades unbound up2date update-notifier urandom usbutils user utmp uuidd vim vpnc wtmp xbps xkb xml xtables xml-core yum YaST2 zoneinfo zsh zypp zypper"
).split(" "));

/** The same for `/etc`: names with a dot are left out, for all of them count as the system's. */
const ETC_NAMES = new Set((
  "DIR_COLORS GREP_COLORS ImageMagick-6 ImageMagick-7 NetworkManager PackageKit X11 adjtime alternatives apk apparmor apt arch-release audit authselect bash_completion ca-certificates centos-release chkconfig chrony cloud containerd containers " +
  "crontab crontabs crypto-policies crypttab dbus-1 dconf debian_version debuginfod default depmod dhcp dnf docker dpkg dracut emacs environment ethertypes exports fedora-release filesystems fonts fstab gdb gitconfig glvnd gnupg groff group " +
  "group- grub gshadow gshadow- gss hostname hosts initramfs-tools inittab inputrc iproute2 issue java kernel ld ldap locale localtime logcheck logrotate lsb-release lvm machine-id magic mail mailcap maven mercurial modprobe modules motd " +
  "mtab mysql nanorc needrestart netconfig network networks newt npmrc openldap opt os-release pacman pam passwd passwd- periodic perl pkcs11 pki plymouth polkit-1 popt portage ppp printcap profile protocols pulse python python3 redhat-release " +
  "rhsm rmt rpc rpm samba sasl2 secfixes securetty security selinux services sgml shadow shadow- shells skel snmp ssh ssl subgid subgid- subuid subuid- subversion sudoers swid sysconfig system-release systemd terminfo timezone tmpfiles trusted-key " +
  "udev udhcpc udhcpd ufw vimrc virc vim wgetrc xattr xdg xinetd xml yum zypp zsh"
).split(" "));

/** True for a path where the base image or packages may have something. */
export function isSystems(path: string): boolean {
  return PACKAGE_PLACES.some((place) => place !== "/opt" && place !== "/srv" && isWithin(path, place));
}

/** True for a path in a place that a project shares with the system, not for the place itself; in `/etc`, which is the system's more than others, by its name. */
export function isInSharedPlace(path: string): boolean {
  return SHARED_PLACES.some((place) => path !== place && isWithin(path, place)) && (!isWithin(path, "/etc") || isProjectsName(path));
}

/** True for a path that no operating system image has by itself: below `/var/lib` and the like, under a name that none of them uses. */
export function isProjectsName(path: string): boolean {
  const place = NAMED_PLACES.find((one) => path !== one && isWithin(path, one));
  if (place === undefined) return false;
  const name = path.slice(place.length + 1).split("/")[0] ?? "";
  return place === "/etc" ? !name.includes(".") && !ETC_NAMES.has(name) : !SYSTEM_NAMES.has(name);
}
