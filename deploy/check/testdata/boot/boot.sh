#!/bin/bash
# Boots the systemd of this machine in namespaces of its own and runs a script in it:
#
#   boot.sh FOLDER      FOLDER has case.sh and takes what it writes
#
# Nothing of this machine can be changed from in there: the root is a tmpfs, of the machine
# there is only /usr, under a layer that takes what is written, and FOLDER. Processes,
# mounts, network, names and control groups are the namespaces' own and end with them.
# Ends with 77 where that cannot be had.
set -eu

cannot() { echo "boot.sh: $1"; exit 77; }

if [ "${1:-}" != inside ]; then
  folder=$(realpath "$1")
  [ "$(id -u)" = 0 ] || cannot "only root may make the namespaces"
  [ -x /usr/lib/systemd/systemd ] || cannot "there is no systemd"
  for tool in unshare pivot_root nsenter ip; do
    command -v $tool > /dev/null || cannot "there is no $tool"
  done
  # A control group below which systemd may do as it likes.
  for tree in /sys/fs/cgroup/unified /sys/fs/cgroup; do
    [ -e $tree/cgroup.procs ] && [ "$(stat -f -c %T $tree)" = cgroup2fs ] && break
    tree=
  done
  [ -n "$tree" ] || cannot "there is no cgroup2"
  group=$tree/wiredesk-boot-$$
  mkdir "$group" 2> /dev/null || cannot "no control group can be made"
  trap 'find "$group" -depth -type d -exec rmdir {} + 2> /dev/null || true' EXIT
  # The shell that boots enters the group before it makes the namespaces, so that the
  # group is the root of its control groups.
  code=0
  bash -c 'echo $$ > "$1/cgroup.procs"; exec timeout -s KILL 240 unshare --kill-child --fork --pid --mount --propagation private --uts --ipc --net --cgroup \
    bash "$2" inside "$3"' boot "$group" "$0" "$folder" || code=$?
  exit $code
fi

folder=$2
root=$folder/root
mkdir "$root"
mount -t tmpfs -o mode=0755 root "$root"
cd "$root"
mkdir -p usr etc/systemd/system var/lib/dpkg/info var/lib/dpkg/updates var/log run tmp proc sys dev case old layer
chmod 1777 tmp

# /usr of the machine, below a layer of its own.
mount -t tmpfs layer layer
mkdir layer/upper layer/work
mount -t overlay -o lowerdir=/usr,upperdir="$root/layer/upper",workdir="$root/layer/work" usr usr
for name in bin sbin lib lib64; do
  [ -L /$name ] && ln -s usr/$name $name
done
[ -L bin ] || cannot "/bin is no link into /usr"

mount --bind "$folder" case
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=0755 run run
mount -t tmpfs -o mode=0755 dev dev
mkdir dev/shm dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
ln -s pts/ptmx dev/ptmx
for name in null zero full random urandom tty; do
  touch dev/$name
  mount --bind /dev/$name dev/$name
done

cp /etc/nsswitch.conf etc/ 2> /dev/null || printf 'passwd: files systemd\ngroup: files systemd\n' > etc/nsswitch.conf
printf 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n' > etc/passwd
printf 'root:x:0:\nnogroup:x:65534:\n' > etc/group
echo 0123456789abcdef0123456789abcdef > etc/machine-id
: > etc/fstab
: > var/lib/dpkg/status
# What a machine does at its start, and this one has no part for.
for unit in systemd-udevd systemd-udev-trigger systemd-tmpfiles-setup systemd-tmpfiles-setup-dev systemd-sysctl systemd-modules-load \
  systemd-random-seed systemd-remount-fs systemd-update-utmp systemd-timesyncd systemd-resolved systemd-networkd systemd-sysusers \
  systemd-binfmt systemd-logind kmod-static-nodes apparmor dbus; do
  ln -s /dev/null etc/systemd/system/$unit.service
done
cat > etc/systemd/system/case.target << 'UNIT'
[Unit]
Wants=case.service
UNIT
cat > etc/systemd/system/case.service << 'UNIT'
[Unit]
Description=The case
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
ExecStart=/bin/bash /case/case.sh
StandardOutput=file:/case/output
StandardError=file:/case/output
UNIT

pivot_root . old
umount -l /old
rmdir /old
ip link set lo up
export container=lxc PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin
exec /usr/lib/systemd/systemd --system --unit=case.target --show-status=no --log-target=journal < /dev/null
