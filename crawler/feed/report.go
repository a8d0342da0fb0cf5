package feed

import (
	"errors"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
)

// Report is the result of Parse as JSON.
type Report struct {
	File     string            `json:"file,omitempty"`
	Error    string            `json:"error,omitempty"`
	Format   string            `json:"format,omitempty"`
	Feed     *Header           `json:"feed,omitempty"`
	Items    []normalize.Entry `json:"items,omitempty"`
	Children []Child           `json:"children,omitempty"`
	Foreign  int               `json:"foreign,omitempty"`
	Discover []string          `json:"discover,omitempty"`
	Partial  bool              `json:"partial,omitempty"`
	Warnings []string          `json:"warnings,omitempty"`
}

// Header is a feed without its items.
type Header struct {
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Link        string             `json:"link,omitempty"`
	FeedURL     string             `json:"feed_url,omitempty"`
	Image       string             `json:"image,omitempty"`
	Language    string             `json:"language,omitempty"`
	ID          string             `json:"id,omitempty"`
	Rights      string             `json:"rights,omitempty"`
	Generator   string             `json:"generator,omitempty"`
	Updated     time.Time          `json:"updated,omitzero"`
	Published   time.Time          `json:"published,omitzero"`
	Authors     []normalize.Person `json:"authors,omitempty"`
	Tags        []string           `json:"tags,omitempty"`
}

// NewReport turns what Parse returned into a report.
func NewReport(f *Feed, err error) Report {
	var r Report
	if err != nil {
		r.Error = err.Error()
		var not *NotFeedError
		if errors.As(err, &not) {
			for _, l := range not.Feeds {
				r.Discover = append(r.Discover, l.URL)
			}
		}
	}
	if f == nil {
		return r
	}
	r.Format, r.Items, r.Partial, r.Warnings = f.Format, f.Items, f.Partial, f.Warnings
	r.Children, r.Foreign = f.Children, f.Foreign
	r.Feed = &Header{
		Title: f.Title, Description: f.Description, Link: f.Link, FeedURL: f.FeedURL, Image: f.Image, Language: f.Language, ID: f.ID,
		Rights: f.Rights, Generator: f.Generator, Updated: f.Updated, Published: f.Published, Authors: f.Authors, Tags: f.Tags,
	}
	return r
}
