package normalize

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// bodyOf is the HTML that a feed's content becomes.
func bodyOf(t testing.TB, content string) string {
	t.Helper()
	a, err := Article(Document{Feed: Feed{URL: "https://example.org/rss"}, FetchedAt: fetched, URL: "https://example.org/a",
		Entry: &Entry{ID: "1", Title: "T", ContentHTML: content}})
	if err != nil {
		t.Fatal(err)
	}
	return a.BodyHTML
}

func TestLinksAndEmphasisSurvive(t *testing.T) {
	for in, want := range map[string]string{
		`<p>The <a href="/plan" onclick="x()">plan</a> is <b>new</b>.</p>`:                   `<p>The <a href="https://example.org/plan">plan</a> is <strong>new</strong>.</p>`,
		`<p>No <a href="javascript:alert(1)">script</a> &lt;i&gt; here.</p>`:                 `<p>No script &lt;i&gt; here.</p>`,
		`<p>No <a href="data:text/html,x">data</a>, <a href="jav&#9;ascript:x">tab</a>.</p>`: `<p>No data, tab.</p>`,
		`<p>Empty <em></em><strong> </strong>ones go.</p>`:                                   `<p>Empty ones go.</p>`,
		`<em>Over <p>two lines</p> of it</em>`:                                               "<p><em>Over </em></p>\n<p><em>two lines</em></p>\n<p><em> of it</em></p>",
		`<p>H<sub>2</sub>O &amp; <font color="red">more</font> of it.</p>`:                   `<p>H<sub>2</sub>O &amp; more of it.</p>`,
		`<blockquote>She <i>said</i> so.</blockquote>`:                                       `<blockquote><p>She <em>said</em> so.</p></blockquote>`,
		`<p>A query <a href="https://e.org/?a=1&amp;b=%22">of two</a> in it.</p>`:            `<p>A query <a href="https://e.org/?a=1&amp;b=%22">of two</a> in it.</p>`,
	} {
		if got := bodyOf(t, in); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestTablesKeepTheirTextAndLayoutIsReadThrough(t *testing.T) {
	if got := bodyOf(t, `<table><tr><th>Town</th><th>Votes</th></tr><tr><td>Aby</td><td>12</td></tr><tr><td>In all</td></tr></table>`); !strings.Contains(got, "<td>Town</td><td>Votes</td>") || !strings.Contains(got, "In all") {
		t.Errorf("a table became %s", got)
	}
	prose := strings.Repeat("The river rose again, and everybody watched. ", 60)
	if got := bodyOf(t, `<table><tr><td>`+prose+`</td><td>Menu</td></tr></table>`); strings.Contains(got, "<table>") || !strings.Contains(got,
		"The river rose") || !strings.Contains(got, "Menu") {
		t.Errorf("a layout became %.100s", got)
	}
	if got := bodyOf(t, `<table><tr><td>Home</td><td>World</td></tr><tr><td>`+prose+`</td><td>Menu</td></tr></table>`); strings.Contains(got,
		"<table>") || !strings.Contains(got, "The river rose") {
		t.Errorf("a layout of two rows became %.100s", got)
	}
	if got := bodyOf(t, `<table><tr><td><table><tr><td><p>Deep inside.</p></td></tr></table></td></tr></table>`); got != "<p>Deep inside.</p>" {
		t.Errorf("nested layout became %s", got)
	}
}

// allowed are all elements that a body may hold.
var allowed = map[atom.Atom]bool{
	atom.P: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Blockquote: true, atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Table: true,
	atom.Tr: true, atom.Td: true, atom.Figure: true, atom.Figcaption: true, atom.Img: true, atom.A: true, atom.Em: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Code: true, atom.Cite: true, atom.Q: true, atom.Br: true, atom.Pre: true,
}

// wellFormed says what is wrong with a body, read as a browser's tokenizer does.
func wellFormed(body string) string {
	var open []string
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if len(open) > 0 {
				return "left open: " + strings.Join(open, " ")
			}
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			if !allowed[tok.DataAtom] {
				return "element " + tok.Data
			}
			for _, a := range tok.Attr {
				if a.Key != "href" && a.Key != "src" || !strings.HasPrefix(a.Val, "http://") && !strings.HasPrefix(a.Val, "https://") {
					return "attribute " + a.Key + "=" + a.Val
				}
			}
			if tok.DataAtom != atom.Img && tok.DataAtom != atom.Br {
				open = append(open, tok.Data)
			}
		case html.EndTagToken:
			tok := z.Token()
			if len(open) == 0 || open[len(open)-1] != tok.Data {
				return "closes " + tok.Data + " within " + strings.Join(open, " ")
			}
			open = open[:len(open)-1]
		}
	}
}

func FuzzBodyHTML(f *testing.F) {
	for _, seed := range []string{
		`<p>The <a href="/plan">plan <b>is</b></a> new.</p>`, `<b><i><a href=x><div>a</div></a>b`, `<a href="javascript:x"><img src=x onerror=y>`,
		`<table><tr><td>a<td>b</table><ul><li><a href=//e.org>x</a></ul>`, `<svg><script>x</script></svg><style>p{}</style><math><mi>x`,
		`<p>a<br>b<b><br><br>c</b><pre>x <br> <i>y</i></pre><ul><li>a<br>b<ul><li>c</ul><li><h3>d</h3><p>e`,
		`<p>10<sup>5</sup> m<sup>-2</sup>.<sup><a href="#fn1">[1]</a></sup><a href="/x">a<br>b<p>c</a>`,
		`<iframe srcdoc="<script>x</script>" src="https://e.org"></iframe><blockquote><blockquote>q`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		if wrong := wellFormed(bodyOf(t, content)); wrong != "" {
			t.Errorf("%q: %s", content, wrong)
		}
	})
}
