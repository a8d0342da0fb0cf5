package article

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// NinjsSchema is the schema that Ninjs writes for.
const NinjsSchema = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"

// Ninjs is an article as IPTC ninjs 3.1, for systems that read news in that
// form. The standard allows no fields of others: what it has no place for
// (access, reuse, duplicate, hashes, provenance) is left out.
type Ninjs struct {
	URI                string             `json:"uri"`
	Standard           NinjsStandard      `json:"standard"`
	Type               string             `json:"type"`
	RepresentationType string             `json:"representationType,omitempty"`
	Version            string             `json:"version,omitempty"`
	FirstCreated       Moment             `json:"firstCreated,omitzero"`
	VersionCreated     Moment             `json:"versionCreated,omitzero"`
	Expires            Moment             `json:"expires,omitzero"`
	PubStatus          string             `json:"pubStatus,omitempty"`
	Language           string             `json:"language,omitempty"`
	By                 string             `json:"by,omitempty"`
	Located            string             `json:"located,omitempty"`
	Headlines          []NinjsText        `json:"headlines,omitempty"`
	Descriptions       []NinjsText        `json:"descriptions,omitempty"`
	Bodies             []NinjsBody        `json:"bodies,omitempty"`
	People             []NinjsConcept     `json:"people,omitempty"`
	Organisations      []NinjsConcept     `json:"organisations,omitempty"`
	InfoSources        []Source           `json:"infoSources,omitempty"`
	Subjects           []NinjsConcept     `json:"subjects,omitempty"`
	Genres             []NinjsConcept     `json:"genres,omitempty"`
	Renditions         []NinjsRendition   `json:"renditions,omitempty"`
	Associations       []NinjsAssociation `json:"associations,omitempty"`
	AltIDs             []AltID            `json:"altIds,omitempty"`
	CopyrightHolder    string             `json:"copyrightHolder,omitempty"`
	CopyrightNotice    string             `json:"copyrightNotice,omitempty"`
	UsageTerms         string             `json:"usageTerms,omitempty"`
	RightsInfo         *NinjsRights       `json:"rightsInfo,omitempty"`
	EdNote             string             `json:"edNote,omitempty"`
}

// NinjsStandard names the standard and its schema.
type NinjsStandard struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Schema  string `json:"schema"`
}

// NinjsText is a headline or a description, with its role.
type NinjsText struct {
	Role  string `json:"role,omitempty"`
	Value string `json:"value"`
}

// NinjsBody is the text, plain or as HTML.
type NinjsBody struct {
	Role        string `json:"role"`
	ContentType string `json:"contentType"`
	CharCount   int    `json:"charCount,omitempty"`
	WordCount   int    `json:"wordCount,omitempty"`
	Value       string `json:"value"`
}

// NinjsConcept is a person, an organisation, a subject or a genre.
type NinjsConcept struct {
	Name string `json:"name"`
	Rel  string `json:"rel,omitempty"`
	URI  string `json:"uri,omitempty"`
}

// NinjsRendition is a file: size in bytes, duration in seconds.
type NinjsRendition struct {
	Name        string `json:"name"`
	Href        string `json:"href,omitempty"`
	ContentType string `json:"contentType,omitempty"`
	Width       int    `json:"width,omitempty"`
	Height      int    `json:"height,omitempty"`
	SizeInBytes int64  `json:"sizeInBytes,omitempty"`
	Duration    int    `json:"duration,omitempty"`
}

// NinjsAssociation is a picture of the story, or another story.
type NinjsAssociation struct {
	Name         string           `json:"name"`
	Rel          string           `json:"rel"`
	URI          string           `json:"uri"`
	Type         string           `json:"type"`
	By           string           `json:"by,omitempty"`
	Headlines    []NinjsText      `json:"headlines,omitempty"`
	Descriptions []NinjsText      `json:"descriptions,omitempty"`
	Renditions   []NinjsRendition `json:"renditions,omitempty"`
}

// NinjsRights links to a licence.
type NinjsRights struct {
	LinkedRights string `json:"linkedRights"`
}

// ToNinjs projects an article to IPTC ninjs 3.1.
func ToNinjs(a *Article) *Ninjs {
	n := &Ninjs{
		URI: URN(a.ID), Standard: NinjsStandard{"ninjs", "3.1", NinjsSchema}, Type: "text", RepresentationType: "partial", PubStatus: "usable",
		FirstCreated: utc(a.PublishedAt), VersionCreated: utc(a.ModifiedAt), Expires: utc(a.ExpiresAt), By: a.Byline, Located: a.Located,
	}
	if a.Completeness == Full && !a.Truncated {
		n.RepresentationType = "full"
	}
	if a.Version > 0 {
		n.Version = strconv.Itoa(a.Version)
	}
	if a.Event == Withdrawn {
		n.PubStatus = "canceled"
	}
	if n.VersionCreated.IsZero() {
		n.VersionCreated = n.FirstCreated
	}
	if a.Language != nil {
		n.Language = a.Language.Tag
	}
	n.texts(a)
	n.concepts(a)
	n.media(a)
	n.rights(a)
	return n
}

func (n *Ninjs) texts(a *Article) {
	if a.Headline != "" {
		n.Headlines = append(n.Headlines, NinjsText{"main", a.Headline})
	}
	for _, h := range a.Headlines {
		if h.Role != "main" && h.Value != "" {
			n.Headlines = append(n.Headlines, NinjsText(h))
		}
	}
	if a.Summary != "" {
		n.Descriptions = append(n.Descriptions, NinjsText{"summary", a.Summary})
	}
	if a.BodyText != "" {
		words, runes := len(strings.Fields(a.BodyText)), utf8.RuneCountInString(a.BodyText)
		n.Bodies = append(n.Bodies, NinjsBody{"main", "text/plain", runes, words, a.BodyText})
	}
	if a.BodyHTML != "" {
		n.Bodies = append(n.Bodies, NinjsBody{Role: "main", ContentType: "text/html", Value: a.BodyHTML})
	}
	var notes []string
	for _, c := range a.Corrections {
		notes = append(notes, c.Text)
	}
	n.EdNote = strings.Join(notes, "\n")
}

func (n *Ninjs) concepts(a *Article) {
	for _, x := range a.Authors {
		c := NinjsConcept{x.Name, "author", absolute(x.URL)}
		if x.Kind == "org" || x.Kind == "agency" {
			n.Organisations = append(n.Organisations, c)
		} else {
			n.People = append(n.People, c)
		}
	}
	if p := a.Publisher; p != nil && p.Name+p.Domain != "" {
		name := p.Name
		if name == "" {
			name = p.Domain
		}
		n.Organisations = append(n.Organisations, NinjsConcept{name, "publisher", absolute(p.URL)})
	}
	n.InfoSources = a.InfoSources
	if a.Section != "" {
		n.Subjects = append(n.Subjects, NinjsConcept{Name: a.Section, Rel: "section"})
	}
	for _, t := range a.Tags {
		n.Subjects = append(n.Subjects, NinjsConcept{t.Name, "about", absolute(t.URI)})
	}
	for _, g := range a.Genres {
		n.Genres = append(n.Genres, NinjsConcept{Name: g})
	}
	for _, u := range a.URLs {
		n.AltIDs = append(n.AltIDs, AltID{Role: u.Role, Value: u.URL})
	}
	if a.URL != "" && len(a.URLs) == 0 {
		n.AltIDs = append(n.AltIDs, AltID{Role: "canonical", Value: a.URL})
	}
	n.AltIDs = append(n.AltIDs, a.AltIDs...)
}

func (n *Ninjs) media(a *Article) {
	for i, img := range a.Images {
		uri := absolute(img.URL)
		if uri == "" {
			continue
		}
		x := NinjsAssociation{Name: "image-" + strconv.Itoa(i+1), Rel: img.Role, URI: uri, Type: "picture", By: img.Credit}
		if x.Rel == "" {
			x.Rel = "body"
		}
		for _, d := range []NinjsText{{"caption", img.Caption}, {"alt", img.Alt}} {
			if d.Value != "" {
				x.Descriptions = append(x.Descriptions, d)
			}
		}
		x.Renditions = []NinjsRendition{{Name: "original", Href: uri, ContentType: img.Type, Width: img.Width, Height: img.Height}}
		n.Associations = append(n.Associations, x)
	}
	for i, l := range a.Related {
		uri := absolute(l.URL)
		if uri == "" {
			continue
		}
		x := NinjsAssociation{Name: "related-" + strconv.Itoa(i+1), Rel: "related", URI: uri, Type: "text"}
		if l.Title != "" {
			x.Headlines = []NinjsText{{"main", l.Title}}
		}
		n.Associations = append(n.Associations, x)
	}
	for i, m := range a.Media {
		if uri := absolute(m.URL); uri != "" {
			n.Renditions = append(n.Renditions, NinjsRendition{
				Name: "media-" + strconv.Itoa(i+1), Href: uri, ContentType: m.Type, SizeInBytes: m.Size, Duration: m.Duration,
			})
		}
	}
}

func (n *Ninjs) rights(a *Article) {
	if a.Rights == nil {
		return
	}
	n.CopyrightHolder, n.CopyrightNotice, n.UsageTerms = a.Rights.Holder, a.Rights.Notice, a.Rights.Usage
	if uri := absolute(a.Rights.License); uri != "" {
		n.RightsInfo = &NinjsRights{uri}
	}
}

// URN is an article's id as a URI, for formats whose ids are URIs.
func URN(id string) string { return "urn:wiredesk:article:" + id }

// absolute is an absolute address as a valid URI, "" for any other text.
func absolute(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return ""
	}
	return u.String()
}

func utc(t time.Time) Moment {
	if t.IsZero() {
		return t
	}
	return t.UTC()
}
