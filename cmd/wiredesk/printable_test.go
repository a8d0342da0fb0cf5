package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Pages and feeds say what they like. What a terminal would obey does not reach it.
func TestNoSiteCommandsATerminal(t *testing.T) {
	const title = "News\x1b]0;pwned\x07 of\tthe\nday\x1b[2J"
	f := &calendar.Feed{ID: "a", URL: "https://a.example/feed", Title: title, Language: title, Error: title, Why: title, Failures: 1, Failing: time.Now(), Warnings: []string{title}}
	for name, show := range map[string]func(*app) error{
		"feeds show": func(a *app) error { return a.showFeed(t.Context(), nil, f) },
		"why":        func(a *app) error { return a.rows(desk.Reasons(f, desk.Surroundings{Waits: title})) },
		"discover": func(a *app) error {
			a.say("%s", feedText(crawler.FoundFeed{URL: f.URL, Title: title}))
			return nil
		},
		"extract": func(a *app) error {
			said := "\x1b[2Jpwned of the day\x07"
			art := &article.Article{Headline: said, BodyText: said, Provenance: article.Provenance{Fields: map[string]article.Field{"headline": {Source: "page.h1"}}}}
			return errors.Join(storytext.Write(a.out, art, storytext.Plain, ""), storytext.Write(a.out, art, storytext.Markdown, ""),
				storytext.Write(a.out, art, storytext.Explained, ""))
		},
		"status": func(a *app) error {
			text, err := statusText(desk.Status{Letters: []calendar.DeadLetter{{URL: f.URL, Reason: title}}})
			a.say("%s", text)
			return err
		},
	} {
		var out bytes.Buffer
		if err := show(&app{stdio: stdio{out: &out, err: &out}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if text := out.String(); strings.ContainsAny(text, "\x1b\x07") || !strings.Contains(text, "pwned of the day") {
			t.Errorf("%s: %q", name, text)
		}
	}
}
