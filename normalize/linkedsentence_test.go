package normalize

import (
	"strings"
	"testing"
)

// Some papers link a whole sentence of the story to another one: it is text, and a
// headline that is linked is none.
func TestASentenceThatIsLinkedIsText(t *testing.T) {
	const sentence = "On Friday, Ivo Lent, 54, and Ann Marsh, 30, both of Rope Street, denied that they had laid stones upon the rails."
	const headline = "Two Men Deny That They Laid Stones"
	page := string(signedPage("start", "en", paragraphs[0]))
	page = strings.Replace(page, "<p>"+paragraphs[1], `<p><a href="/n/1"><strong>`+sentence+`</strong></a></p><p><a href="/n/2">`+headline+`</a></p><p>`+paragraphs[1], 1)
	a := make1(t, Document{URL: "https://www.courier.example/a", Body: []byte(page)})
	if !strings.Contains(a.BodyText, sentence) {
		t.Errorf("the sentence is gone: %q", a.BodyText)
	}
	if strings.Contains(a.BodyText, headline) {
		t.Errorf("a link to another story is text: %q", a.BodyText)
	}
}

// What data call a person and is a desk is no author beside one; alone it is who there is.
func TestADeskIsNoPersonBesideOne(t *testing.T) {
	data := func(authors string) []byte {
		page := string(signedPage("start", "en", paragraphs[0]))
		return []byte(strings.Replace(page, "</head>", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":[`+
			authors+`]}</script></head>`, 1))
	}
	ann, desk := `{"@type":"Person","name":"Ann Lee"}`, `{"@type":"Person","name":"Newsdesk"}`
	a := make1(t, Document{URL: "https://www.courier.example/a", Body: data(ann + "," + desk)})
	if got := joinNames(a.Authors); got != "Ann Lee" {
		t.Errorf("authors %q", got)
	}
	afp := `{"@type":"Organization","name":"AFP"}`
	a = make1(t, Document{URL: "https://www.courier.example/a", Body: data(ann + "," + afp)})
	if got := joinNames(a.Authors); !strings.Contains(got, "Ann Lee") {
		t.Errorf("authors %q", got)
	}
}
