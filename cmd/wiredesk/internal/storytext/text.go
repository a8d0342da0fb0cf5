package storytext

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/terminal"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Text is an article for people: headline, where it comes from and when,
// and the text. newest is the newest version of the story, 0 if that is not known.
func Text(a *article.Article, stored time.Time, newest, cols int) string {
	var b strings.Builder
	line := func(s string) {
		if s = words.OneLine(s); s != "" {
			b.WriteString(terminal.Wrap(s, cols) + "\n")
		}
	}
	field := func(name, value string) {
		if value = words.OneLine(value); value != "" {
			fmt.Fprintf(&b, "%-11s%s\n", name, value)
		}
	}
	line(a.Headline)
	line(a.Byline)
	b.WriteByte('\n')
	field("source", words.Source(a))
	field("published", words.Date(a.PublishedAt, a.PublishedPrecision))
	field("modified", words.Date(a.ModifiedAt, a.ModifiedPrecision))
	version := strconv.Itoa(a.Version)
	if newest > 0 {
		version += fmt.Sprintf(" of %d", newest)
	}
	field("version", fmt.Sprintf("%s, %s %s", version, a.Event, words.Date(stored.Local(), "")))
	field("withdrawn", words.Withdrawal(a.Withdrawal))
	if a.EventReason == article.Completed {
		field("because", "its page has come, of which only the feed's half was there before")
	}
	if a.Completeness != article.Full {
		field("complete", strings.ReplaceAll(string(a.Completeness), "_", " "))
	}
	if a.Truncated {
		field("truncated", "the text was cut to fit into a message")
	}
	field("address", a.URL)
	field("id", a.ID)
	text := a.BodyText
	if text == "" {
		text = a.Summary
	}
	if text = strings.TrimSpace(words.Printable(text)); text != "" {
		b.WriteString("\n" + terminal.Wrap(text, cols) + "\n")
	}
	return b.String()
}
