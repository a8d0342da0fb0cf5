# What an operator does with the package on a machine with systemd. Each step writes
# "== NAME" and what came of it; boot_test.go knows what it should be.
exec 2>&1
step() { printf '\n== %s\n' "$1"; }
state() { systemctl show -p ActiveState,SubState,Result,ExecMainStatus,NRestarts "$1" | tr '\n' ' '; echo; }
# Until a command's output matches, or for half a minute.
until_shows() { for _ in $(seq 150); do "${@:2}" 2>&1 | grep -q "$1" && return; sleep .2; done; echo "never: $*"; "${@:2}"; }
CHECK_BE_SITE=127.0.0.1:8001 /case/check.test > /dev/null &

step install
dpkg -i /case/wiredesk.deb > /dev/null && echo installed
systemctl is-enabled wiredesk.service wiredesk-run.timer
cp /case/wiredesk.yaml /etc/wiredesk/wiredesk.yaml

step secret
install -m 600 /dev/stdin /etc/wiredesk/environment <<< 'WIREDESK_NATS_USERS=/var/lib/wiredesk/nats.users'
mkdir -m 700 /var/lib/wiredesk
install -m 600 /dev/stdin /var/lib/wiredesk/nats.users <<< 'newsroom reader 0123456789abcdef'

step daemon
systemctl start wiredesk.service # it returns when wiredesk is ready
state wiredesk.service
until_shows '"articles":3' wiredesk status --json
stat -c '%U %a' /var/lib/private/wiredesk
find /var/lib/private/wiredesk -user root

step add
wiredesk add http://127.0.0.1:8001/second.xml
until_shows '"articles":6' wiredesk status --json

step 'run beside the daemon'
systemctl start wiredesk-run.service
echo "systemctl: $?"
state wiredesk-run.service

step reload
systemctl reload wiredesk.service
echo "systemctl: $?"
state wiredesk.service
systemctl show -p StatusText wiredesk.service

step stop
systemctl stop wiredesk.service
state wiredesk.service

step 'run after the daemon'
systemctl start wiredesk-run.service
state wiredesk-run.service
# These are root's, and no service runs: the next start makes its own what they leave.
wiredesk feeds --json
wiredesk status --json
find /var/lib/private/wiredesk -user root | grep -q . && echo 'files of root'

step timer
systemctl enable --now wiredesk-run.timer
systemctl list-timers --no-legend --no-pager | grep -o 'wiredesk-run.timer *wiredesk-run.service'

step 'daemon again'
systemctl start wiredesk.service # it returns when wiredesk is ready
until_shows '"articles":6' wiredesk status --json

find /var/lib/private/wiredesk -user root

step upgrade
dpkg -i /case/wiredesk.deb > /dev/null && echo upgraded
systemctl is-active wiredesk.service wiredesk-run.timer
grep -c first.xml /etc/wiredesk/wiredesk.yaml

step 'bad configuration'
echo 'crawl: {worker: 3}' > /etc/wiredesk/wiredesk.yaml
systemctl restart wiredesk.service
sleep 1
until_shows ActiveState=failed systemctl show -p ActiveState wiredesk.service
state wiredesk.service

step remove
cp /case/wiredesk.yaml /etc/wiredesk/wiredesk.yaml
systemctl reset-failed wiredesk.service
systemctl start wiredesk.service
dpkg -r wiredesk > /dev/null && echo removed
systemctl is-active wiredesk.service wiredesk-run.timer
ls /usr/bin/wiredesk /usr/lib/systemd/system/wiredesk* 2>/dev/null
ls /etc/wiredesk/wiredesk.yaml
ls -d /var/lib/private/wiredesk

step journal
journalctl --no-pager -o cat -u wiredesk.service -u wiredesk-run.service > /case/journal
kill %1
