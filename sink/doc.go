// Package sink puts articles on NATS JetStream, each version of a story once,
// and knows what was published.
//
// # The wire contract
//
// Articles are messages of one stream, ARTICLES, with the subject
//
//	articles.v1.<language>.<site>.<event>
//
// for instance articles.v1.en.themoscowtimes_com.published. Language is the
// primary language of the story's BCP 47 tag, or "und". Site is the
// publisher's domain without "www.", as IDNA A-labels, with "." written "_" and
// "_" written "__", or "unknown". Event is published, updated, corrected,
// withdrawn or restored. Tokens hold nothing but [a-z0-9_-].
//
// The payload is the article as JSON, at most article.MaxSize bytes. The
// headers are CloudEvents 1.0 in binary mode, percent-encoded as the binding
// says: ce-specversion, ce-id, ce-source (the feed's URL), ce-subject (the
// article's id), ce-type (news.article.<event>), ce-time (when this version was
// published), ce-dataschema, ce-datacontenttype. ce-id is "<id>:<version>" and
// stands in Nats-Msg-Id too. Four more are what the index is read back from:
//
//	Wiredesk-Content-Hash  the article's content_hash
//	Wiredesk-Published-At  published_at, RFC 3339; absent if unknown
//	Wiredesk-Urls          64-bit hashes, in hex, of the URLs of the story, and
//	                       of the id of its entry in the feed
//	Wiredesk-Entry         <feed hash>:<entry fingerprint>, 64 bits each, in hex
//
// A consumer keeps, for each ce-subject, the highest version.
//
// The JSON Schema of the payload lies in the key-value bucket SCHEMAS under
// article.v1 ([PublishSchema]); the stream's metadata says so, and names the URI
// that ce-dataschema bears.
//
// # What is guaranteed
//
// A story keeps its id for all its versions, whichever feed and address it is
// seen under: [Publisher.Publish] takes over the id of a story that is known by
// one of the article's addresses. Versions count 1, 2, 3 without a gap, in the
// order of the stream. A version is published because the content hash differs
// from the one before, never because a feed was polled again.
//
// When Publish returns without an error, the stream has acknowledged the story.
// Until then nothing may be marked as done: the caller's queue is the outbox.
//
// No <id>:<version> is stored twice. Three things see to it: within a process,
// a story's id and addresses are locked while it is published; between
// processes, the stream drops a message id it has seen within its duplicate
// window (1 h), and whoever comes second waits until its index knows the
// winner's version and decides again; and after any reconnect nothing is
// published before the index has read all that was stored meanwhile, so an
// outage may last longer than the window. What remains: two processes that see
// a new story at the same moment under two addresses that share nothing
// publish it under two ids; and a process that is stopped for longer than the
// window, between deciding and sending, and then woken, could store a version
// that another process stored meanwhile.
//
// # Withdrawals
//
// [Publisher.Withdraw] publishes that a story was taken back: a version with the
// event withdrawn, which names the story and says why (article.Withdrawal) and
// holds no text, under the subject of the story's language and site. A story that
// is published again after that is restored.
//
// # Events
//
// Beside the articles, and in no stream, there is news of the crawl for people at
// work now: [Announce] sends it, [Events] yields it, [DecodeEvent] reads the payload
// of a message that came another way. The subject is
//
//	wiredesk.events.<type>
//
// and the payload a JSON object with type, text (a sentence for people) and time
// (RFC 3339, UTC):
//
//	feed.gone, .moved, .proposed, .untrusted, .gap, .budget   FeedEvent: feed (its URL), id
//	site.rot, .recovered                             SiteEvent: site, began, since, losses
//	crawl.paused, .resumed                           CrawlEvent: no more; resumed has no text
//	clock.skewed, .agrees, .stepped                  ClockEvent: node, seconds
//
// A turn is announced by the process that saw it, to whoever listens at that moment:
// nothing is stored, acknowledged or kept for later. After a crash it may be announced
// again, news of two processes may overtake each other, and each process that crawls
// tells of its own pauses. Who must not miss a turn asks for the state instead. Types
// and members are added, none is renamed or given another meaning.
//
// # The index
//
// [Index] is the stream's headers in memory: by id and by URL, the newest
// version, in some 80 bytes a story. It is read at start (some 80,000 headers a
// second, or from a snapshot on disk what was read before) and then kept up. There
// is no other record of what was published that could disagree with the stream: a
// snapshot only saves reading, and one that does not fit the stream is not used.
//
// What a process publishes itself it does not read back: as long as the sequences
// it was acknowledged follow each other, nobody else has published. It asks twice
// a second, and after each reconnect, and follows the stream while others publish.
//
// A story whose messages have expired stays known at least until the process
// ends; after that, if a feed still lists it, it is published again as version 1.
package sink
