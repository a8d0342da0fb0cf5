#!/bin/sh
# A subscriber to start from, without a line of program: every version of every
# article goes to a file, one line of JSON each, also what was published while this
# was not running. What the command refuses comes again, and at last goes to
# archive.dead.jsonl.
#
#   deploy/examples/shell/archive.sh [FILE]
#
# Other things to do with an article on standard input:
#
#   wiredesk subscribe mail --subject 'articles.v1.*.*.corrected' --exec ./mail.sh
#   wiredesk tail --json | jq -r '[.event, .headline, .url] | @tsv'
#   nats sub 'articles.v1.>'            # the nats command; only what comes from now on
set -eu
file=${1:-articles.jsonl}
wiredesk=${WIREDESK:-wiredesk}

# $WIREDESK_ID is <id>:<version>: what is in the file already was handled, and only
# its acknowledgement was lost.
FILE=$file KEYS=$file.keys exec "$wiredesk" subscribe archive ${SUBJECT:+--subject "$SUBJECT"} --exec '
	if ! grep -qsxF "$WIREDESK_ID" "$KEYS"; then
		cat >> "$FILE"
		echo "$WIREDESK_ID" >> "$KEYS"
	fi'
