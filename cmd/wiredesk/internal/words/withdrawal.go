package words

import (
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Withdrawal says why a story was withdrawn, by whom and when, as far as that is known.
// Empty for nil.
func Withdrawal(w *article.Withdrawal) string {
	if w == nil {
		return ""
	}
	text := string(w.Reason)
	switch w.Reason {
	case article.Gone:
		text = "its page answers 410 (gone)"
	case article.NotFound:
		text = "its page answered 404 (not_found), more than once"
	case article.DeletedEntry:
		text = "its feed says so (deleted_entry)"
	case article.NoIndex:
		text = "its page says that it is not to be indexed (noindex)"
	}
	if w.By != "" {
		text += ", by " + OneLine(w.By)
	}
	if w.Comment != "" {
		text += ": " + OneLine(w.Comment)
	}
	if !w.At.IsZero() {
		text += "; " + Date(w.At, "")
	}
	return text
}
