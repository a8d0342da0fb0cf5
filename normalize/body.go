package normalize

import (
	"math"
	"strings"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// Name and version of what finds the body, as provenance names it.
const (
	extractorName    = "wiredesk/prose"
	extractorVersion = "1"
)

// body finds the story's text: in the page, else where the page has it as data,
// else in the feed.
func (r *recipe) body() {
	x := r.a.Provenance.Extractor
	x.Name, x.Version = extractorName, extractorVersion
	if r.page.cut {
		r.warn("the page is longer than %d bytes; the rest was not read", MaxPage)
	}
	if r.page.binary {
		r.warn("the page is no text; it was not read")
	}
	if r.page.tooBig {
		r.warn("the page has more elements than its size allows; the rest was not read")
	}
	if r.page.tooDeep {
		r.warn("the page is nested too deep for a tree; its elements were taken apart")
	}
	found, certainty := r.pageBody()
	found, x.Method = r.chosenBody(found)
	if found.size() == 0 {
		x.Method = "none"
		return
	}
	x.Removed = found.removed
	x.Confidence = bodyConfidence(x.Method, certainty)
	r.a.Blocks, r.a.BodyText, r.a.BodyHTML = found.blocks, found.text(), found.html()
	r.a.Related = found.related
	for _, text := range found.corrections {
		r.a.Corrections = append(r.a.Corrections, article.Correction{Text: text})
	}
	r.note("body_text", candidate{"", x.Method, x.Confidence}, nil)
}

// bodyConfidence is the chance that the body is good. That of a body found in
// the page is measured, see the curve that the trainer prints.
func bodyConfidence(method string, certainty float64) float64 {
	switch method {
	case "feed:content", "page.jsonld:articleBody", "page.state":
		return .7
	}
	return certainty
}

// pageBody is the text of the story among that of the page, as package boilerplate
// tells it, without the lines that the rules of blockWalk know.
func (r *recipe) pageBody() (body *blocks, certainty float64) {
	out := &blocks{}
	if r.page.root == nil {
		return out, 0
	}
	known := boilerplate.Describe(r.page.root)
	known.Entry = htmlText(firstOf(r.entry.ContentHTML, r.entry.SummaryHTML))
	model := boilerplate.Default()
	cut := model.Read(r.page.root, known)
	if cut.Truncated {
		r.warn("the page has more lines than are read of one; the rest was left out")
	}
	s := r.page.survey(cut)
	s.parts()
	s.tellRemoved(out)
	cut.Drop()
	w := &blockWalk{page: r.page, headline: r.a.Headline, out: out}
	w.within(cut.Holder())
	w.flush()
	return w.out.withoutPulledQuotes().withoutNotice().trimmed(), math.Round(float64(model.Certainty(cut))*100) / 100
}

// tellRemoved notes what stands in and beside the text and is none of it, the
// links to other stories and the corrections.
func (s *survey) tellRemoved(out *blocks) {
	cut := s.cut
	first, last, ok := cut.Span()
	if !ok {
		return
	}
	s.page.noteBeside(cut, first, last)
	for i := max(first-besideStory, 0); i < min(last+1+besideStory, len(cut.Segments)); i++ {
		if cut.Segments[i].Keep {
			continue
		}
		text := cut.Text(i)
		out.remove(text, s.reason(i))
		if len(text) < maxCorrection && correctionForm.MatchString(text) {
			out.corrections = append(out.corrections, text)
		}
		if a := cut.Link(i); a != nil && i > first && len(out.related) < maxRelated {
			if u := s.page.url(attr(a, "href")); u != "" {
				out.related = append(out.related, article.Link{URL: u, Title: clip(text, 200)})
			}
		}
	}
}

// dataBody is the articleBody of JSON-LD. It is often a teaser, or cut, so it
// only counts where the page's own text is missing.
func (r *recipe) dataBody() *blocks {
	ld := r.page.story()
	if ld == nil {
		return &blocks{}
	}
	return textBody(ld.text("articleBody"))
}

// textBody makes paragraphs of plain text.
func textBody(s string) *blocks {
	b := &blocks{}
	if strings.Contains(s, "</p>") {
		s = stripTags(strings.ReplaceAll(s, "</p>", "\n\n"))
	}
	for _, line := range strings.Split(s, "\n") {
		if line = fold(line); line != "" {
			b.add(article.Block{Type: "p", Text: line}, trait{})
		}
	}
	return b
}

// feedBody is what the feed's entry says: its content or, without, its summary.
func (r *recipe) feedBody() *blocks {
	return r.markupBody(firstOf(r.entry.ContentHTML, r.entry.SummaryHTML))
}

// markupBody is the body that HTML makes which is the text of a story and nothing
// else.
func (r *recipe) markupBody(source string) *blocks {
	if source == "" {
		return &blocks{}
	}
	root, err := html.ParseWithOptions(strings.NewReader(source), html.ParseOptionEnableScripting(false))
	if err != nil {
		return textBody(stripTags(source))
	}
	rewrite(root, firstOf(r.entry.Language, r.doc.Feed.Language, r.page.lang))
	w := &blockWalk{page: r.page, headline: r.a.Headline, out: &blocks{}}
	w.walk(root)
	w.flush()
	return w.out.withoutPulledQuotes().trimmed()
}

// summary is the feed's summary or the page's description.
func (r *recipe) summary() {
	p := r.page
	candidates := []candidate{{htmlText(r.entry.SummaryHTML), "feed:summary", .9}}
	if r.entry.ContentHTML == "" && strings.HasPrefix(r.a.Provenance.Fields["body_text"].Source, "feed:") {
		candidates = nil // it is the body already
	}
	if ld := p.story(); ld != nil {
		candidates = append(candidates, candidate{plainText(ld.text("description")), "page.jsonld:description", .85})
	}
	for _, c := range p.metaCandidates(.8, "og:description", "description", "twitter:description", "dc.description") {
		c.value = plainText(c.value)
		candidates = append(candidates, c)
	}
	r.a.Summary = clip(r.choose("summary", candidates...), 2000)
	lead := []rune(squeeze(r.a.Summary))
	if n := min(len(lead), 60); n > 20 && strings.HasPrefix(squeeze(clip(r.a.BodyText, 400)), string(lead[:n])) {
		r.a.SummaryIsLead = true
	}
}
