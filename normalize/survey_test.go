package normalize

import (
	"strings"
	"testing"
)

// another are paragraphs of another story than that of paragraphs.
var another = []string{
	"The town library reopened on Wednesday under a roof of larch shingles, two years after a storm had torn off the copper one and soaked eleven thousand books.",
	"Volunteers from three villages carried the books to the gymnasium, where they were dried between sheets of blotting paper, said the librarian, Oskar Thede.",
	"On the first day four hundred readers came, twice as many as on any day before the storm; some brought back books that were due in the year before last.",
}

func story(list []string) string { return "<p>" + strings.Join(list, "</p>\n<p>") + "</p>" }

// surveyed is the text of a page with this body.
func surveyed(t testing.TB, body string) string {
	t.Helper()
	page := "<html lang=en><head><title>Town builds a bridge | Example</title></head><body><header><nav><a href=/>Example</a></nav></header><main>" + body + "</main></body></html>"
	a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: []byte(page)})
	for _, p := range paragraphs {
		if !strings.Contains(a.BodyText, p) {
			t.Errorf("the text lacks %.60q…: %q", p, a.BodyText)
		}
	}
	return a.BodyText
}

func TestAStoryEndsWhereTheNextOneBegins(t *testing.T) {
	const title, other = "Town builds a bridge", "Library reopens under a new roof"
	mine, next := story(paragraphs), story(another)
	for name, body := range map[string]string{
		"articles, h1":        "<article class=post><header><h1>" + title + "</h1><div class=byline>By Ann Lee</div></header>" + mine + "</article><article class=post><header><h1>" + other + "</h1><div class=byline>By Piet Olm</div></header>" + next + "</article>",
		"articles, h2":        "<article><h1>" + title + "</h1><p>By Ann Lee, 20 November 2026</p>" + mine + "</article><div>Up next</div><article><h2>" + other + "</h2><p>By Piet Olm, 18 November 2026</p>" + next + "</article>",
		"divs":                "<div class=item-1><h1 class=t>" + title + "</h1><p class=by>By Ann Lee</p><div>" + mine + "</div></div><div class=item-2><h2 class=t>" + other + "</h2><p class=by>By Piet Olm</p><div>" + next + "</div></div>",
		"in a box":            "<article id=one><h1 class=head>" + title + "</h1><time datetime=2026-11-20>20 November 2026</time>" + mine + "</article><div id=more><div><article class=add><h1 class=head>" + other + "</h1><time datetime=2026-11-18>18 November 2026</time>" + next + "</article></div></div>",
		"with a link":         "<article class=story><h1>" + title + "</h1><p>Von Ann Lee</p>" + mine + "</article><article class=story><h2><a href=/2026/library>" + other + "</a></h2><p>Von Piet Olm</p>" + next + "</article>",
		"flat":                "<h1>" + title + "</h1><p>By Ann Lee</p>" + mine + "<hr><h1>" + other + "</h1><p>By Piet Olm</p>" + next,
		"a teaser in between": "<article class=s><h1>" + title + "</h1><p class=author>Ann Lee</p><p>" + paragraphs[0] + "</p><article class=s><h2><a href=/2026/library>" + other + "</a></h2><p class=author>Piet Olm</p>" + next + "</article>" + story(paragraphs[1:]) + "</article>",
	} {
		t.Run(name, func(t *testing.T) {
			text := surveyed(t, body)
			for _, p := range another {
				if strings.Contains(text, p) {
					t.Errorf("the text holds %.60q…", p)
				}
			}
		})
	}
}

func TestPartsOfOneStoryAreNoOthers(t *testing.T) {
	mine, more := story(paragraphs), story(another)
	for name, body := range map[string]string{
		"a list of books":   "<article><h1>Town builds a bridge</h1><p>By Ann Lee</p>" + mine + "<h2>The Great Bridge</h2><p>By David McCullough</p>" + more + "</article>",
		"sections":          "<section class=s><h1>Town builds a bridge</h1><p>By Ann Lee</p>" + mine + "</section><section class=s><h2>What came before</h2>" + more + "</section>",
		"a section of 2019": "<section class=s><h1>Town builds a bridge</h1>" + mine + "<h2>The plans of 2019 and 2020</h2>" + more + "</section>",
		"posts of a day":    "<article><h1>Town builds a bridge</h1><p>By Ann Lee</p>" + mine + "<div class=posts><article class=entry><h3>Divers are back</h3><time>14:32</time><span class=author>Ann Lee</span>" + more + "</article></div></article>",
	} {
		t.Run(name, func(t *testing.T) {
			text := surveyed(t, body)
			for _, p := range another {
				if !strings.Contains(text, p) {
					t.Errorf("the text lacks %.60q…", p)
				}
			}
		})
	}
}

func TestCommentsAreKnownByTheirHeadingAndWhoWroteThem(t *testing.T) {
	const a, b = "I have gone over that bridge twice a week for twenty years, and it never shook so much as in this autumn.", "The ferry is the real scandal. We have waited for an hour since September, and nobody says a word about it."
	head := "<h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p>" + story(paragraphs)
	for name, comments := range map[string]string{
		"a list":        "<h3>2 comments</h3><ul><li><b>bridge77</b> <span>20 November 2026</span><p>" + a + "</p></li><li><b>Quay</b> <span>21 November 2026</span><p>" + b + "</p></li></ul>",
		"says":          "<h3>Comments (2)</h3><ol><li><strong>bridge77</strong> says:<br>" + a + "</li><li><strong>Quay</strong> says:<br>" + b + "</li></ol>",
		"definitions":   "<h3>2 responses</h3><dl><dt>bridge77, 21/11/2026</dt><dd>" + a + "</dd><dt>Quay, 21/11/2026</dt><dd>" + b + "</dd></dl>",
		"in German":     "<h4>2 Kommentare</h4><div><b>bridge77</b> schrieb am 21.11.2026<p>" + a + "</p></div><div><b>Quay</b> schrieb am 21.11.2026<p>" + b + "</p></div>",
		"hours ago":     "<h2>Kommentare</h2><div><p>bridge77 · vor 3 Stunden</p><p>" + a + "</p><p>Quay · vor 2 Stunden</p><p>" + b + "</p></div>",
		"to answer":     "<h2>2 commentaires</h2><div><p>bridge77</p><p>" + a + "</p><a href=#r>Répondre</a><p>Quay</p><p>" + b + "</p><a href=#r>Répondre</a></div>",
		"thoughts":      "<h2>2 thoughts on “Town builds a bridge”</h2><div><p>bridge77, 20 November 2026</p><p>" + a + "</p></div><div><p>Quay, 20 November 2026</p><p>" + b + "</p></div>",
		"in Russian":    "<h3>Комментарии (2)</h3><div><p>bridge77, 21.11.2026 10:15</p><p>" + a + "</p></div><div><p>Quay, 21.11.2026 11:15</p><p>" + b + "</p></div>",
		"without a div": "<p>2 comments</p><p><b>bridge77</b>, 21 November 2026</p><p>" + a + "</p><p><b>Quay</b>, 21 November 2026</p><p>" + b + "</p>",
	} {
		t.Run(name, func(t *testing.T) {
			text := surveyed(t, "<div>"+head+"</div>"+comments)
			if strings.Contains(text, a) || strings.Contains(text, b) || strings.Contains(text, "bridge77") {
				t.Errorf("%q", text)
			}
		})
	}
	text := surveyed(t, "<article>"+head+"<h2>Comments</h2>"+story(another)+"<h2>Responses</h2><p>"+a+"</p></article>")
	if !strings.Contains(text, another[0]) || !strings.Contains(text, a) {
		t.Errorf("a heading without who wrote: %q", text)
	}
}

func TestWhatIsHiddenIsNoTextUnlessItIsTheRest(t *testing.T) {
	const dialog = "<p>Dear reader, to write a comment you need an account with the Courier, which costs nothing and takes a minute.</p><p>If you have one already, log in with your e-mail address and the password that we sent to you.</p>"
	head := "<h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p><p>" + paragraphs[0] + "</p>"
	rest := story(paragraphs[1:])
	for _, how := range []string{`style="display:none"`, `style="DISPLAY: NONE !important"`, "hidden", `style="visibility: hidden"`,
		`style="position:absolute; left:-9999px"`, `aria-hidden="true"`, `role="dialog"`, `aria-modal="true"`, "popover",
		`style="width:0;opacity:0"`} {
		if text := surveyed(t, "<article>"+head+"<div "+how+">"+dialog+"</div>"+rest+"</article>"); strings.Contains(text, "Dear reader") {
			t.Errorf("%s: %q", how, text)
		}
		if text := surveyed(t, "<article>"+head+rest+"</article><div "+how+">"+dialog+"</div>"); strings.Contains(text, "Dear reader") {
			t.Errorf("at the end, %s: %q", how, text)
		}
	}
	for _, how := range []string{`style="display:none"`, `class="read-more-content" hidden`, `style="max-height:0; overflow:hidden"`,
		`aria-hidden="true"`} {
		surveyed(t, "<article>"+head+"<div "+how+">"+rest+"</div><button>Read more</button></article>")
	}
	if text := surveyed(t,
		"<article>"+head+"<h3>Who pays?</h3><div hidden><p>"+another[0]+"</p></div>"+rest+"</article>"); !strings.Contains(text, another[0]) {
		t.Errorf("an answer is not there: %q", text)
	}
}

func TestABoxForAnAddressIsAnOffer(t *testing.T) {
	const offer = "<h4>The Harbour Letter</h4><p>Every Friday, all that matters between the two locks.</p>"
	head := "<h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p><p>" + paragraphs[0] + "</p>"
	for _, box := range []string{
		"<div class=box>" + offer + "<form action=/s><input type=email><button>Sign up</button></form></div>",
		"<div>" + offer + `<div><input name="user_mail" type="text"></div><p>By signing up you accept our terms.</p></div>`,
		"<form>" + offer + `<input type=EMAIL></form>`,
	} {
		if text := surveyed(t, "<article>"+head+box+story(paragraphs[1:])+"</article>"); strings.Contains(text,
			"Harbour Letter") || strings.Contains(text, "Every Friday") {
			t.Errorf("%s: %q", box, text)
		}
	}
	surveyed(t, "<form><article>"+head+story(paragraphs[1:])+"</article><input type=email></form>") // the whole page is a form
}

func TestTeasersGoWithTheHeadingThatIntroducesThem(t *testing.T) {
	head := "<h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p><p>" + paragraphs[0] + "</p>"
	blurb := "From April a crossing will cost eleven crowns, one more than today, the company said."
	for _, list := range []string{
		"<div><h3>You may also like</h3><div><a href=/a><b>Ferry fares to rise</b></a><p>" + blurb + "</p></div><div><a href=/b><b>Library reopens</b></a><p>After two years readers are back between the shelves.</p></div></div>",
		"<aside><h4>Te puede interesar</h4><article><h5><a href=/a>Ferry fares to rise by a tenth in spring</a></h5><p class=author>Bruno Talavera</p></article></aside>",
		"<h3>Lesen Sie auch</h3><ul><li><a href=/a>Ferry fares to rise by a tenth in spring</a></li><li><a href=/b>Library reopens under a new roof</a></li></ul>",
		"<h3>関連記事</h3><p><a href=/a>Ferry fares to rise by a tenth in spring</a></p>",
	} {
		text := surveyed(t, "<article>"+head+list+story(paragraphs[1:])+"</article>")
		for _, gone := range []string{"Ferry fares", blurb, "You may", "Te puede", "Lesen Sie", "関連", "Talavera"} {
			if strings.Contains(text, gone) {
				t.Errorf("%s: %q is in %q", list, gone, text)
			}
		}
	}
	if text := surveyed(t,
		"<article>"+head+"<h2>Recommended</h2><p>"+another[0]+"</p>"+story(paragraphs[1:])+"</article>"); !strings.Contains(text, another[0]) {
		t.Errorf("text below a heading is gone: %q", text)
	}
}
