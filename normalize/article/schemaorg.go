package article

import (
	"strings"
	"time"
)

// SchemaOrg is an article as JSON-LD of schema.org, of type NewsArticle.
type SchemaOrg struct {
	Context             string        `json:"@context"`
	Type                string        `json:"@type"`
	ID                  string        `json:"@id"`
	URL                 string        `json:"url,omitempty"`
	MainEntityOfPage    string        `json:"mainEntityOfPage,omitempty"`
	SameAs              []string      `json:"sameAs,omitempty"`
	Headline            string        `json:"headline,omitempty"`
	AlternativeHeadline []string      `json:"alternativeHeadline,omitempty"`
	Description         string        `json:"description,omitempty"`
	ArticleBody         string        `json:"articleBody,omitempty"`
	WordCount           int           `json:"wordCount,omitempty"`
	ArticleSection      string        `json:"articleSection,omitempty"`
	Keywords            []string      `json:"keywords,omitempty"`
	Genre               []string      `json:"genre,omitempty"`
	Author              []SchemaThing `json:"author,omitempty"`
	SourceOrganization  []SchemaThing `json:"sourceOrganization,omitempty"`
	CreditText          string        `json:"creditText,omitempty"`
	Dateline            string        `json:"dateline,omitempty"`
	DatePublished       string        `json:"datePublished,omitempty"`
	DateModified        string        `json:"dateModified,omitempty"`
	Expires             string        `json:"expires,omitempty"`
	InLanguage          string        `json:"inLanguage,omitempty"`
	Image               []SchemaMedia `json:"image,omitempty"`
	AssociatedMedia     []SchemaMedia `json:"associatedMedia,omitempty"`
	Publisher           *SchemaThing  `json:"publisher,omitempty"`
	CopyrightNotice     string        `json:"copyrightNotice,omitempty"`
	CopyrightHolder     *SchemaThing  `json:"copyrightHolder,omitempty"`
	License             string        `json:"license,omitempty"`
	UsageInfo           string        `json:"usageInfo,omitempty"`
	// IsAccessibleForFree is absent where nobody says.
	IsAccessibleForFree *bool          `json:"isAccessibleForFree,omitempty"`
	Correction          []SchemaNotice `json:"correction,omitempty"`
	CreativeWorkStatus  string         `json:"creativeWorkStatus,omitempty"`
	IsBasedOn           string         `json:"isBasedOn,omitempty"`
	Version             int            `json:"version,omitempty"`
}

// SchemaThing is a Person or an Organization.
type SchemaThing struct {
	Type string `json:"@type"`
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// SchemaMedia is an ImageObject or a MediaObject: width and height in pixels,
// duration as ISO 8601.
type SchemaMedia struct {
	Type           string `json:"@type"`
	ContentURL     string `json:"contentUrl"`
	Caption        string `json:"caption,omitempty"`
	CreditText     string `json:"creditText,omitempty"`
	Width          int    `json:"width,omitempty"`
	Height         int    `json:"height,omitempty"`
	EncodingFormat string `json:"encodingFormat,omitempty"`
	Duration       string `json:"duration,omitempty"`
}

// SchemaNotice is a CorrectionComment.
type SchemaNotice struct {
	Type          string `json:"@type"`
	Text          string `json:"text"`
	DatePublished string `json:"datePublished,omitempty"`
}

// ToSchemaOrg projects an article to a NewsArticle of schema.org.
func ToSchemaOrg(a *Article) *SchemaOrg {
	s := &SchemaOrg{
		Context: "https://schema.org", Type: "NewsArticle", ID: URN(a.ID), URL: a.URL, MainEntityOfPage: a.URL,
		Headline: a.Headline, Description: a.Summary, ArticleBody: a.BodyText, WordCount: len(strings.Fields(a.BodyText)),
		ArticleSection: a.Section, Genre: a.Genres, CreditText: a.Agency, Dateline: a.Located,
		DatePublished: schemaDate(a.PublishedAt, a.PublishedPrecision), DateModified: schemaDate(a.ModifiedAt, a.ModifiedPrecision),
		Expires: schemaDate(a.ExpiresAt, Second), Version: a.Version,
	}
	for _, u := range a.URLs {
		if u.URL != a.URL && absolute(u.URL) != "" {
			s.SameAs = append(s.SameAs, u.URL)
		}
	}
	for _, h := range a.Headlines {
		if h.Value != a.Headline && h.Value != "" {
			s.AlternativeHeadline = append(s.AlternativeHeadline, h.Value)
		}
	}
	for _, t := range a.Tags {
		s.Keywords = append(s.Keywords, t.Name)
	}
	if a.Language != nil {
		s.InLanguage = a.Language.Tag
	}
	s.people(a)
	s.media(a)
	s.terms(a)
	return s
}

func (s *SchemaOrg) people(a *Article) {
	for _, x := range a.Authors {
		kind := "Person"
		if x.Kind == "org" || x.Kind == "agency" {
			kind = "Organization"
		}
		s.Author = append(s.Author, SchemaThing{kind, x.Name, absolute(x.URL)})
	}
	for _, x := range a.InfoSources {
		s.SourceOrganization = append(s.SourceOrganization, SchemaThing{Type: "Organization", Name: x.Name})
	}
	if p := a.Publisher; p != nil && p.Name != "" {
		s.Publisher = &SchemaThing{"NewsMediaOrganization", p.Name, absolute(p.URL)}
	}
}

func (s *SchemaOrg) media(a *Article) {
	for _, i := range a.Images {
		caption := i.Caption
		if caption == "" {
			caption = i.Alt
		}
		s.Image = append(s.Image, SchemaMedia{
			Type: "ImageObject", ContentURL: i.URL, Caption: caption, CreditText: i.Credit, Width: i.Width, Height: i.Height, EncodingFormat: i.Type,
		})
	}
	for _, m := range a.Media {
		x := SchemaMedia{Type: "MediaObject", ContentURL: m.URL, EncodingFormat: m.Type}
		if m.Duration > 0 {
			x.Duration = "PT" + strings.ToUpper((time.Duration(m.Duration) * time.Second).String())
		}
		s.AssociatedMedia = append(s.AssociatedMedia, x)
	}
}

func (s *SchemaOrg) terms(a *Article) {
	if r := a.Rights; r != nil {
		s.CopyrightNotice, s.License, s.UsageInfo = r.Notice, r.License, r.Usage
		if r.Holder != "" {
			s.CopyrightHolder = &SchemaThing{Type: "Organization", Name: r.Holder}
		}
	}
	switch a.Access {
	case Free, Metered, Paywalled:
		free := a.Access == Free
		s.IsAccessibleForFree = &free
	}
	for _, c := range a.Corrections {
		s.Correction = append(s.Correction, SchemaNotice{"CorrectionComment", c.Text, schemaDate(c.At, Second)})
	}
	if a.Event == Withdrawn {
		s.CreativeWorkStatus = "Withdrawn"
	}
	if d := a.Duplicate; d != nil && d.Of != "" {
		s.IsBasedOn = URN(d.Of)
	}
}

// schemaDate is a date as exact as its source: a day is no midnight.
func schemaDate(t time.Time, p Precision) string {
	switch {
	case t.IsZero():
		return ""
	case p == Day:
		return t.UTC().Format(time.DateOnly)
	}
	return t.UTC().Format(time.RFC3339)
}
