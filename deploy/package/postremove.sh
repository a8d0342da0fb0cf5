#!/bin/sh
# The state directory stays: it holds the articles. /var/lib/private/wiredesk.
set -e
[ -d /run/systemd/system ] || exit 0
systemctl daemon-reload
