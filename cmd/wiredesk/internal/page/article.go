package page

import (
	"context"
	"errors"
	"fmt"
	"html"
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/revision"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
	"github.com/wiredesk/wiredesk/sink"
)

// articleWait is how long the versions of a story may be looked for.
const articleWait = 10 * time.Second

// articleView is what the page of an article shows.
type articleView struct {
	*article.Article
	Stored   time.Time
	Versions []sink.Version
	Before   int // the version that it is compared with; 0: none
	Changed  []revision.Field
	Copies   []glimpse
	Looks    [][2]string // at its page: what is still to come, and what was wrong
	Tried    bool        // it was fetched to be looked at, and is not published
}

// Dir is how the text runs.
func (v articleView) Dir() string { return direction(v.Article) }

// Lang is the language of the text.
func (v articleView) Lang() string {
	if v.Language == nil {
		return ""
	}
	return v.Language.Tag
}

// From is who published it.
func (v articleView) From() string { return words.Source(v.Article) }

// Words counts those of the text.
func (v articleView) Words() int { return len(strings.Fields(v.BodyText)) }

// story is how the HTML of articles becomes part of the page.
var story = safehtml.Policy{
	Rel: "noopener noreferrer nofollow", Heading: atom.H3,
	Picture: func(src, alt string) string {
		if alt == "" {
			alt = "without a description"
		}
		return `<span class="picture">Picture: ` + html.EscapeString(alt) +
			` <a href="` + html.EscapeString(src) + `" rel="noopener noreferrer nofollow">at ` +
			html.EscapeString(words.Clip(bare(src), 60)) + `</a></span>`
	},
}

// Story is the text as HTML.
func (v articleView) Story() template.HTML {
	return template.HTML(story.Rewrite(v.BodyHTML)) // written anew from a list of elements
}

// blockRow is a piece of the body as it stood in the page.
type blockRow struct {
	Kind, Text string
	Words      int
}

// Structure lists the pieces of the body.
func (v articleView) Structure() []blockRow {
	var rows []blockRow
	for _, b := range v.Blocks {
		row := blockRow{Kind: b.Type, Text: b.Text}
		if b.Type == "heading" && b.Level > 0 {
			row.Kind += " " + strconv.Itoa(b.Level)
		}
		if len(b.Items) > 0 {
			row.Text = strings.Join(b.Items, " · ")
		}
		if row.Text == "" {
			row.Text = b.URL
		}
		row.Words = len(strings.Fields(row.Text))
		row.Text = words.Clip(row.Text, 110)
		rows = append(rows, row)
	}
	return rows
}

// sourceRow says where a field comes from.
type sourceRow struct {
	Field, Value, Source string
	Confidence           float64
	Rejected             []article.Candidate
}

// Sources say where each field comes from.
func (v articleView) Sources() []sourceRow {
	var rows []sourceRow
	for _, name := range slices.Sorted(maps.Keys(v.Provenance.Fields)) {
		f := v.Provenance.Fields[name]
		rows = append(rows, sourceRow{
			Field: strings.ReplaceAll(name, "_", " "), Value: words.Clip(fieldText(v.Article, name), 160),
			Source: f.Source, Confidence: f.Confidence, Rejected: f.Rejected,
		})
	}
	return rows
}

// fieldText is the value of a field on one line.
func fieldText(a *article.Article, name string) string {
	text := ""
	switch name {
	case "headline":
		text = a.Headline
	case "summary":
		text = a.Summary
	case "body_text":
		text = a.BodyText
	case "byline":
		text = a.Byline
	case "authors":
		var names []string
		for _, x := range a.Authors {
			names = append(names, x.Name)
		}
		text = strings.Join(names, ", ")
	case "agency":
		text = a.Agency
	case "located":
		text = a.Located
	case "published_at":
		text = a.PublishedAt.Format("2006-01-02 15:04:05 -07:00")
	case "modified_at":
		text = a.ModifiedAt.Format("2006-01-02 15:04:05 -07:00")
	case "language":
		if a.Language != nil {
			text = a.Language.Tag
		}
	case "section":
		text = a.Section
	case "tags":
		var names []string
		for _, t := range a.Tags {
			names = append(names, t.Name)
		}
		text = strings.Join(names, ", ")
	case "access":
		text = string(a.Access)
	case "url":
		text = a.URL
	case "publisher":
		if a.Publisher != nil {
			text = a.Publisher.Name
		}
	}
	return strings.Join(strings.Fields(text), " ")
}

func (p *Page) serveArticle(w http.ResponseWriter, r *http.Request) {
	id, asJSON := strings.CutSuffix(r.PathValue("id"), ".json")
	asJSON = asJSON || wantsJSON(r)
	v, err := p.articleOf(r.Context(), id, r.URL.Query().Get("version"))
	switch {
	case errors.Is(err, sink.ErrNoStory), errors.Is(err, sink.ErrReference), errors.Is(err, sink.ErrExpired):
		p.fail(w, r, http.StatusNotFound, "There is no such article",
			"The stream keeps articles for a while; this one is not in it, or not in this version.")
	case errors.Is(err, sink.ErrNoArticle):
		p.fail(w, r, http.StatusBadGateway, "This message cannot be read",
			"The stream holds a message here that is no article of wiredesk's, or another than its headers say: "+
				"something else writes to the stream as well. NATS is well.")
	case err != nil:
		p.unreadable(w, r, "article", err)
	case asJSON:
		sendJSON(w, r, http.StatusOK, v.Article)
	default:
		p.show(w, r, http.StatusOK, "article.html", layout{Title: words.Clip(v.Headline, 100), Here: "articles", Body: v})
	}
}

// articleOf reads a version of a story, by default the newest, and the one before.
func (p *Page) articleOf(ctx context.Context, id, version string) (*articleView, error) {
	if !p.Known(id) {
		return nil, sink.ErrNoStory // nobody makes us read the whole stream for an id that he has made up
	}
	ctx, cancel := context.WithTimeout(ctx, articleWait)
	defer cancel()
	done, err := p.search(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	v := &articleView{}
	if v.Versions, err = sink.History(ctx, p.JS, p.Stream, id); err != nil {
		return nil, err
	}
	at := len(v.Versions) - 1
	if version != "" {
		at = slices.IndexFunc(v.Versions, func(x sink.Version) bool { return strconv.Itoa(x.Version) == version })
	}
	if at < 0 {
		return nil, sink.ErrNoStory
	}
	stream, err := p.JS.Stream(ctx, p.Stream.Name)
	if err != nil {
		return nil, fmt.Errorf("read an article: %w", err)
	}
	v.Stored = v.Versions[at].Time
	if v.Article, err = sink.ReadVersion(ctx, stream, v.Versions[at].Sequence); err != nil {
		return nil, fmt.Errorf("read an article: %w", err)
	}
	if at > 0 {
		before, err := sink.ReadVersion(ctx, stream, v.Versions[at-1].Sequence)
		switch {
		case errors.Is(err, sink.ErrExpired), errors.Is(err, sink.ErrNoArticle): // there is nothing to compare it with
		case err != nil:
			return nil, fmt.Errorf("read an article: %w", err)
		default:
			v.Before, v.Changed = before.Version, revision.Fields(before, v.Article)
		}
	}
	v.Copies = p.Journal.copies(v.Article)
	if p.Looks != nil {
		if v.Looks, err = p.Looks(ctx, v.Article); err != nil {
			return nil, err
		}
	}
	return v, nil
}
