package main

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
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

// bytesOf is what a handler may print without asking it for a text.
type bytesOf []byte

// Whatever a site says reaches a log as text, whichever handler writes it, colours
// included; so do the spellings that a handler turns back into escapes.
func TestNoLogCommandsATerminal(t *testing.T) {
	const evil = "News\x1b]0;pwned\x07 \u009b2J\u202e\x7f of\nthe day"
	spelled := `\x1b[2J \\x1b[2J \u001b[2J`
	for _, format := range []string{"text", "logfmt", "json"} {
		for _, color := range []terminal.Colour{"always", "never"} {
			var out bytes.Buffer
			a := &app{stdio: stdio{out: &out, err: &out}, colour: color}
			cfg := config.Default()
			cfg.Log.Format = format
			log := a.logger(cfg).With("with", evil).WithGroup("group")
			for _, said := range []string{evil, spelled} {
				log.Warn(said, "text", said, "error", errors.New(said), "wrapped", fmt.Errorf("x: %w", errors.New(said)),
					"list", []string{said}, "bytes", []byte(said), "named", bytesOf(said), "url", &url.URL{Scheme: "http", Host: "a", Path: said},
					"any", struct{ Text string }{said}, "map", map[string]any{"a": said}, "pointer", &struct{ Text string }{said},
					slog.Group("more", "text", said, "value", slog.AnyValue(said)))
			}
			got := out.String()
			if a.coloured(a.err) { // its own colours
				got = regexp.MustCompile("\x1b\\[[0-9;]*m").ReplaceAllString(got, "")
			}
			if i := strings.IndexFunc(got, func(r rune) bool {
				return unicode.IsControl(r) && r != '\n' || unicode.Is(unicode.Bidi_Control, r)
			}); i >= 0 {
				t.Errorf("%s, %s: %q", format, color, got[max(0, i-40):min(len(got), i+40)])
			}
			if n := strings.Count(got, "\n"); n != 2 {
				t.Errorf("%s, %s: %d lines of two messages:\n%s", format, color, n, got)
			}
		}
	}
}
