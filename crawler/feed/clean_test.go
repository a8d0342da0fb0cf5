package feed

import (
	"testing"
)

func TestHTMLIsSanitised(t *testing.T) {
	r := newResolver("https://example.org/a/b")
	for in, want := range map[string]string{
		`<p onclick="x()">a</p>`:                            `<p>a</p>`,
		`<a href="javascript:alert(1)">a</a>`:               `<a>a</a>`,
		`<a href="jav&#x09;ascript:alert(1)">a</a>`:         `<a>a</a>`,
		`<a href="//cdn.example.org/x">a</a>`:               `<a href="https://cdn.example.org/x">a</a>`,
		`<img src="i.png" srcset="i.png 1x, /j.png 2x">`:    `<img src="https://example.org/a/i.png" srcset="https://example.org/a/i.png 1x, https://example.org/j.png 2x">`,
		`<img src="data:image/png;base64,xx">`:              `<img>`,
		`<script>alert(1)</script>after`:                    `after`,
		`<style>p{}</style><script></script>after`:          `after`,
		`<iframe srcdoc="<script>x</script>">text survives`: `text survives`,
		`<object data="x">text survives`:                    `text survives`,
		`<svg><script>alert(1)</script></svg>after`:         `after`,
		`a < b & c`: `a &lt; b &amp; c`,
		`<form action="/x"><input value="y">text</form>`:         `text`,
		`<p style="position:fixed" class="x">a</p><unknown>b`:    `<p>a</p>b`,
		`<<script>script>alert(1)</script>`:                      `&lt;`,
		`<a href="https://example.org/&quot; onx=&quot;1">a</a>`: `<a href="https://example.org/%22%20onx=%221">a</a>`,
	} {
		if got := r.clean(in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestTitlesArePlainText(t *testing.T) {
	for in, want := range map[string]string{
		"A &amp;amp; B":                      "A & B",
		"An <b>old</b>\n  <i>story</i>":      "An old story",
		"Why List<String> is slow":           "Why List<String> is slow",
		"<o:p></o:p>From a word processor":   "From a word processor",
		"one<br>two":                         "one two",
		"<script>alert(1)</script>after":     "after",
		"before<!-- a comment -->after":      "beforeafter",
		"before<!-- never closed > after":    "before after",
		"5 < 6 and 7 > 3":                    "5 < 6 and 7 > 3",
		"&lt;em&gt;Escaped&lt;/em&gt; twice": "Escaped twice",
	} {
		if got := plain(in); got != want {
			t.Errorf("%q\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestADeclarationThatNeverEndsIsText(t *testing.T) {
	if got := (resolver{}).clean("one <!' two"); got != "one &lt;!' two" {
		t.Errorf("%q", got)
	}
	if got := plain("one <!DOCTYPE ~"); got != "one <!DOCTYPE ~" {
		t.Errorf("%q", got)
	}
}
