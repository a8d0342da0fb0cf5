package htmlfilter

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func read(t testing.TB, page string) string {
	t.Helper()
	b, err := io.ReadAll(NewReader([]byte(page)))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWhatNobodyReadsIsLeftOut(t *testing.T) {
	for page, want := range map[string]string{
		`<p>a</p>`:                            `<p>a</p>`,
		`a<!-- b -->c<!-->d<!--->e<!--x--!>f`: `a<!---->c<!-->d<!--->e<!---->f`,
		`<script src="/x.js" async>if (a < b) "</p>"</script><p>`:                  `<script></script><p>`,
		`<SCRIPT>x</Script ><STYLE media=all>p{}</style>`:                          `<script></Script ><style></style>`,
		`<script type="application/LD+json">{"a":1}</script>`:                      `<script type="application/LD+json">{"a":1}</script>`,
		`<script>var x = {"articleBody": "t"}</script>`:                            `<script>var x = {"articleBody": "t"}</script>`,
		`<svg class=icon viewBox="0 0 1 1"><title>t</title><path d="M"/></svg>x`:   `<svg class=icon viewBox="0 0 1 1"></svg>x`,
		`<svg><foreignObject><p>text</p></foreignObject></svg><script>1</script>x`: `<svg><foreignObject><p>text</p></foreignObject></svg><script></script>x`,
		`<div class="a" data-x="{...}" onclick='go()' id=b>`:                       `<div class="a"   id=b>`,
		`<p style="color:red"><p style="display:none">`:                            `<p ><p style="display:none">`,
		`<a href=x data-y ="1" = data-z>`:                                          `<a href=x data-y ="1" = data-z>`,
		`<title><!-- a --></title><textarea><script>1</script></textarea>`:         `<title><!-- a --></title><textarea><script>1</script></textarea>`,
		`<!doctype html><?xml x?></ bogus><b>`:                                     `<!doctype html><?xml x?></ bogus><b>`,
		`a < b <`:                                                                  `a < b <`, `<p class="never ends`: ``, "": "", `<script type="application/ld+json">never`: `<script type="application/ld+json">never`, `<script>never ends`: `<script>`,
	} {
		if got := read(t, page); got != want {
			t.Errorf("%s\n got %s\nwant %s", page, got, want)
		}
	}
}

func TestItDoesNotMatterHowMuchIsReadAtOnce(t *testing.T) {
	page := []byte(strings.Repeat(`<p data-x=1 class=y>a<!-- b --><script>1</script></p>`, 50))
	want := read(t, string(page))
	got, err := io.ReadAll(iotest.OneByteReader(NewReader(page)))
	if err != nil || string(got) != want {
		t.Errorf("%v, %d bytes, want %d", err, len(got), len(want))
	}
	if n, err := NewReader(nil).Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("%d, %v of an empty page", n, err)
	}
}

// pages on which the tokens are not what they seem.
var tricky = []string{
	`<p>text<script><!-- <script> </script> --></script>more`, `<script><!--</script>x<script>--></script>`, `<svg><style><!-- </style><p>x</svg>`,
	`<select><noscript><p></noscript><option>a</select>`, `<svg/><title><b></title>`, `<svg a=b/><title><b></title><p>x`, `<math><mi><svg></math><script><p></script>`,
	`<svg><title><p>x</title></svg>`, `<svg><g><path d="x"></g></svg>y`, `<svg><p>out</svg>z`, `<table><svg><path/></svg><tr><td>x`, `<noscript><img src=x></noscript>y`,
	`<p data-a="b"=c>x`, `<p a data-b=c =d>x`, `<p data-a=b/>x`, `<br data-a="b"/>x`, `<p a="1"data-b="2"c="3">x`, `<!-->a-->b`, `<!--->a-->b`, `<!--a--!>b`, `<!----!>x-->`, `<!--a`, `<![CDATA[a>b]]>c`,
	`<svg><![CDATA[a>b]]></svg>c`, `<svg><desc>a</desc><![CDATA[<p>]]>`, `<textarea></textarea x=y>b`, `<plaintext><script>x`, `<frameset><noscript><p></noscript>`, `<title/><p>x</title>y`,
	"<p\x00data-x=1>x", "<script\x0c>1</script\x0c>", `</script>x`, `</ p>x`, `</>x`, `<?x>y`, `<template><select></template><noscript>x`, `<select><template></select><noscript><!--`,
	`<svg><title a=b/><path/></svg><script>"<p>"</script>`, `<math></math><svg><path/></svg>`, `<desc><svg><desc>x</desc></svg>`, `<g><svg><path/></svg></g>`, `<pre><!-- -->` + "\nx",
	`<body onload=x><html data-x=y>`, `<p data-x=1 class=a data-x=2>`, `<iframe><!-- </iframe>x`, `<xmp><p></xmp>`, `<a href='x' style="a:b" style="display:none">x`, "<p \x00=x data-y='>'>z", `<A stYle=""`, `<C>A000>0<`, `<svg><desc>x<<![CDATA[a>b`, `<select><<noscript>p>x`, `<p / data-x=1 / >x`, `<p /=/ onx="a"/>x`, `<p DATA-X=1 ON=2 Data-SRC=3 sTyLe=display:none>x`,
}

// The tree of what is left is that of the whole page.
func FuzzTheTreeIsTheSame(f *testing.F) {
	for _, page := range tricky {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, page string) {
		whole, err := html.ParseWithOptions(strings.NewReader(page), html.ParseOptionEnableScripting(false))
		if err != nil || len(page) > 1<<14 {
			t.Skip()
		}
		r := NewReader([]byte(page))
		lean, err := html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
		if err != nil {
			t.Fatal(err)
		}
		if err := same(whole, lean); err != nil && !r.doubt {
			t.Errorf("%v\npage %q\nleft %q", err, page, read(t, page))
		}
	})
}

// same compares trees but for what is left out.
func same(a, b *html.Node) error {
	if a.Type != b.Type || a.Type != html.CommentNode && a.Data != b.Data || a.Namespace != b.Namespace {
		return fmt.Errorf("%d %q, not %d %q", b.Type, b.Data, a.Type, a.Data)
	}
	program := a.DataAtom == atom.Script || a.DataAtom == atom.Style
	if !program || len(b.Attr) > 0 {
		if got, want := attributes(b), attributes(a); got != want {
			return fmt.Errorf("%s has %s, not %s", a.Data, got, want)
		}
	}
	if b.FirstChild == nil && (program || a.Data == "svg") {
		return nil
	}
	x, y := a.FirstChild, b.FirstChild
	for ; x != nil && y != nil; x, y = x.NextSibling, y.NextSibling {
		if err := same(x, y); err != nil {
			return err
		}
	}
	if x != nil || y != nil {
		return fmt.Errorf("%s has other children", a.Data)
	}
	return nil
}

func attributes(n *html.Node) string {
	var list []string
	for _, a := range n.Attr {
		if !isUnread([]byte(a.Key), nil) {
			list = append(list, a.Key+"="+a.Val)
		}
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// Pages on which a token is begun over and over again and never ended.
func TestTimeIsLinear(t *testing.T) {
	for name, unit := range map[string]string{
		"comments": "<!--", "scripts": "<script>", "titles": "<title>", "drawings": "<svg>", "drawn": "<svg><g>", "quotes": `<p a="`, "dashes": "<!-----", "end tags": "</script ", "slashes": "</", "hidden": "<script><!--</script>",
		"closed": "<!>", "less": "<", "spaces": "<p ", "equals": "<p =", "plain": "<svg><title>x</title>", "attributes": " data-x=1",
	} {
		t.Run(name, func(t *testing.T) {
			page := "<p " + strings.Repeat(unit, 4<<20/len(unit))
			if n, err := io.Copy(io.Discard, NewReader([]byte(page))); err != nil || n > int64(len(page)) {
				t.Errorf("%d bytes, %v", n, err)
			}
			if n, err := io.Copy(io.Discard, NewReader(bytes.Repeat([]byte(unit), 4<<20/len(unit)))); err != nil || n > int64(len(page)) {
				t.Errorf("%d bytes, %v", n, err)
			}
		})
	}
}
