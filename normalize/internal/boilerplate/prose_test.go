package boilerplate

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func parse(t testing.TB, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func texts(p *Page) (list []string) {
	for i := range p.Segments {
		list = append(list, p.Text(i))
	}
	return list
}

func TestALineEndsWhereAnotherBegins(t *testing.T) {
	p := cut(parse(t, `<body><p>One  <b>bold</b>
word<br>same line<br> <br>next line</p><div>alone<p>inside</p>after</div><nav>menu</nav><script>no()</script><ul><li>a<li>b</ul></body>`), Odds{})
	want := "One bold word same line|next line|alone|inside|after|a|b"
	if got := strings.Join(texts(p), "|"); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestASegmentKnowsWhatStandsAroundIt(t *testing.T) {
	p := cut(parse(t, `<article><aside class="widget"><div id="relatedPosts"><p>text <a href="/x">a link</a></p></div></aside></article>`), Odds{})
	s := p.Segments[0]
	for kind, far := range map[int]uint16{inParagraph: 0, int(gRelated): 1, int(gList): 1, int(gSide): 2, inAside: 2, inArticle: 3} {
		if s.seen[kind] == 0 || uint16(s.depth)-s.seen[kind] != far {
			t.Errorf("kind %d: depth %d, seen at %d, want %d above", kind, s.depth, s.seen[kind], far)
		}
	}
	if s.seen[inFooter] != 0 || s.linked != 6 || s.links != 1 || s.href == nil || s.tag != atom.P {
		t.Errorf("segment %+v", s)
	}
}

func TestNamesAreSplitIntoWords(t *testing.T) {
	for name, want := range map[string]uint64{
		"articleBody": 1<<gStory | 1<<gText, "c-newsletter__form-2": 1<<gLetter | 1<<gSearch, "READMORE": 1 << gRelated, "adequate": 0, "": 0, "ad": 1 << gAdvert,
		strings.Repeat("x", maxName) + " footer": 0,
	} {
		if got := (&namings{}).read(name).groups; got != want {
			t.Errorf("%q: %b, want %b", name, got, want)
		}
	}
}

func TestTextIsMeasured(t *testing.T) {
	v := viewOf(Known{Title: "Bridge opens", Data: "the bridge opens on monday", Entry: "something else entirely"})
	s := v.measure([]byte("The Bridge opens on Monday, at 9. Read more!"))
	if s.words != 9 || s.sentences != 2 || s.commas != 1 || s.digits != 1 || s.upper != 4 || s.first != 'T' || s.last != '!' {
		t.Errorf("counts %+v", s)
	}
	if s.title < .2 || s.data < .4 || s.data > .5 || s.hint != 0 || s.about != -1 || s.cues&1 == 0 {
		t.Errorf("shares %+v", s)
	}
	if s := v.measure([]byte("橋が月曜日に開通した。")); s.words < 4 || s.sentences != 1 || s.script != 2 {
		t.Errorf("wide %+v", s)
	}
}

func TestEveryFeatureIsSet(t *testing.T) {
	p := Cut(parse(t, "<h1>T</h1><p>One sentence of a few words.</p><p>Two.</p>"), Known{}, Learned{})
	f := p.frame()
	r := make([]float32, Wide)
	own := &row{out: r}
	f.text(own, &p.Segments[1])
	own.n += kinds
	f.near(own, 1)
	f.place(own, 1, &p.Segments[1])
	f.surroundings(own, 1)
	if own.n+10 != Own {
		t.Errorf("%d features, want %d", own.n+10, Own)
	}
	defer func() {
		if recover() == nil {
			t.Error("the scores' features do not fill their part")
		}
	}()
	f.scores().features(1, r[:Wide-Own-1])
}

func TestTheEmbeddedTableIsWhole(t *testing.T) {
	m, err := Decode(table)
	if err != nil {
		t.Fatal(err)
	}
	if len(m.First.Trees) == 0 || len(m.Second.Trees) == 0 || m.Keep <= 0 || m.Keep >= 1 || len(m.Curve) == 0 {
		t.Errorf("%d and %d trees, keep %v, curve %v", len(m.First.Trees), len(m.Second.Trees), m.Keep, m.Curve)
	}
	if !bytes.Equal(m.Encode(), table) {
		t.Error("encoding it again gives other bytes")
	}
	if len(table) > 300<<10 {
		t.Errorf("%d bytes", len(table))
	}
}

func FuzzDecode(f *testing.F) {
	small := &Model{First: &Forest{Trees: []Tree{{{0, 1, 2, 3}, {Leaf, 0, 0, 1}, {Leaf, 0, 0, -1}}}}, Second: &Forest{}, Keep: .5, Curve: []float32{.5}}
	f.Add(small.Encode())
	f.Add([]byte(magic))
	row := make([]float32, Wide)
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := Decode(b)
		if err != nil {
			return
		}
		m.First.Score(row)
		m.Second.Score(row)
		if !bytes.Equal(m.Encode(), b) {
			t.Error("encoding it again gives other bytes")
		}
	})
}

func TestABrokenTableIsRefused(t *testing.T) {
	loop := &Model{First: &Forest{Trees: []Tree{{{0, 0, 0, 1}}}}, Second: &Forest{}}
	good := &Model{First: &Forest{}, Second: &Forest{}}
	for name, b := range map[string][]byte{"empty": nil, "a loop": loop.Encode(), "cut": good.Encode()[:20], "more": append(good.Encode(), 1)} {
		if _, err := Decode(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestAListStaysOrGoesAsOne(t *testing.T) {
	p := cut(parse(t, "<ul><li>one<li>two<li>three</ul><p>text</p><ul><li>four<li>five</ul><ul><li><a href=/>six</a><li>seven</ul>"), Odds{})
	p.view = viewOf(Known{})
	p.measure()
	for i, s := range []float32{.9, .9, .1, .9, .2, .2, .2, .2} {
		p.SetScore(i, s)
	}
	p.Decide(.5)
	want := []bool{true, true, true, true, true, true, false, false}
	for i, w := range want {
		if p.Segments[i].Keep != w {
			t.Errorf("%s: %v", p.Text(i), !w)
		}
	}
}

func TestWhatIsDroppedIsOutOfTheTree(t *testing.T) {
	root := parse(t, `<img src=logo.png><p>keep</p><img src=in.png><p>drop</p><footer><img src=out.png></footer>`)
	p := cut(root, Odds{})
	p.Segments[0].Keep = true
	p.Drop()
	var b bytes.Buffer
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode || c.DataAtom == atom.Img && c.Type == html.ElementNode {
				b.WriteString(c.Data + " ")
			}
			visit(c)
		}
	}
	visit(root)
	if b.String() != "keep img " {
		t.Errorf("left: %s", b.String())
	}
}

func TestAPageDescribesItsStory(t *testing.T) {
	k := Describe(parse(t, `<head><title>Long | Site</title><meta property="og:title" content="Long"><meta name=description content="About it">
<script type="application/ld+json">{"articleBody" : "One \"two\"\u0020three", "x": 1, "articleBody": 5}</script></head>`))
	if k.Title != "Long" || strings.TrimSpace(k.About) != "About it" || k.Data != `One "two" three` {
		t.Errorf("%+v", k)
	}
}

// A page of more segments than rows are kept of is scored in parts: its answers
// must be those of all rows at once.
func TestAPageIsScoredAlikeInParts(t *testing.T) {
	root := parse(t, strings.Repeat("<article><h2>Heading</h2><p>A sentence of some words, that ends.</p><ul><li><a href=/x>link</a></ul></article>", someRows))
	p := Default().Read(root, Known{Title: "Heading"})
	all := Cut(root, Known{Title: "Heading"}, Default().Learned)
	rows, chances := all.Rows(), make([]float32, len(all.Segments))
	Default().First.scores(rows, Own, chances)
	for i, c := range chances {
		all.SetFirst(i, c)
	}
	all.Widen(rows)
	Default().Second.scores(rows, Wide, chances)
	if len(p.Segments) != len(all.Segments) || len(p.Segments) < 2*someRows {
		t.Fatalf("%d and %d segments", len(p.Segments), len(all.Segments))
	}
	for i, c := range chances {
		if p.Segments[i].Score != c {
			t.Fatalf("segment %d: %v, want %v", i, p.Segments[i].Score, c)
		}
	}
}

func TestAStoryThatStandsTwiceIsKeptOnce(t *testing.T) {
	var story strings.Builder
	for i := range 12 {
		fmt.Fprintf(&story, "<p>In town %d the council met, %d members voted for the bridge and %d against it, and the mayor of town %d said that work begins in week %d.</p>", i, i+5, i+2, i, i*3)
	}
	notice := "<p>Your settings keep this page from showing what others made; change them if you want to see the posts that belong here.</p>"
	read := func(page string) (kept []string) {
		p := cut(parse(t, page), Odds{})
		p.view = viewOf(Known{})
		p.measure()
		for i := range p.Segments {
			p.SetScore(i, 1)
		}
		p.Decide(.5)
		for i := range p.Segments {
			if p.Segments[i].Keep {
				kept = append(kept, p.Text(i))
			}
		}
		return kept
	}
	if n := len(read(story.String() + "<div>" + story.String() + "</div>")); n != 12 {
		t.Errorf("%d lines are left of a story of 12 that stands twice", n)
	}
	if n := len(read(notice + story.String() + notice + notice)); n != 12 {
		t.Errorf("%d lines are left of a story of 12 with three notices", n)
	}
	if n := len(read(notice + notice + notice)); n != 3 {
		t.Errorf("%d lines are left of a text of three lines that are the same", n)
	}
}
