"""A subscriber to start from: it prints what is published, each version of a story
once, also what was published while it was not running.

NOT TESTED: its library, nats-py, is not among what our tests have. Written for
nats-py 2.9.
"""

import asyncio
import json
import os
import signal
from pathlib import Path

import nats
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

STREAM, NAME, LOG = "ARTICLES", "python-example", Path("python-example.log")
SUBJECT = os.environ.get("SUBJECT", "articles.v1.>")  # articles.v1.<language>.<site>.<event>


async def main():
    nc = await nats.connect(os.environ.get("NATS_URL", "nats://127.0.0.1:4222"), max_reconnect_attempts=-1)
    js = nc.jetstream()
    stopped = asyncio.Event()
    for sig in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sig, stopped.set)

    # The server remembers under this name what was acknowledged. A name that exists
    # goes on where it is; SINCE, a time of RFC 3339, is for a new one.
    try:
        await js.consumer_info(STREAM, NAME)
    except NotFoundError:
        since = os.environ.get("SINCE")
        start = {"deliver_policy": DeliverPolicy.BY_START_TIME, "opt_start_time": since} if since else {}
        await js.add_consumer(STREAM, ConsumerConfig(durable_name=NAME, ack_policy=AckPolicy.EXPLICIT, filter_subject=SUBJECT, **start))
    sub = await js.pull_subscribe_bind(NAME, STREAM)

    # Keys of what was handled. With a database: a unique column, in the transaction.
    handled = set(LOG.read_text().split()) if LOG.exists() else set()
    while not stopped.is_set():
        try:
            messages = await sub.fetch(8, timeout=1)
        except nats.errors.TimeoutError:
            continue
        for m in messages:
            key = m.headers["ce-id"]  # <id>:<version>
            event = m.headers["ce-type"].removeprefix("news.article.")
            if key not in handled:
                article = json.loads(m.data)
                withdrawal = article.get("withdrawal")
                print(event, key, withdrawal["reason"] if withdrawal else article["headline"], flush=True)
                handled.add(key)
                with LOG.open("a") as f:
                    f.write(key + "\n")
            await m.ack()
    await nc.drain()


asyncio.run(main())
