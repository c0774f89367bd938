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
const SHARED_PLACES = ["/var/lib", "/var/log", "/var/cache", "/var/www", "/var/opt", "/var/spool", "/usr/src", "/usr/share", "/usr/local/share"];

/** Of these the places in which an operating system image has few directories, with names of its own. */
const NAMED_PLACES = ["/var/lib", "/var/log", "/var/cache", "/var/www", "/var/opt", "/var/spool", "/run", "/var/run", "/tmp", "/var/tmp"];

/** What distributions have in those places: more than any one of them, for what is not listed counts as not there. */
const SYSTEM_NAMES = new Set((
  "adduser alternatives anacron anaconda apk app-info apparmor apt at atjobs audit authselect binfmts blkid btmp ca-certificates chrony clear cloud console-setup containerd containers cron cups dbus debconf dhclient dhcp dhcpcd dictionaries-common docker " +
  "dnf dpkg emacsen-common empty faillock fontconfig fsck games gems gentoo ghostscript git gpm gssproxy html hsperfdata ifstate initctl initramfs-tools journal kernel ldconfig libuuid libvirt lock log lpd logrotate " +
  "machines mail man man-db mandb misc mlocate mount mqueue needrestart net network NetworkManager news nfs nginx nss_db openldap openrc os-prober pacman PackageKit pam php pkgconfig pki plymouth polkit-1 portables portage private " +
  "python python3 resolvconf rpcbind runc rpm rpm-state samba screen secrets selinux sendsigs.omit.d setrans sgml-base shells.state shm snapd sss sssd stateless sudo swcatalog swupd sysconfig systemd tdnf texmf tpm tpm2-tss tuned " +
  "ubuntu-advantage ubuntu-release-upgrader ucf udev udhcpc udhcpd unattended-upgrades unbound up2date update-notifier urandom usbutils user utmp uuidd vim vpnc wtmp xbps xkb xtables xml-core yum YaST2 zypp zypper"
).split(" "));

/** True for a path where the base image or packages may have something. */
export function isSystems(path: string): boolean {
  return PACKAGE_PLACES.some((place) => place !== "/opt" && place !== "/srv" && isWithin(path, place));
}

/** True for a path in a place that a project shares with the system, not for the place itself. */
export function isInSharedPlace(path: string): boolean {
  return SHARED_PLACES.some((place) => path !== place && isWithin(path, place));
}

/** True for a path that no operating system image has by itself: below `/var/lib` and the like, under a name that none of them uses. */
export function isProjectsName(path: string): boolean {
  const place = NAMED_PLACES.find((one) => path !== one && isWithin(path, one));
  return place !== undefined && !SYSTEM_NAMES.has(path.slice(place.length + 1).split("/")[0] ?? "");
}
