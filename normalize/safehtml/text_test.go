package safehtml

import (
	"strings"
	"testing"
)

func TestTitlesSpeakOfElements(t *testing.T) {
	for in, want := range map[string]string{
		// words
		`How long should a <title> be?`:              `How long should a <title> be?`,
		`Why the <script> tag still matters`:         `Why the <script> tag still matters`,
		`Close your <div>, please`:                   `Close your <div>, please`,
		`<table> is no layout`:                       `<table> is no layout`,
		`Notes on the <dl>`:                          `Notes on the <dl>`,
		`Do we need </p> and </li>, or not?`:         `Do we need </p> and </li>, or not?`,
		`Use <b> or <strong>`:                        `Use <b> or <strong>`,
		`All about <input type="hidden">`:            `All about <input type="hidden">`,
		`Do you need <head>, <body> & </body>?`:      `Do you need <head>, <body> & </body>?`,
		`The <canvas></canvas> of a painter`:         `The <canvas></canvas> of a painter`,
		`Why List<String> is slow`:                   `Why List<String> is slow`,
		`<Vec<u8>> or <Box<[u8]>>`:                   `<Vec<u8>> or <Box<[u8]>>`,
		`if a<b then c>d`:                            `if a<b then c>d`,
		`A <my-button> of my own, an <xsl:template>`: `A <my-button> of my own, an <xsl:template>`,
		`5 < 6 and 7 > 3, I <3 you`:                  `5 < 6 and 7 > 3, I <3 you`,
		`<STYLE> in capitals`:                        `<STYLE> in capitals`,
		`The <em>whole</em> <html> story`:            `The whole <html> story`,
		// markup
		`An <em>old</em> <a href="x">story</a>`:   `An old story`,
		`A <b>bold</b> move`:                      `A bold move`,
		`A <b>bold move`:                          `A bold move`,
		`Cut off here <a href="https://x.exam`:    `Cut off here `,
		`Left over</a>`:                           `Left over`,
		`Left over </span>`:                       `Left over `,
		`<p>One<p>Two</p>`:                        ` One Two `,
		`<h2>Head</h2>line`:                       ` Head line`,
		`<div> Title`:                             `  Title`,
		`safe<frame src="x"> <object data=y>text`: `safe text`,
		`<body onload="x()">Title <embed src=z>`:  `Title `,
		`one<br>two<br/>three`:                    `one two three`,
		`<script>alert("<b>")</script>after`:      `after`,
		`<style>p{}</style>after`:                 `after`,
		`<o:p></o:p>From a word processor`:        `From a word processor`,
		`<span class="x"></span>Icon`:             `Icon`,
		`<i class="fa"></i> Icon`:                 ` Icon`,
		`<img src="https://x.example/i"> Picture`: ` Picture`,
		`x <!-- comment --> y`:                    `x  y`,
		`<table><tr><td>Cell</td></tr></table>`:   `   Cell   `,
		// once
		`&lt;b&gt; &amp;nbsp; <i>x</i>`: `<b> &nbsp; x`,
		``:                              ``,
	} {
		if got := Text(in); got != want {
			t.Errorf("%s\n got %q\nwant %q", in, got, want)
		}
	}
	if got := Text(strings.Repeat("long ", maxTitle) + "<table>"); strings.Contains(got, "<") {
		t.Error("a text is a title")
	}
}

func TestPlainIsDecodedTwiceAtMost(t *testing.T) {
	for in, want := range map[string]string{
		`A &amp;amp; B`:                         `A & B`,
		`&lt;em&gt;Escaped&lt;/em&gt; twice`:    `Escaped twice`,
		`Seven uses of &lt;details&gt; today`:   `Seven uses of <details> today`,
		`An <em>old</em> &amp;lt;table&amp;gt;`: `An old <table>`,
		`Is a < b &amp; b > c?`:                 `Is a < b & b > c?`,
		`&amp;amp;lt;b&amp;amp;gt; three times`: `&lt;b&gt; three times`,
		`Plain text, and nothing else; R&D`:     `Plain text, and nothing else; R&D`,
	} {
		if got := Plain(in); got != want {
			t.Errorf("%s: %q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("a <b> c</b> <table> <script>x</script>")
	f.Fuzz(func(t *testing.T, in string) {
		plain := strings.NewReplacer("<", "", "&", "").Replace(in)
		if got := Text(plain); got != strings.ReplaceAll(strings.ReplaceAll(plain, "\r\n", "\n"), "\r", "\n") && !strings.Contains(plain, "\x00") {
			t.Errorf("%q is read as %q", plain, got)
		}
		Text(in)
	})
}
