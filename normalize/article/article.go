package article

import "time"

// Schema is the URI that names this version of the article's JSON; it travels
// in every article and in the ce-dataschema header.
const Schema = "https://wiredesk.dev/schema/article/v1"

// Article is one version of one story, as it is published. The JSON names are
// the wire contract: fields are added, never renamed or given another meaning.
type Article struct {
	Schema          string `json:"schema"`
	ID              string `json:"id"`
	Version         int    `json:"version"`
	PreviousVersion int    `json:"previous_version,omitempty"`
	Event           Event  `json:"event"`

	URL    string  `json:"url,omitempty"`
	URLs   []URL   `json:"urls,omitempty"`
	AltIDs []AltID `json:"alt_ids,omitempty"`

	Headline  string  `json:"headline"`
	Headlines []Title `json:"headlines,omitempty"`
	Summary   string  `json:"summary,omitempty"`
	// SummaryIsLead says that the summary only repeats how the body begins.
	SummaryIsLead bool    `json:"summary_is_lead,omitempty"`
	BodyText      string  `json:"body_text,omitempty"`
	BodyHTML      string  `json:"body_html,omitempty"`
	Blocks        []Block `json:"blocks,omitempty"`
	// Truncated says that the body was cut to fit MaxSize.
	Truncated bool `json:"truncated,omitempty"`

	Byline      string   `json:"byline,omitempty"`
	Authors     []Author `json:"authors,omitempty"`
	Agency      string   `json:"agency,omitempty"`
	InfoSources []Source `json:"info_sources,omitempty"`
	Located     string   `json:"located,omitempty"`

	PublishedAt Moment `json:"published_at,omitzero"`
	ModifiedAt  Moment `json:"modified_at,omitzero"`
	ExpiresAt   Moment `json:"expires_at,omitzero"`
	// PublishedPrecision and ModifiedPrecision say how exact the source was:
	// a date without a clock reads as midnight UTC with precision day.
	PublishedPrecision Precision `json:"published_precision,omitempty"`
	ModifiedPrecision  Precision `json:"modified_precision,omitempty"`
	FirstSeenAt        Moment    `json:"first_seen_at,omitzero"`

	Language  *Language  `json:"language,omitempty"`
	Direction string     `json:"direction,omitempty"`
	Images    []Image    `json:"images,omitempty"`
	Media     []Media    `json:"media,omitempty"`
	Section   string     `json:"section,omitempty"`
	Tags      []Tag      `json:"tags,omitempty"`
	Genres    []string   `json:"genres,omitempty"`
	Publisher *Publisher `json:"publisher,omitempty"`

	Rights       *Rights      `json:"rights,omitempty"`
	Access       Access       `json:"access,omitempty"`
	Reuse        *Reuse       `json:"reuse,omitempty"`
	Completeness Completeness `json:"completeness"`
	Duplicate    *Duplicate   `json:"duplicate,omitempty"`
	Corrections  []Correction `json:"corrections,omitempty"`
	Changes      []Change     `json:"changes,omitempty"`
	Related      []Link       `json:"related,omitempty"`
	// Withdrawal is set where Event is Withdrawn.
	Withdrawal *Withdrawal `json:"withdrawal,omitempty"`

	ContentHash string `json:"content_hash,omitempty"`
	TextHash    string `json:"text_hash,omitempty"`
	Simhash     string `json:"simhash,omitempty"`

	Provenance Provenance `json:"provenance"`
	Pipeline   *Pipeline  `json:"pipeline,omitempty"`
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
// redirects), canonical, amp or guid.
type URL struct {
	URL  string `json:"url"`
	Role string `json:"role"`
}

// AltID is an identifier somebody else gave the story; Role names who
// (guid, permalink, atom:id, json:id, jsonld:@id).
type AltID struct {
	Role  string `json:"role"`
	Value string `json:"value"`
}

// Title is one of a story's headlines; Role is main, feed, page or social.
type Title struct {
	Role  string `json:"role"`
	Value string `json:"value"`
}

// Block is one piece of the body, in reading order. Type is p, heading, quote,
// list, table, figure or embed.
type Block struct {
	Type  string   `json:"type"`
	Text  string   `json:"text,omitempty"`
	Level int      `json:"level,omitempty"`
	Items []string `json:"items,omitempty"`
	URL   string   `json:"url,omitempty"`
}

// Author is who a byline names. Kind is person, org or agency.
type Author struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
	Kind string `json:"kind,omitempty"`
	Role string `json:"role,omitempty"`
}

// Source is an organisation the story came through: Role is agency, publisher
// or syndicator.
type Source struct {
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

// Language is a BCP 47 tag with the confidence, 0 to 1, of who chose it.
type Language struct {
	Tag        string  `json:"tag"`
	Confidence float64 `json:"confidence,omitempty"`
}

// Image is a picture of the story. Role is cover or body; Width and Height are pixels.
type Image struct {
	URL     string `json:"url"`
	Role    string `json:"role,omitempty"`
	Width   int    `json:"w,omitempty"`
	Height  int    `json:"h,omitempty"`
	Alt     string `json:"alt,omitempty"`
	Caption string `json:"caption,omitempty"`
	Credit  string `json:"credit,omitempty"`
	Type    string `json:"type,omitempty"`
}

// Media is an attached recording or file: size in bytes, duration in seconds.
type Media struct {
	URL      string `json:"url"`
	Type     string `json:"type,omitempty"`
	Size     int64  `json:"size,omitempty"`
	Duration int    `json:"duration,omitempty"`
}

// Tag is a subject of the story; Source says who gave it.
type Tag struct {
	Name   string `json:"name"`
	URI    string `json:"uri,omitempty"`
	Source string `json:"source,omitempty"`
}

// Publisher is the site that published the page.
type Publisher struct {
	Name   string `json:"name,omitempty"`
	Domain string `json:"domain,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Rights are the publisher's words about copyright and licence.
type Rights struct {
	Notice  string `json:"notice,omitempty"`
	Holder  string `json:"holder,omitempty"`
	License string `json:"license,omitempty"`
	Usage   string `json:"usage,omitempty"`
}

// Reuse are the machine-readable signals about reuse: robots directives,
// the TDM reservation and opt-outs from training.
type Reuse struct {
	Robots string `json:"robots,omitempty"`
	TDM    string `json:"tdm,omitempty"`
	NoAI   bool   `json:"noai,omitempty"`
}

// Duplicate links an article to the cluster of the same text elsewhere. Role is
// original, syndicated_copy or republication; Score is 0 to 1.
type Duplicate struct {
	Cluster string  `json:"cluster"`
	Role    string  `json:"role,omitempty"`
	Of      string  `json:"of,omitempty"`
	Score   float64 `json:"score,omitempty"`
	Method  string  `json:"method,omitempty"`
}

// Correction is a publisher's notice that the story was wrong.
type Correction struct {
	Text string `json:"text"`
	At   Moment `json:"at,omitzero"`
}

// Change names one field that differs from the previous version, with short
// hashes of both values (empty: the field was absent).
type Change struct {
	Field      string `json:"field"`
	BeforeHash string `json:"before_hash,omitempty"`
	AfterHash  string `json:"after_hash,omitempty"`
}

// Link is another story this page points to.
type Link struct {
	URL   string `json:"url"`
	Title string `json:"title,omitempty"`
}

// Provenance says where everything came from.
type Provenance struct {
	// Fields is keyed by the JSON name of the article's field.
	Fields    map[string]Field `json:"fields,omitempty"`
	Fetches   []Fetch          `json:"fetches,omitempty"`
	Extractor *Extractor       `json:"extractor,omitempty"`
}

// Field is the source of one field ("page.jsonld:headline", "feed:author") with
// a confidence from 0 to 1, and the candidates that lost.
type Field struct {
	Source     string      `json:"source"`
	Confidence float64     `json:"confidence,omitempty"`
	Rejected   []Candidate `json:"rejected,omitempty"`
}

// Candidate is a value that was found and not taken.
type Candidate struct {
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Fetch is one request that fed the article. Role is feed or page, Via is poll,
// websub or manual; Millis is the duration.
type Fetch struct {
	URL          string   `json:"url"`
	Role         string   `json:"role"`
	Via          string   `json:"via,omitempty"`
	At           Moment   `json:"at,omitzero"`
	Status       int      `json:"status,omitempty"`
	FinalURL     string   `json:"final_url,omitempty"`
	Redirects    []string `json:"redirects,omitempty"`
	ETag         string   `json:"etag,omitempty"`
	LastModified string   `json:"last_modified,omitempty"`
	ContentType  string   `json:"content_type,omitempty"`
	Charset      string   `json:"charset,omitempty"`
	Bytes        int64    `json:"bytes,omitempty"`
	SHA256       string   `json:"sha256,omitempty"`
	Millis       int64    `json:"ms,omitempty"`
}

// Extractor is what found the body, with its confidence from 0 to 1.
type Extractor struct {
	Name       string   `json:"name"`
	Version    string   `json:"version,omitempty"`
	Method     string   `json:"method,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
	Warnings   []string `json:"warnings,omitempty"`
	// Removed names what was taken out of the page, with the reason.
	Removed []Removed `json:"removed,omitempty"`
}

// Removed is a piece of page that is not part of the body.
type Removed struct {
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Pipeline names the build and the run that made this version.
type Pipeline struct {
	Version string `json:"version,omitempty"`
	Node    string `json:"node,omitempty"`
	Run     string `json:"run,omitempty"`
}
