#!/bin/sh
# A subscriber to start from: it keeps every version of every article in a
# folder. Its environment is described in deploy/examples/README.md.
#
# It joins the daemon of the same configuration: run it on that machine, or with
# nats.url in the configuration (WIREDESK_NATS_URL) and a user of that server.
#
# Without wiredesk, with the nats command line:
#   nats consumer add ARTICLES example-shell --pull --ack explicit --defaults --filter 'articles.v1.en.*.*' --deliver 24h
#   nats consumer next ARTICLES example-shell --count 100 --ack
#   nats kv get SCHEMAS article.v1 --raw > article.schema.json
# Only looking, with no name that the server remembers:
#   wiredesk tail --last 100 --no-follow --json | jq -r '[.event, .headline] | @tsv'
#   nats sub --stream ARTICLES --since 1h 'articles.v1.>'
set -eu

OUT=${OUT:-archive}
export OUT
mkdir -p "$OUT"

# Each article comes as a line of JSON on standard input. WIREDESK_ID is
# "<id>:<version>": the same twice makes the same file. Ending with 0
# acknowledges; anything else brings the article again, later and ever later, and
# after --attempts to $OUT.dead.jsonl.
keep='
	trap "" TERM INT # what has begun is ended
	case $WIREDESK_ID:$WIREDESK_EVENT in *[!0-9a-z:]* | :* | *:) exit 1 ;; esac # they name a file and are printed
	path=$OUT/$(echo "$WIREDESK_ID" | tr : -).json
	[ -e "$path" ] && exit 0
	cat > "$path.part" && mv "$path.part" "$path" && echo "$WIREDESK_ID" "$WIREDESK_EVENT"
'
set -- "${DURABLE:-example-shell}" --exec "$keep" --dead-letters "$OUT.dead.jsonl"
[ -z "${SINCE:-}" ] || set -- "$@" --since "$SINCE" # for wiredesk: 24h
exec "${WIREDESK:-wiredesk}" subscribe "$@"
