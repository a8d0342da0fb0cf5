package normalize

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// chosenBody is the body among those that the page and the feed have: the text of
// the page; where that is little or a beginning, the text in its data; else the
// feed's.
func (r *recipe) chosenBody(found *blocks) (body *blocks, method string) {
	method = "page.prose"
	if data := r.dataBody(); r.isFuller(data, found) {
		found, method = data, "page.jsonld:articleBody"
		r.page.partial = ""
	} else if state := r.stateBody(found); state.size() > 500 && state.size()*4 > found.size()*5 {
		found, method = state, "page.state"
		r.page.partial = ""
	}
	if fed := r.feedBody(); fed.size() > 0 && (found.size()*10 < fed.size()*3 || found.size() == 0) {
		found, method = fed, "feed:content"
		if len(r.doc.Body) > 0 {
			r.warn("the page yielded little; the feed's text stands in")
		}
	}
	return found, method
}

// isFuller reports whether the articleBody of the page's data is the story and the
// page's own text only its beginning. It is often a teaser itself, or cut.
func (r *recipe) isFuller(data, found *blocks) bool {
	if data.size() <= 500 || isCutText(data.text()) {
		return data.size() > 500 && found.size()*5 < data.size()*2
	}
	if found.size()*5 < data.size()*2 {
		return true
	}
	if r.page.partial == "" && found.size()*3 > data.size()*2 || found.size()*20 > data.size()*19 {
		return false
	}
	return holdsAll(data, found)
}

// holdsAll reports whether a body has all paragraphs of another.
func holdsAll(body, other *blocks) bool {
	text := squeeze(body.text())
	for _, b := range other.blocks {
		if key := squeeze(b.Text); b.Type == "p" && len(key) > 40 && !strings.Contains(text, key) {
			return false
		}
	}
	return true
}

// isCutText reports whether a text ends with the dots of one that goes on.
func isCutText(text string) bool {
	end := strings.TrimRight(tail(text, 20), " \n")
	for _, dots := range []string{"…", "...", "[…]", "[...]"} {
		if strings.HasSuffix(end, dots) {
			return true
		}
	}
	return false
}

// completeness says how much of the story the body is, and why it is not all.
func (r *recipe) completeness() {
	n := len(r.a.BodyText)
	method := r.a.Provenance.Extractor.Method
	cut := isCutText(r.a.BodyText)
	if r.page.readOn && r.page.partial == "" && n < shortBody {
		r.page.partial = "a button shows the rest of the story"
	}
	switch {
	case n == 0:
		r.a.Completeness = article.HeadlineOnly
	case r.page.partial != "" && method == "page.prose":
		r.a.Completeness = article.Partial
		r.warn("%s", r.page.partial)
	case method == "feed:content" && (n < 1000 ||
		cut), cut && n < 3000, r.a.Access == article.Paywalled && n < 1500 && method == "page.prose", n < 200:
		r.a.Completeness = article.Partial
	case r.doc.Failed != "": // what the feed has may be all, but nobody has seen that
		r.a.Completeness = article.Partial
	default:
		r.a.Completeness = article.Full
	}
	if r.doc.Failed != "" {
		r.warn("the page did not come (%s); the feed's half stands in", r.doc.Failed)
	}
}
