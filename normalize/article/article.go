package article

import (
	"slices"
	"time"
)

// Schema is the URI that names this version of the article's JSON; it travels
// in every article and in the ce-dataschema header.
const Schema = "https://wiredesk.dev/schema/article/v1"

// Article is one version of one story, as it is published. The JSON names are
// the wire contract: fields are added, never renamed or given another meaning. The
// doc tags describe the fields in the JSON Schema and in docs/article.md.
type Article struct {
	Schema          string `json:"schema" doc:"URI of this schema; it changes only when a field changes its meaning"`
	ID              string `json:"id" doc:"names the story, the same for all its versions: a hash of its canonical URL, else of its feed and the entry's id"`
	Version         int    `json:"version" doc:"1, 2, 3, …; it rises when content_hash changes, when the story is withdrawn or restored, and when a feed of its site first speaks of what others had announced"`
	PreviousVersion int    `json:"previous_version,omitempty" doc:"the version before this one; absent on the first"`
	Event           Event  `json:"event" doc:"why this version was published"`
	// EventReason says more of the event, where there is more to say; Completed is the only one so far.
	EventReason EventReason `json:"event_reason,omitempty" doc:"what brought an updated version about: completed says that the story's page has come, of which only the feed's half was there before"`

	URL    string  `json:"url,omitempty" doc:"canonical address of the story's page"`
	URLs   []URL   `json:"urls,omitempty" doc:"all addresses it is known by"`
	AltIDs []AltID `json:"alt_ids,omitempty" doc:"identifiers that others gave it"`
	About  string  `json:"about,omitempty" doc:"address on another site that the story is about, whose page could not be had; it is not the story's own"`

	Headline      string  `json:"headline" doc:"the headline that readers see; HTML entities are resolved"`
	Headlines     []Title `json:"headlines,omitempty" doc:"all headlines that were found, with where they stood"`
	Summary       string  `json:"summary,omitempty" doc:"standfirst or description, in plain text"`
	SummaryIsLead bool    `json:"summary_is_lead,omitempty" doc:"the summary only repeats how the body begins"`
	BodyText      string  `json:"body_text,omitempty" doc:"the body in plain text, paragraphs parted by empty lines"`
	BodyHTML      string  `json:"body_html,omitempty" doc:"the body as sanitised HTML: no scripts, styles, forms or event handlers"`
	Blocks        []Block `json:"blocks,omitempty" doc:"the body in pieces, in reading order"`
	Truncated     bool    `json:"truncated,omitempty" doc:"the body was cut to fit into a message of 768 KiB; hashes are those of the whole"`

	Byline      string   `json:"byline,omitempty" doc:"the line that names the authors, as it stands"`
	Authors     []Author `json:"authors,omitempty" doc:"whom the byline names, in its order"`
	Agency      string   `json:"agency,omitempty" doc:"news agency that the text comes from, such as AFP or Reuters"`
	Agencies    []string `json:"agencies,omitempty" doc:"the news agencies that the text comes from, agency first, where they are several"`
	InfoSources []Source `json:"info_sources,omitempty" doc:"organisations that the story came through"`
	Located     string   `json:"located,omitempty" doc:"place of the dateline"`

	PublishedAt        Moment    `json:"published_at,omitzero" doc:"when the publisher says that the story appeared"`
	ModifiedAt         Moment    `json:"modified_at,omitzero" doc:"when the publisher says that it was last changed"`
	ExpiresAt          Moment    `json:"expires_at,omitzero" doc:"when the publisher says that it is to be taken down"`
	PublishedPrecision Precision `json:"published_precision,omitempty" doc:"how exact published_at is: a date without a clock reads as midnight with precision day"`
	ModifiedPrecision  Precision `json:"modified_precision,omitempty" doc:"how exact modified_at is"`
	FirstSeenAt        Moment    `json:"first_seen_at,omitzero" doc:"when wiredesk first saw the story, in UTC; never moves back"`

	Language  *Language  `json:"language,omitempty" doc:"language of the text"`
	Direction string     `json:"direction,omitempty" doc:"ltr or rtl, where the page says so"`
	Images    []Image    `json:"images,omitempty" doc:"pictures of the story, the cover first"`
	Media     []Media    `json:"media,omitempty" doc:"recordings and files attached to it"`
	Section   string     `json:"section,omitempty" doc:"section of the site that it stands in"`
	Tags      []Tag      `json:"tags,omitempty" doc:"subjects it is about, as publisher or feed name them"`
	Genres    []string   `json:"genres,omitempty" doc:"kinds of text, such as opinion or live blog; reserved, nothing fills it yet"`
	Publisher *Publisher `json:"publisher,omitempty" doc:"site that published the page"`

	Rights       *Rights      `json:"rights,omitempty" doc:"the publisher's words about copyright and licence"`
	Access       Access       `json:"access,omitempty" doc:"what a reader of the page needs"`
	Reuse        *Reuse       `json:"reuse,omitempty" doc:"machine-readable signals about reuse: keep them"`
	Completeness Completeness `json:"completeness" doc:"how much of the story the body holds"`
	Duplicate    *Duplicate   `json:"duplicate,omitempty" doc:"the cluster of the same text elsewhere; reserved, nothing fills it yet"`
	Corrections  []Correction `json:"corrections,omitempty" doc:"the publisher's notices that the story was wrong"`
	Changes      []Change     `json:"changes,omitempty" doc:"which fields differ from the version before"`
	Related      []Link       `json:"related,omitempty" doc:"other stories that the page points to; they are not part of the body"`
	Withdrawal   *Withdrawal  `json:"withdrawal,omitempty" doc:"why the story was taken back; only on withdrawn versions, which hold no text"`

	ContentHash string `json:"content_hash,omitempty" doc:"SHA-256 of what the story says; the same content has the same hash, whatever its date"`
	TextHash    string `json:"text_hash,omitempty" doc:"hash of the body's text alone"`
	Simhash     string `json:"simhash,omitempty" doc:"64 bits that are close for texts that are nearly the same"`

	Provenance Provenance `json:"provenance" doc:"where everything came from"`
	Pipeline   *Pipeline  `json:"pipeline,omitempty" doc:"build and run that made this version"`
}

// Moment is an instant; its JSON is RFC 3339. Those that a page or a feed tells are
// at the offset at which they were told, so that their day is the one that readers
// saw; ours are in UTC.
type Moment = time.Time

// Event says why this version was published.
type Event string

// The events of an article's life, as they stand in ce-type and in the subject.
const (
	Published Event = "published"
	Updated   Event = "updated"
	Corrected Event = "corrected"
	Withdrawn Event = "withdrawn"
	Restored  Event = "restored"
)

// EventReason is what brought a version about, beyond what its publisher has changed.
type EventReason string

// Completed is the reason of an updated version: the page of the story has come, which had
// failed to (Fetch.Failed) or was not taken for it (Fetch.Refused) when the version before
// was made.
const Completed EventReason = "completed"

// Events are all of them, in the order of a life.
func Events() []Event { return []Event{Published, Updated, Corrected, Withdrawn, Restored} }

// Precision is the unit to which a date was given by its source.
type Precision string

// Precisions, from coarse to fine.
const (
	Day    Precision = "day"
	Minute Precision = "minute"
	Second Precision = "second"
)

// Completeness says how much of the story the body holds.
type Completeness string

// Completeness of a body.
const (
	Full         Completeness = "full"
	Partial      Completeness = "partial"
	HeadlineOnly Completeness = "headline_only"
)

// Access says what a reader of the page needs.
type Access string

// Access to the page.
const (
	Free          Access = "free"
	Metered       Access = "metered"
	Paywalled     Access = "paywalled"
	AccessUnknown Access = "unknown"
)

// URL is an address of the story; Role is found (in the feed), final (after
// redirects), canonical, amp, guid or shared (SharedURL).
type URL struct {
	URL  string `json:"url" doc:"the address"`
	Role string `json:"role" doc:"found (in the feed), final (after redirects), canonical, amp, guid, or shared with other stories"`
}

// AltID is an identifier somebody else gave the story; Role names who
// (guid, permalink, atom:id, json:id, jsonld:@id).
type AltID struct {
	Role  string `json:"role" doc:"who gave it: guid, permalink, atom:id, json:id, jsonld:@id"`
	Value string `json:"value" doc:"the identifier, as it stands"`
}

// Title is one of a story's headlines; Role is main, feed, page or social.
type Title struct {
	Role  string `json:"role" doc:"main, feed, page or social"`
	Value string `json:"value" doc:"the headline"`
}

// Block is one piece of the body, in reading order. Type is p, heading, quote,
// list, table, figure or embed.
type Block struct {
	Type  string   `json:"type" doc:"p, heading, quote, list, table, figure or embed"`
	Text  string   `json:"text,omitempty" doc:"its plain text"`
	Level int      `json:"level,omitempty" doc:"of a heading, 1 to 6"`
	Items []string `json:"items,omitempty" doc:"entries of a list"`
	// Ordered says that the entries of a list are numbered. They count up from Start,
	// or from 1 if it is 0, or have the Numbers, one for each.
	Ordered bool   `json:"ordered,omitempty" doc:"the entries are numbered"`
	Start   int    `json:"start,omitempty" doc:"number of the first entry where it is not 1"`
	Numbers []int  `json:"numbers,omitempty" doc:"number of each entry where they do not count up"`
	URL     string `json:"url,omitempty" doc:"of a figure or an embed"`
}

// Author is who a byline names. Kind is person, org or agency.
type Author struct {
	Name string `json:"name" doc:"the name, without by and titles"`
	URL  string `json:"url,omitempty" doc:"page of the author"`
	Kind string `json:"kind,omitempty" doc:"person, org or agency"`
	Role string `json:"role,omitempty" doc:"such as reporter or photographer"`
}

// Source is an organisation the story came through: Role is agency, publisher
// or syndicator.
type Source struct {
	Name string `json:"name" doc:"the organisation"`
	Role string `json:"role,omitempty" doc:"agency, publisher or syndicator"`
}

// Language is a BCP 47 tag with the confidence, 0 to 1, of who chose it.
type Language struct {
	Tag        string  `json:"tag" doc:"BCP 47 tag"`
	Confidence float64 `json:"confidence,omitempty" doc:"from 0 to 1"`
}

// Image is a picture of the story. Role is cover or body; Width and Height are pixels.
type Image struct {
	URL     string `json:"url" doc:"address of the picture"`
	Role    string `json:"role,omitempty" doc:"cover or body"`
	Width   int    `json:"w,omitempty" doc:"width in pixels"`
	Height  int    `json:"h,omitempty" doc:"height in pixels"`
	Alt     string `json:"alt,omitempty" doc:"text for those who do not see it"`
	Caption string `json:"caption,omitempty" doc:"caption below it"`
	Credit  string `json:"credit,omitempty" doc:"who made it, or owns it"`
	Type    string `json:"type,omitempty" doc:"media type"`
}

// Media is an attached recording or file: size in bytes, duration in seconds.
type Media struct {
	URL      string `json:"url" doc:"address of the file"`
	Type     string `json:"type,omitempty" doc:"media type"`
	Size     int64  `json:"size,omitempty" doc:"bytes"`
	Duration int    `json:"duration,omitempty" doc:"seconds"`
}

// Tag is a subject of the story; Source says who gave it.
type Tag struct {
	Name   string `json:"name" doc:"the subject"`
	URI    string `json:"uri,omitempty" doc:"page or identifier of the subject"`
	Source string `json:"source,omitempty" doc:"who named it, as in provenance"`
}

// Publisher is the site that published the page.
type Publisher struct {
	Name   string `json:"name,omitempty" doc:"name of the site"`
	Domain string `json:"domain,omitempty" doc:"its domain, without www"`
	URL    string `json:"url,omitempty" doc:"its home page"`
}

// Rights are the publisher's words about copyright and licence.
type Rights struct {
	Notice  string `json:"notice,omitempty" doc:"copyright notice"`
	Holder  string `json:"holder,omitempty" doc:"who holds the copyright"`
	License string `json:"license,omitempty" doc:"licence, or its address"`
	Usage   string `json:"usage,omitempty" doc:"terms of use, or their address"`
}

// Reuse are the machine-readable signals about reuse: robots directives,
// the TDM reservation and opt-outs from training.
type Reuse struct {
	Robots string `json:"robots,omitempty" doc:"robots directives of the page and its headers"`
	TDM    string `json:"tdm,omitempty" doc:"reservation of text and data mining, or its policy"`
	NoAI   bool   `json:"noai,omitempty" doc:"the page opts out of training"`
}

// Duplicate links an article to the cluster of the same text elsewhere. Role is
// original, syndicated_copy or republication; Score is 0 to 1.
type Duplicate struct {
	Cluster string  `json:"cluster" doc:"names the cluster"`
	Role    string  `json:"role,omitempty" doc:"original, syndicated_copy or republication"`
	Of      string  `json:"of,omitempty" doc:"id of the original"`
	Score   float64 `json:"score,omitempty" doc:"likeness, from 0 to 1"`
	Method  string  `json:"method,omitempty" doc:"how it was found"`
}

// Correction is a publisher's notice that the story was wrong.
type Correction struct {
	Text string `json:"text" doc:"the notice"`
	At   Moment `json:"at,omitzero" doc:"when it was made"`
}

// Change names one field that differs from the previous version, with short
// hashes of both values (empty: the field was absent).
type Change struct {
	Field      string `json:"field" doc:"JSON name of the field"`
	BeforeHash string `json:"before_hash,omitempty" doc:"short hash of the earlier value; absent if there was none"`
	AfterHash  string `json:"after_hash,omitempty" doc:"short hash of the new value; absent if it is gone"`
}

// Link is another story this page points to.
type Link struct {
	URL   string `json:"url" doc:"its address"`
	Title string `json:"title,omitempty" doc:"text of the link"`
}

// Provenance says where everything came from.
type Provenance struct {
	Voices    []Voice          `json:"voices,omitempty" doc:"who spoke for the story: its page, feeds that may; and feeds that only announced it"`
	Fields    map[string]Field `json:"fields,omitempty" doc:"by the JSON name of the article's field"`
	Fetches   []Fetch          `json:"fetches,omitempty" doc:"requests that fed the article"`
	Extractor *Extractor       `json:"extractor,omitempty" doc:"what found the body"`
}

// FromPage reports whether the article was made of its page, not of a feed alone.
func (a *Article) FromPage() bool {
	return slices.ContainsFunc(a.Provenance.Fetches, func(f Fetch) bool { return f.Role == "page" && IsDocument(f.Status) })
}

// AwaitsPage reports whether the article is its feed's half, because its page has not come,
// or what came was not taken for it.
func (a *Article) AwaitsPage() bool {
	waits := false
	for _, f := range a.Provenance.Fetches {
		if f.Role == "page" && IsDocument(f.Status) && f.Refused == "" && f.Failed == "" {
			return false
		}
		waits = waits || f.Role == "page"
	}
	return waits
}

// IsDocument tells the statuses of an answer that is the page itself: 203 comes from a
// proxy that changed it, 226 from a server that could have sent the difference alone.
func IsDocument(status int) bool { return status == 200 || status == 203 || status == 226 }

// Field is the source of one field ("page.jsonld:headline", "feed:author") with
// a confidence from 0 to 1, and the candidates that lost.
type Field struct {
	Source     string      `json:"source" doc:"such as page.jsonld:headline or feed:author"`
	Confidence float64     `json:"confidence,omitempty" doc:"from 0 to 1"`
	Rejected   []Candidate `json:"rejected,omitempty" doc:"candidates that lost"`
}

// Candidate is a value that was found and not taken.
type Candidate struct {
	Value  string `json:"value" doc:"what was found and not taken"`
	Source string `json:"source" doc:"where it stood"`
}

// Fetch is one request that fed the article. Role is feed or page, Via is poll,
// websub or manual; Millis is the duration.
type Fetch struct {
	URL          string   `json:"url" doc:"address that was asked"`
	Role         string   `json:"role" doc:"feed or page"`
	Via          string   `json:"via,omitempty" doc:"poll, websub or manual"`
	At           Moment   `json:"at,omitzero" doc:"when it was asked"`
	Status       int      `json:"status,omitempty" doc:"HTTP status"`
	FinalURL     string   `json:"final_url,omitempty" doc:"where redirects led"`
	Redirects    []string `json:"redirects,omitempty" doc:"addresses on the way"`
	ETag         string   `json:"etag,omitempty" doc:"validator of the answer"`
	LastModified string   `json:"last_modified,omitempty" doc:"validator of the answer"`
	ContentType  string   `json:"content_type,omitempty" doc:"Content-Type of the answer"`
	Charset      string   `json:"charset,omitempty" doc:"charset it was read in"`
	Bytes        int64    `json:"bytes,omitempty" doc:"length of the body, decoded"`
	SHA256       string   `json:"sha256,omitempty" doc:"hash of the body"`
	Millis       int64    `json:"ms,omitempty" doc:"duration in milliseconds"`
	Refused      string   `json:"refused,omitempty" doc:"why the answer was not taken for the story's page, such as: asks to log in"`
	Failed       string   `json:"failed,omitempty" doc:"why no page came, such as: answered 503 Service Unavailable; the feed's half stands in"`
}

// Extractor is what found the body, with its confidence from 0 to 1.
type Extractor struct {
	Name       string    `json:"name" doc:"the program"`
	Version    string    `json:"version,omitempty" doc:"of its model and rules"`
	Method     string    `json:"method,omitempty" doc:"how the body was found"`
	Confidence float64   `json:"confidence,omitempty" doc:"from 0 to 1"`
	Warnings   []string  `json:"warnings,omitempty" doc:"what looked odd"`
	Removed    []Removed `json:"removed,omitempty" doc:"what was taken out of the page, with the reason"`
}

// Removed is a piece of page that is not part of the body.
type Removed struct {
	Text   string `json:"text" doc:"how it begins"`
	Reason string `json:"reason" doc:"why it is no part of the body"`
}

// Pipeline names the build and the run that made this version.
type Pipeline struct {
	Version string `json:"version,omitempty" doc:"build of wiredesk"`
	Node    string `json:"node,omitempty" doc:"host it ran on"`
	Run     string `json:"run,omitempty" doc:"names the run"`
}
