package safehtml

import (
	"html"
	"strings"
	"testing"

	"golang.org/x/net/html/atom"
)

func TestOnlyTheElementsOfAStoryStay(t *testing.T) {
	for in, want := range map[string]string{
		`<p>a &amp; b</p>`:                                   `<p>a &amp; b</p>`,
		`<p onclick="x()" style="y">a</p>`:                   `<p>a</p>`,
		`<script>alert("</p>")</script>a`:                    `a`,
		`<a href="javascript:alert(1)">a</a>`:                `<a>a</a>`,
		`<a href=" https://demo.example/?a=1&b">a</a>`:       `<a href="https://demo.example/?a=1&amp;b">a</a>`,
		`<img src="data:image/svg+xml,x" alt="a">b`:          `b`,
		`<img src="https://demo.example/i" onerror=x alt=q>`: `<img src="https://demo.example/i" alt="q">`,
		`<svg><svg></svg><p>x</p></svg><p>b`:                 `<p>b</p>`,
		`</div></p>a<ul><li>b</ul>c`:                         `a<ul><li>b</li></ul>c`,
		`<iframe src="https://x.example"></iframe>a`:         `a`,
		`<form><input name=a>b</form>`:                       `b`,
		`<!-- a --><!doctype html>b`:                         `b`,
		`<title>a</title><noscript><p>x</noscript>b`:         `b`,
	} {
		if got := (Policy{}).Rewrite(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// What a page of ours shows: no picture of another site is loaded, no link tells
// where its reader came from, and headings keep their place in the page's outline.
func TestAPolicyChangesPicturesLinksAndHeadings(t *testing.T) {
	p := Policy{
		Picture: func(src, alt string) string { return "[" + html.EscapeString(alt+" "+src) + "]" },
		Rel:     "noopener noreferrer nofollow", Heading: atom.H3,
	}
	for in, want := range map[string]string{
		`<img src="https://x.example/i" alt="<b>">`: `[&lt;b&gt; https://x.example/i]`,
		`<img src="javascript:x" alt="a">`:          ``,
		`<a href="https://x.example/">a</a>`:        `<a href="https://x.example/" rel="noopener noreferrer nofollow">a</a>`,
		`<a href="javascript:alert(1)">a</a>`:       `<a>a</a>`,
		`<h1>a</h1><h5>b</h5>`:                      `<h3>a</h3><h3>b</h3>`,
		`<h2><b>a</h2>b`:                            `<h3><b>a</b></h3>b`,
	} {
		if got := p.Rewrite(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

// What strangers write: no text of theirs is lost, and no tag is added.
func TestLoosely(t *testing.T) {
	p := Policy{Elements: Feed, Loose: true, Max: 200}
	for in, want := range map[string]string{
		`<p>a<p>b</div>`:                                   `<p>a<p>b</div>`,
		`a<br>b</br>`:                                      `a<br>b`,
		`<iframe srcdoc="<script>x</script>">a`:            `a`,
		`<noscript><b>a</b></noscript><plaintext>b`:        `<b>a</b>b`,
		`<object data="x">a`:                               `a`,
		`<svg><text>a</text>b`:                             `ab`,
		`<script>x()</script>a<style></style>b`:            `ab`,
		`a <!-- never closed > b`:                          `a  b`,
		`a <!-- closed --> b <!`:                           `a  b &lt;!`,
		`<a href=x href=https://x.example/ rel=me>a`:       `<a rel="me">a`,
		`<img srcset="x 1x, https://x.example/ 2x">`:       `<img srcset="https://x.example/ 2x">`,
		`<img src="data:,x">` + strings.Repeat("<p>", 900): `<img>` + strings.Repeat("<p>", 65),
	} {
		if got := p.Rewrite(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func FuzzLoosely(f *testing.F) {
	f.Add("<p>b<svg><script>x</script><plaintext>a")
	f.Add("<a href='javascript:x'><img srcset='a 1x'>")
	f.Fuzz(func(t *testing.T, in string) {
		p := Policy{Elements: Feed, Loose: true}
		once := p.Rewrite(in)
		if low := strings.ToLower(once); strings.Contains(low, "<script") || strings.Contains(low, "href=\"javascript") {
			t.Errorf("%q", once)
		}
		if twice := p.Rewrite(once); twice != once {
			t.Errorf("%q is written %q", once, twice)
		}
	})
}

func FuzzRewrite(f *testing.F) {
	f.Add("<p>b")
	f.Add("<svg><script>")
	f.Fuzz(func(t *testing.T, in string) {
		once := Policy{}.Rewrite(in)
		if low := strings.ToLower(once); strings.Contains(low, "<script") || strings.Contains(low, "href=\"javascript") {
			t.Errorf("%q", once)
		}
		if twice := (Policy{}).Rewrite(once); twice != once {
			t.Errorf("%q is written %q", once, twice)
		}
	})
}

// A message is at most 768 KB; none of these may take more than linear time.
func TestHostileHTMLIsRewrittenInLinearTime(t *testing.T) {
	for _, unit := range []string{
		"<p>", "</p>", "<svg>", "<a href=x ", "<", "<b><i>", "<table><td>", "&", "<img src=https://x.example/>", "<p></b>", "<!--", "<!",
		"<a " + strings.Repeat("href=https://x.example/ ", 30000) + ">",
	} {
		text := strings.Repeat(unit, max(1, 768<<10/len(unit)))
		(Policy{}).Rewrite(text)
		(Policy{Elements: Feed, Loose: true}).Rewrite(text)
		Text(text)
	}
}
