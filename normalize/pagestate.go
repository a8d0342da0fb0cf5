package normalize

import (
	"bytes"
	"encoding/json"
	"html"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of the data in which pages that scripts draw keep their stories: bytes of
// one script, how many are read, how deep they are nested, values that are
// visited.
const (
	maxState       = 2 << 20
	maxStates      = 6
	maxStateDepth  = 60
	maxStateValues = 100_000
	shortBody      = 900  // bytes of a text that may go on in the data, though nothing says so
	probeBytes     = 24   // of the beginning of a text that are looked for in a script
	maxLead        = 8000 // bytes of one in which the beginning that the page shows must stand
)

// stateMarks are what such scripts begin with, or are marked as.
var stateMarks = [][]byte{
	[]byte("__NEXT_DATA__"), []byte("__INITIAL_STATE__"), []byte("__PRELOADED_STATE__"), []byte("__APOLLO_STATE__"),
	[]byte("__INITIAL_DATA__"), []byte("__STATE__"), []byte("__DATA__"), []byte("__NUXT_DATA__"),
	[]byte("application/json"), []byte("Fusion.globalContent"), []byte("initialState"), []byte("preloadedState"),
	[]byte("pageData"), []byte("INITIAL_"), []byte("__"), []byte("window."),
}

// stateBody is the text of the story in the data of scripts, where the page shows
// none of it or its beginning only: it must be there as plain values, beside the
// headline or with the beginning that the page shows.
func (r *recipe) stateBody(shown *blocks) *blocks {
	best := &blocks{}
	if shown.size() > shortBody && r.page.partial == "" || len(r.page.raw) == 0 {
		return best
	}
	lead, probes := leadOf(shown), probesOf(shown)
	for _, script := range statesIn(r.page.raw, probes) {
		var value any
		if nested(script) > maxStateDepth || valuesIn(script) > maxData || json.Unmarshal([]byte(script), &value) != nil {
			continue
		}
		s := &stateReader{headline: squeeze(r.a.Headline), lead: lead, left: maxStateValues}
		s.visit(value)
		if b := r.markupBody(strings.Join(s.best, "\n")); b.size() > best.size() {
			best = b
		}
	}
	if !holdsAll(best, shown) || strings.Contains(best.text(), `":`) { // it is no text but what makes one
		return &blocks{}
	}
	return best
}

// leadOf is how a text begins, squeezed; "" if it is too short to be known by.
func leadOf(b *blocks) string {
	for _, x := range b.blocks {
		if key := squeeze(x.Text); x.Type == "p" && len(key) >= 40 {
			return strings.ToValidUTF8(key[:40], "")
		}
	}
	return ""
}

// probesOf are parts of the beginning of a text that are written alike in JSON,
// one of which a script must hold that holds the text; none if it has no such part.
func probesOf(b *blocks) (probes [][]byte) {
	for _, x := range b.blocks {
		if x.Type != "p" || len(x.Text) < 2*probeBytes {
			continue
		}
		from := 0
		for i := 0; i < min(len(x.Text), 400) && len(probes) < 4; i++ {
			if c := x.Text[i]; c < ' ' || c >= utf8.RuneSelf || strings.IndexByte(`"\/<>&'`, c) >= 0 {
				from = i + 1
			} else if i-from == probeBytes {
				probes, from = append(probes, []byte(x.Text[from:i])), i
			}
		}
		return probes
	}
	return nil
}

func holdsAny(content []byte, probes [][]byte) bool {
	for _, p := range probes {
		if bytes.Contains(content, p) {
			return true
		}
	}
	return len(probes) == 0
}

// statesIn are the values of JSON in a page's scripts that hold a text: the whole
// of one, or what is assigned to a name.
func statesIn(page []byte, probes [][]byte) (list []string) {
	for at := 0; len(list) < maxStates; {
		i := bytes.Index(page[at:], []byte("<script"))
		if i < 0 {
			break
		}
		at += i
		begin := bytes.IndexByte(page[at:], '>')
		if begin < 0 {
			break
		}
		tag := page[at : at+begin]
		at += begin + 1
		end := bytes.Index(page[at:], []byte("</script"))
		if end < 0 {
			break
		}
		content := page[at : at+end]
		at += end
		if len(content) < 200 || len(content) > maxState || bytes.Contains(tag, []byte("ld+json")) || !holdsAny(content, probes) || !isState(tag,
			content) {
			continue
		}
		if value, ok := valueIn(content); ok {
			list = append(list, value)
		}
	}
	return list
}

func isState(tag, content []byte) bool {
	head := content[:min(len(content), 300)]
	for _, mark := range stateMarks {
		if bytes.Contains(tag, mark) || bytes.Contains(head, mark) {
			return true
		}
	}
	return false
}

// valueIn is the first object or list of JSON in a script, up to the bracket that
// closes it. One in a string, as JSON.parse takes it, is taken out of it.
func valueIn(script []byte) (value string, ok bool) {
	text := strings.TrimSpace(string(script))
	at := strings.IndexAny(text, "{[")
	if at < 0 {
		return "", false
	}
	if quoted := strings.Index(text[:at], "JSON.parse("); quoted >= 0 {
		if s := strings.TrimLeft(text[quoted+len("JSON.parse("):], " "); strings.HasPrefix(s, `"`) {
			var inner string
			if json.NewDecoder(strings.NewReader(s)).Decode(&inner) == nil {
				return inner, true
			}
		}
		return "", false
	}
	depth, inString := 0, false
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return text[at : i+1], true
			}
		}
	}
	return "", false
}

// stateReader looks for the text of one story among values.
type stateReader struct {
	headline, lead string
	left           int
	best           []string // the paragraphs of the longest text so far
	size           int
}

// visit looks at a value and those in it, and says whether the story's headline
// is the title of it.
func (s *stateReader) visit(v any) {
	if s.left--; s.left < 0 {
		return
	}
	switch v := v.(type) {
	case []any:
		if s.lead != "" {
			s.take(paragraphsOf(v, 0), false)
		}
		for _, e := range v {
			s.visit(e)
		}
	case map[string]any:
		titled := s.isTitled(v)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			if bodyKeys[strings.ToLower(key)] {
				s.take(paragraphsOf(v[key], 0), titled)
			}
			s.visit(v[key])
		}
	}
}

// isTitled reports whether an object has the story's headline as its own.
func (s *stateReader) isTitled(o map[string]any) bool {
	if len(s.headline) < 8 {
		return false
	}
	for _, key := range []string{"title", "headline", "name", "heading", "seoTitle", "headlines"} {
		for _, t := range texts(o[key]) {
			if squeeze(t) == s.headline {
				return true
			}
		}
		if inner, ok := o[key].(map[string]any); ok { // {"headlines":{"basic":"…"}}
			for _, t := range inner {
				if text, ok := t.(string); ok && squeeze(text) == s.headline {
					return true
				}
			}
		}
	}
	return false
}

// take keeps the paragraphs if they are more of the story than those before: of an
// object with its headline, or with the beginning that the page shows.
func (s *stateReader) take(paragraphs []string, titled bool) {
	size := 0
	for _, p := range paragraphs {
		size += len(p)
	}
	if size <= s.size || size < 300 || size > maxState {
		return
	}
	begin := strings.Join(paragraphs[:min(len(paragraphs), 4)], " ")
	if s.lead != "" && !strings.Contains(squeeze(htmlText(begin[:min(len(begin), maxLead)])), s.lead) || s.lead == "" && !titled {
		return
	}
	s.best, s.size = paragraphs, size
}

// bodyKeys are the names under which data keep the text of a story, and of its
// parts.
var bodyKeys = map[string]bool{
	"body": true, "content": true, "articlebody": true, "text": true, "html": true, "bodyhtml": true, "body_html": true, "contenthtml": true,
	"content_html": true, "story": true, "fulltext": true, "full_text": true, "articletext": true, "paragraphs": true,
	"content_elements": true, "contentelements": true, "blocks": true, "elements": true, "rendered": true, "bodytext": true, "body_text": true,
	"main": true, "sections": true, "children": true, "components": true, "richtext": true, "copy": true, "value": true, "data": true,
	"articlecontent": true, "description_long": true, "texto": true, "inhalt": true, "contenu": true, "cuerpo": true, "corps": true,
}

// paragraphsOf are the paragraphs of a value: of a text, of HTML, of a list of
// either, of objects that hold them, spans of one paragraph joined.
func paragraphsOf(v any, depth int) (list []string) {
	if depth > 8 {
		return nil
	}
	switch v := v.(type) {
	case string:
		return textParagraphs(v)
	case []any:
		if spans, ok := spansOf(v); ok {
			return []string{spans}
		}
		for _, e := range v {
			list = append(list, paragraphsOf(e, depth+1)...)
		}
	case map[string]any:
		for _, key := range []string{"text", "content", "html", "body", "value", "paragraph", "rendered", "children", "paragraphs", "blocks",
			"elements", "content_elements", "data", "sections", "items"} {
			if inner, ok := v[key]; ok {
				if list = paragraphsOf(inner, depth+1); len(list) > 0 {
					return list
				}
			}
		}
	}
	return list
}

// spansOf joins the texts of a list of spans, as editors for rich text keep a
// paragraph: objects with a text that is part of a line.
func spansOf(list []any) (text string, ok bool) {
	var b strings.Builder
	for _, e := range list {
		o, isObject := e.(map[string]any)
		if !isObject {
			return "", false
		}
		span, has := o["text"].(string)
		if !has || strings.Contains(span, "<p") || o["children"] != nil {
			return "", false
		}
		if kind, _ := o["type"].(string); kind != "" && kind != "text" && kind != "span" && kind != "link" {
			return "", false
		}
		if kind, _ := o["_type"].(string); kind != "" && kind != "span" {
			return "", false
		}
		b.WriteString(span)
	}
	line := fold(b.String())
	return "<p>" + html.EscapeString(line) + "</p>", line != "" && !strings.Contains(b.String(), "\n\n")
}

// textParagraphs are the paragraphs of a text that read like prose, as HTML; HTML
// stays as it is.
func textParagraphs(s string) (list []string) {
	if len(s) < 20 || !utf8.ValidString(s) {
		return nil
	}
	if strings.Contains(s, "<") && strings.Contains(s, ">") {
		return []string{s}
	}
	for _, line := range strings.Split(s, "\n") {
		line = fold(line)
		if strings.Contains(line, " ") && !strings.HasPrefix(line, "http") || isSpaceless(lastRune(strings.TrimRight(line, "。」』”）"))) {
			list = append(list, "<p>"+html.EscapeString(line)+"</p>")
		}
	}
	return list
}
