// A subscriber to start from: it prints what is published, each version of a story
// once, also what was published while it was not running.
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { Kvm } from "@nats-io/kv";
import { connect } from "@nats-io/transport-node";

const stream = "ARTICLES", name = "node-example", log = "node-example.log";
const subject = process.env.SUBJECT ?? "articles.v1.>"; // articles.v1.<language>.<site>.<event>
const nc = await connect({ servers: process.env.NATS_URL ?? "nats://127.0.0.1:4222", maxReconnectAttempts: -1 });

// What articles look like is said beside their stream.
const schema = await (await new Kvm(nc).open("SCHEMAS")).get("article.v1");
const { required, $id } = schema.json();

// The server remembers under this name what was acknowledged. A name that exists
// goes on where it is; SINCE is for a new one.
const manager = await jetstreamManager(nc);
const start = process.env.SINCE
  ? { deliver_policy: DeliverPolicy.StartTime, opt_start_time: new Date(process.env.SINCE).toISOString() }
  : { deliver_policy: DeliverPolicy.All };
try {
  await manager.consumers.info(stream, name);
} catch {
  await manager.consumers.add(stream, { durable_name: name, ack_policy: AckPolicy.Explicit, filter_subject: subject, ...start });
}

// Keys of what was handled. With a database: a unique column, in the transaction.
const handled = new Set(existsSync(log) ? readFileSync(log, "utf8").split("\n") : []);

const messages = await (await jetstream(nc).consumers.get(stream, name)).consume({ max_messages: 8 });
const stop = async () => { await messages.close(); await nc.drain(); };
process.once("SIGINT", stop).once("SIGTERM", stop);

for await (const m of messages) {
  const key = m.headers.get("ce-id"); // <id>:<version>
  const type = m.headers.get("ce-type"); // news.article.published, .updated, .corrected, .withdrawn, .restored
  if (!handled.has(key)) {
    const article = m.json();
    const missing = required.filter((field) => !(field in article));
    if (missing.length > 0) console.error(`${key} is not of ${$id}: no ${missing}`);
    console.log(type.slice("news.article.".length), key, article.withdrawal?.reason ?? article.headline);
    handled.add(key);
    appendFileSync(log, key + "\n");
  }
  m.ack();
}
