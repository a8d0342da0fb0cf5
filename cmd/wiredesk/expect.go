package main

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/textdiff"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// mismatch is an expectation that an article does not fulfil.
type mismatch struct {
	Field string `json:"field"`
	Want  string `json:"want"`
	Got   string `json:"got"`
}

// testResult is what came of one test of the configuration.
type testResult struct {
	Page   string     `json:"page"`
	Line   int        `json:"line"`
	OK     bool       `json:"ok"`
	Error  string     `json:"error,omitempty"`
	Failed []mismatch `json:"failed,omitempty"`
}

// runTests makes an article of each page of the tests and prints what differs from
// what is expected.
func (a *app) runTests(ctx context.Context, cfg *config.Config) error {
	if len(cfg.Tests) == 0 {
		return usage.Errorf("the configuration has no tests; `wiredesk config init` writes an example of one")
	}
	out := ndjson.New(a.out)
	failed := 0
	for _, t := range cfg.Tests {
		r := a.runTest(ctx, cfg, t)
		if !r.OK {
			failed++
		}
		var err error
		switch {
		case a.json:
			err = out.Write(r)
		case !r.OK || !a.quiet:
			err = a.printTest(r, cfg.File)
		}
		if err != nil {
			return err
		}
	}
	if a.json {
		if err := out.Summary(map[string]int{"tests": len(cfg.Tests), "failed": failed}); err != nil {
			return err
		}
	}
	if failed > 0 {
		return coded{exitError, fmt.Errorf("%s of %d failed", words.Plural(failed, "test"), len(cfg.Tests))}
	}
	a.say("ok: %s", words.Plural(len(cfg.Tests), "test"))
	return nil
}

func (a *app) runTest(ctx context.Context, cfg *config.Config, t config.Test) testResult {
	r := testResult{Page: t.Page, Line: t.Line}
	f := extractFlags{url: t.URL}
	if t.Entry != "" {
		f.entry = cfg.Relative(t.Entry)
	}
	doc, err := a.readDocument(ctx, cfg.Relative(t.Page), f)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	art, err := normalize.Article(doc)
	if err != nil {
		r.Error = err.Error()
		return r
	}
	r.Failed = mismatches(t.Expect, art)
	r.OK = len(r.Failed) == 0
	return r
}

// mismatches compares an article with what is expected of it, in the order in
// which the configuration lists the fields.
func mismatches(e config.Expect, a *article.Article) []mismatch {
	var list []mismatch
	wrong := func(field, want, got string) { list = append(list, mismatch{field, want, got}) }
	text := func(field, want, got string) {
		if want != "" && want != got {
			wrong(field, want, got)
		}
	}
	text("headline", e.Headline, a.Headline)
	text("byline", e.Byline, a.Byline)
	if names := authorNames(a); e.Authors != nil && strings.Join(e.Authors, "\n") != strings.Join(names, "\n") {
		wrong("authors", words.List(e.Authors), words.List(names))
	}
	text("agency", e.Agency, a.Agency)
	for _, d := range []struct {
		field string
		want  config.When
		got   time.Time
		unit  article.Precision
	}{{"published_at", e.PublishedAt, a.PublishedAt, a.PublishedPrecision}, {"modified_at", e.ModifiedAt, a.ModifiedAt, a.ModifiedPrecision}} {
		if d.want.String() != "" && (d.got.IsZero() || !d.want.Is(d.got)) {
			wrong(d.field, d.want.String(), momentText(d.got, d.unit))
		}
	}
	if tag := languageOf(a); e.Language != "" && !strings.EqualFold(tag, e.Language) &&
		!strings.HasPrefix(strings.ToLower(tag), strings.ToLower(e.Language)+"-") {
		wrong("language", e.Language, tag)
	}
	publisher := ""
	if a.Publisher != nil {
		publisher = a.Publisher.Name
	}
	text("publisher", e.Publisher, publisher)
	text("section", e.Section, a.Section)
	text("summary", e.Summary, a.Summary)
	text("url", e.URL, a.URL)
	list = append(list, tagMismatches(e.Tags, a)...)
	return append(list, bodyMismatches(e, a)...)
}

func tagMismatches(want []string, a *article.Article) (list []mismatch) {
	var have []string
	for _, t := range a.Tags {
		have = append(have, t.Name)
	}
	if want != nil && len(want) == 0 && len(have) > 0 {
		return []mismatch{{"tags", "none", words.List(have)}}
	}
	for _, tag := range want {
		if !containsFold(have, tag) {
			list = append(list, mismatch{"tags", tag, words.List(have)})
		}
	}
	return list
}

func bodyMismatches(e config.Expect, a *article.Article) (list []mismatch) {
	body := strings.Join(strings.Fields(a.BodyText), " ")
	for _, passage := range e.BodyContains {
		if passage = strings.Join(strings.Fields(passage), " "); !strings.Contains(body, passage) {
			list = append(list, mismatch{"body_contains", passage, nearestPassage(body, passage)})
		}
	}
	for _, passage := range e.BodyLacks {
		if passage = strings.Join(strings.Fields(passage), " "); strings.Contains(body, passage) {
			list = append(list, mismatch{"body_lacks", "not " + strconv.Quote(passage), around(body, passage)})
		}
	}
	if n := len(strings.Fields(a.BodyText)); n < e.MinWords {
		list = append(list, mismatch{"min_words", fmt.Sprintf("at least %d", e.MinWords), strconv.Itoa(n)})
	}
	if e.Completeness != "" && e.Completeness != string(a.Completeness) {
		list = append(list, mismatch{"completeness", e.Completeness, string(a.Completeness)})
	}
	return list
}

func containsFold(list []string, s string) bool {
	for _, x := range list {
		if strings.EqualFold(x, s) {
			return true
		}
	}
	return false
}

func authorNames(a *article.Article) []string {
	var names []string
	for _, author := range a.Authors {
		names = append(names, author.Name)
	}
	return names
}

func languageOf(a *article.Article) string {
	if a.Language == nil {
		return ""
	}
	return a.Language.Tag
}

// momentText is a time as an expectation would write it.
func momentText(t time.Time, p article.Precision) string {
	switch {
	case t.IsZero():
		return ""
	case p == article.Day:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// nearestPassage is where the body has the most of a passage's beginning: what is
// left out or changed there is most often the mistake.
func nearestPassage(body, passage string) string {
	said := strings.Fields(passage)
	for n := len(said) - 1; n > 0; n-- {
		if begin := strings.Join(said[:n], " "); strings.Contains(body, begin) {
			return around(body, begin)
		}
	}
	return words.Clip(body, 2*aroundRunes)
}

// aroundRunes is how much of a text is shown on both sides of a passage.
const aroundRunes = 60

func around(body, passage string) string {
	i := strings.Index(body, passage)
	before, after := []rune(body[:i]), []rune(body[i+len(passage):])
	text := passage
	if len(before) > aroundRunes {
		text = "…" + string(before[len(before)-aroundRunes:]) + text
	} else {
		text = string(before) + text
	}
	if len(after) > aroundRunes {
		return text + string(after[:aroundRunes]) + "…"
	}
	return text + string(after)
}

// printTest says of a test whether it holds, and of each expectation that does not
// what came instead.
func (a *app) printTest(r testResult, file string) error {
	var b strings.Builder
	colour := a.coloured(a.out)
	switch {
	case r.OK:
		fmt.Fprintf(&b, "%s %s\n", terminal.Painted("✓", terminal.Green, colour), r.Page)
	case r.Error != "":
		fmt.Fprintf(&b, "%s %s (%s:%d)\n    %s\n", terminal.Painted("✗", terminal.Red, colour), r.Page, file, r.Line, r.Error)
	default:
		fmt.Fprintf(&b, "%s %s (%s:%d)\n", terminal.Painted("✗", terminal.Red, colour), r.Page, file, r.Line)
	}
	marks := terminal.Marks{Colour: colour}
	for _, m := range r.Failed {
		fmt.Fprintf(&b, "  %s\n    want %s\n    got  %s\n", m.Field, words.OneLine(m.Want), got(marks, m))
	}
	_, err := io.WriteString(a.out, b.String())
	return err
}

// got is what came instead; in a sentence or a list of names, with the words marked
// that are not as wanted.
func got(marks terminal.Marks, m mismatch) string {
	switch {
	case m.Got == "":
		return "nothing"
	case m.Field == "headline", m.Field == "byline", m.Field == "summary", m.Field == "authors":
		return marks.Edits(textdiff.Words(words.OneLine(m.Want), words.OneLine(m.Got)))
	}
	return words.OneLine(m.Got)
}
