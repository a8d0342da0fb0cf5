#!/bin/sh
# Makes the durable of a reader, as writer, with the nats command:
#
#   deploy/nats/consumers.sh archive [SUBJECT]
#
# The reader's program then says nothing of where to begin, and uses the durable archive.
set -eu
name=$1 subject=${2:-'articles.v1.>'}
exec nats consumer add ARTICLES "$name" --pull --deliver=all --ack=explicit --wait=1m --filter="$subject" --defaults
