#!/bin/sh
# Makes the consumer of a strict reader, as writer, with the nats command:
#
#   deploy/nats/consumers.sh archive [SUBJECT]
#
# The reader's program then says nothing of where to begin, uses the inbox prefix
# _INBOX_archive and the durable archive.
set -eu
name=$1 subject=${2:-'articles.v1.>'}
exec nats consumer add ARTICLES "$name" --pull --deliver=all --ack=explicit --wait=1m --filter="$subject" --defaults
