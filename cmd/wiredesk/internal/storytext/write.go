package storytext

import (
	"encoding/json"
	"io"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Formats of [Write].
const (
	JSON      = "json"
	Ninjs     = "ninjs"     // IPTC ninjs 3.1
	SchemaOrg = "schemaorg" // JSON-LD
	Plain     = "text"
	Markdown  = "md"
	Explained = "explain" // where each field comes from
)

// Write writes an article in a format. indent is that of JSON; empty: one line.
func Write(w io.Writer, art *article.Article, format, indent string) (err error) {
	var form any = art
	switch format {
	case Explained:
		_, err = io.WriteString(w, words.Printable(normalize.Explain(art)))
		return err
	case Plain:
		_, err = io.WriteString(w, words.Printable(normalize.Text(art)))
		return err
	case Markdown:
		_, err = io.WriteString(w, words.Printable(normalize.Markdown(art)))
		return err
	case Ninjs:
		form = article.ToNinjs(art)
	case SchemaOrg:
		form = article.ToSchemaOrg(art)
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", indent)
	return out.Encode(form)
}
