package storytext

import (
	"fmt"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// marks are how the events look in the terminal.
var marks = map[article.Event]string{
	article.Published: "✓", article.Updated: "↻", article.Corrected: "↻ corrected:",
	article.Withdrawn: "✗ withdrawn:", article.Restored: "✓ restored:",
}

// Line is an article on one line: when, with the day if that is not
// today, what happened, the headline, who says so, in which language and how long
// it is.
func Line(at time.Time, a *article.Article) string {
	var b strings.Builder
	at = at.Local()
	if y, m, day := time.Now().Date(); at.Before(time.Date(y, m, day, 0, 0, 0, 0, time.Local)) {
		b.WriteString(at.Format(time.DateOnly) + " ")
	}
	fmt.Fprintf(&b, "%s %s %s", at.Format("15:04:05"), marks[a.Event], words.Clip(words.OneLine(a.Headline), 70))
	if src := words.Source(a); src != "" {
		b.WriteString("  " + words.OneLine(src))
	}
	if a.Language != nil {
		fmt.Fprintf(&b, "  %s", a.Language.Tag)
	}
	fmt.Fprintf(&b, "  %d w", len(strings.Fields(a.BodyText)))
	if a.Completeness != article.Full {
		fmt.Fprintf(&b, "  (%s)", strings.ReplaceAll(string(a.Completeness), "_", " "))
	}
	return b.String()
}
