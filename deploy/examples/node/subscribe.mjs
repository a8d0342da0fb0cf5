// A subscriber to start from: it keeps every version of every article in a
// folder. Its environment is described in deploy/examples/README.md.
//
//   npm ci && node subscribe.mjs

import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, nanos } from "@nats-io/transport-node";

const stream = "ARTICLES";
const env = process.env;
const durable = env.DURABLE || "example-node";
const languages = (env.LANGUAGES || "en,de").replace(/^all$/, "*").split(",");
const out = env.OUT || "archive";
// The schema that this program was written for; the JSON Schema itself lies in
// the key-value bucket SCHEMAS under article.v1.
const schema = "https://wiredesk.dev/schema/article/v1";

const nc = await connect({
  servers: env.NATS_URL || "nats://127.0.0.1:4222",
  name: durable,
  maxReconnectAttempts: -1,
});

// A durable that exists goes on where it was; SINCE is where a new one begins.
const jsm = await jetstreamManager(nc);
try {
  await jsm.consumers.info(stream, durable);
} catch (err) {
  if (err.name !== "ConsumerNotFoundError") throw err;
  await jsm.consumers.add(stream, {
    durable_name: durable,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(60_000), // longer than keeping an article takes; m.working() asks for more
    filter_subjects: languages.map((l) => `articles.v1.${l}.*.*`),
    deliver_policy: env.SINCE ? DeliverPolicy.StartTime : DeliverPolicy.All,
    opt_start_time: env.SINCE ? new Date(env.SINCE).toISOString() : undefined,
  });
}

mkdirSync(out, { recursive: true });
const consumer = await jetstream(nc).consumers.get(stream, durable);
const messages = await consumer.consume({ max_messages: 8 });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => messages.stop());

for await (const m of messages) {
  try {
    if (!genuine(m)) {
      m.term("not an article this program can read"); // never again
      continue;
    }
    keep(m);
    m.ack();
  } catch (err) {
    console.error(m.seq, err);
    m.nak(Math.min(1000 * 2 ** (m.info.deliveryCount - 1), 300_000)); // later, and ever later
  }
}
await nc.drain(); // sends what was acknowledged

// genuine checks what is about to name a file and be printed: whoever may write to the
// stream can write anything.
function genuine(m) {
  if (m.headers?.get("ce-dataschema") !== schema || m.info.stream !== stream) return false;
  const id = m.headers.get("ce-id");
  if (!/^[0-9a-f]{32}:[1-9][0-9]*$/.test(id) || !/^news\.article\.[a-z]+$/.test(m.headers.get("ce-type"))) return false;
  try {
    const article = m.json();
    return `${article.id}:${article.version}` === id;
  } catch {
    return false; // no JSON
  }
}

// keep writes an article to a file. ce-id is "<id>:<version>": the same twice
// makes the same file.
function keep(m) {
  const id = m.headers.get("ce-id");
  const path = join(out, `${id.replace(":", "-")}.json`);
  if (existsSync(path)) return;
  const article = m.json();
  writeFileSync(`${path}.part`, m.data);
  renameSync(`${path}.part`, path);
  console.log(id, m.headers.get("ce-type").replace("news.article.", ""), JSON.stringify(article.headline));
}
