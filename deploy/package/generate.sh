#!/bin/sh
# Makes what a package holds beside the binary: manual pages and completions.
#
#   deploy/package/generate.sh DIR [WIREDESK]
#
# WIREDESK is a binary that runs on this machine; without it one is built.
set -eu
cd "$(dirname "$0")/../.."
out=$1
wiredesk=${2:-}

rm -rf "$out/man" "$out/completions"
mkdir -p "$out/man" "$out/completions"
if [ -z "$wiredesk" ]; then
  wiredesk=$out/wiredesk
  CGO_ENABLED=0 go build -o "$wiredesk" ./cmd/wiredesk
fi
# The same commit makes the same pages.
: "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct)}"
export SOURCE_DATE_EPOCH
"$wiredesk" man -q "$out/man"
gzip -9n "$out"/man/*.1
"$wiredesk" completion bash > "$out/completions/wiredesk.bash"
"$wiredesk" completion zsh > "$out/completions/_wiredesk"
"$wiredesk" completion fish > "$out/completions/wiredesk.fish"
