// Package revision says what became of each field of an article between two of
// its versions. Pure functions.
package revision

import (
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/textdiff"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Field is what became of one field. Texts have edits, the body paragraphs, and
// lists what they lost and gained.
type Field struct {
	article.Change
	Edits      []textdiff.Edit      `json:"edits,omitempty"`
	Paragraphs []textdiff.Paragraph `json:"paragraphs,omitempty"`
	Removed    []string             `json:"removed,omitempty"`
	Added      []string             `json:"added,omitempty"`
}

// Fields compares two versions field by field, in the order of the article, and
// returns those that changed their meaning.
func Fields(before, after *article.Article) []Field {
	out := []Field{}
	for _, c := range article.Changes(before, after) {
		d := Field{Change: c}
		switch c.Field {
		case "body_text":
			d.Paragraphs = textdiff.Paragraphs(before.BodyText, after.BodyText)
		case "authors", "tags", "images", "corrections":
			d.Removed, d.Added = difference(items(before, c.Field), items(after, c.Field))
		default:
			d.Edits = textdiff.Words(strings.Join(items(before, c.Field), ""), strings.Join(items(after, c.Field), ""))
		}
		out = append(out, d)
	}
	return out
}

// items are the values of a field whose meaning makes a version.
func items(a *article.Article, field string) (list []string) {
	switch field {
	case "headline":
		return []string{a.Headline}
	case "summary":
		return []string{a.Summary}
	case "byline":
		return []string{a.Byline}
	case "agency":
		return []string{a.Agency}
	case "section":
		return []string{a.Section}
	case "authors":
		for _, x := range a.Authors {
			list = append(list, x.Name)
		}
	case "tags":
		for _, t := range a.Tags {
			list = append(list, t.Name)
		}
	case "images":
		for _, i := range a.Images {
			words := []string{}
			for _, s := range []string{i.Caption, i.Credit} {
				if s != "" {
					words = append(words, s)
				}
			}
			if len(words) > 0 {
				list = append(list, strings.Join(words, " · "))
			}
		}
	case "corrections":
		for _, c := range a.Corrections {
			list = append(list, c.Text)
		}
	}
	return list
}

// difference is what a list lost and gained; the order does not count.
func difference(before, after []string) (removed, added []string) {
	count := map[string]int{}
	for _, s := range after {
		count[s]++
	}
	for _, s := range before {
		if count[s]--; count[s] < 0 {
			removed = append(removed, s)
		}
	}
	for _, s := range after {
		if count[s] > 0 {
			count[s]--
			added = append(added, s)
		}
	}
	return removed, added
}
