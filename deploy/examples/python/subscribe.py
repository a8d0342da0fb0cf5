"""A subscriber to start from: it keeps every version of every article in a folder.

Not tested: written against nats-py 2.x, and only compiled by the project's tests.
Its environment is described in deploy/examples/README.md.

    pip install nats-py && python3 subscribe.py
"""

import asyncio
import json
import os
import pathlib
import re
import signal

import nats
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import NotFoundError

STREAM = "ARTICLES"
DURABLE = os.environ.get("DURABLE") or "example-python"
LANGUAGES = (os.environ.get("LANGUAGES") or "en,de").replace("all", "*").split(",")
SINCE = os.environ.get("SINCE")  # 2026-11-01T00:00:00Z: where a new name begins
OUT = pathlib.Path(os.environ.get("OUT") or "archive")
# The schema this program was written for. The JSON Schema itself lies in the
# key-value bucket SCHEMAS under article.v1, for the package jsonschema to check:
#   json.loads((await (await js.key_value("SCHEMAS")).get("article.v1")).value)
SCHEMA = "https://wiredesk.dev/schema/article/v1"
ID = re.compile(r"[0-9a-f]{32}:[1-9][0-9]*")  # checked before it names a file


TYPE = re.compile(r"news\.article\.[a-z]+")


def genuine(m) -> bool:
    """Checks what is about to name a file and be printed: whoever may write to the stream can write anything."""
    headers = m.headers or {}
    key = headers.get("ce-id", "")
    if headers.get("ce-dataschema") != SCHEMA or m.metadata.stream != STREAM:
        return False
    if not ID.fullmatch(key) or not TYPE.fullmatch(headers.get("ce-type", "")):
        return False
    try:
        article = json.loads(m.data)
        return f"{article['id']}:{article['version']}" == key
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def keep(m) -> None:
    """Writes an article to a file. ce-id is "<id>:<version>": the same twice makes the same file."""
    key = m.headers["ce-id"]
    path = OUT / (key.replace(":", "-") + ".json")
    if path.exists():
        return
    headline = json.dumps(json.loads(m.data).get("headline"))  # a terminal obeys what is not escaped
    part = path.with_suffix(".part")
    part.write_bytes(m.data)
    part.rename(path)
    print(key, m.headers["ce-type"].removeprefix("news.article."), headline, flush=True)


async def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    stop = asyncio.Event()
    for s in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(s, stop.set)
    nc = await nats.connect(os.environ.get("NATS_URL") or "nats://127.0.0.1:4222", name=DURABLE, max_reconnect_attempts=-1)
    js = nc.jetstream()
    try:  # a durable that exists goes on where it was
        await js.consumer_info(STREAM, DURABLE)
    except NotFoundError:
        start = {"deliver_policy": DeliverPolicy.BY_START_TIME, "opt_start_time": SINCE} if SINCE else {}
        await js.add_consumer(STREAM, ConsumerConfig(
            durable_name=DURABLE, ack_policy=AckPolicy.EXPLICIT, ack_wait=60,
            filter_subjects=[f"articles.v1.{x}.*.*" for x in LANGUAGES], **start))
    sub = await js.pull_subscribe_bind(DURABLE, stream=STREAM)
    while not stop.is_set():
        try:
            batch = await sub.fetch(8, timeout=5)
        except nats.errors.TimeoutError:
            continue  # no news
        for m in batch:
            if not genuine(m):
                await m.term()  # never again
                continue
            try:
                keep(m)
                await m.ack()
            except OSError as err:
                print(m.headers["ce-id"], err)
                await m.nak(delay=min(2 ** (m.metadata.num_delivered - 1), 300))  # later, and ever later
    await nc.drain()


if __name__ == "__main__":
    asyncio.run(main())
