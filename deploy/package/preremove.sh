#!/bin/sh
# Stops the units before their files go. An upgrade does not stop them: that is
# "upgrade" to dpkg, 1 to rpm.
set -e
case "$1" in remove | 0) ;; *) exit 0 ;; esac
[ -d /run/systemd/system ] || exit 0
systemctl disable --now wiredesk.service wiredesk-run.timer wiredesk-run.service
