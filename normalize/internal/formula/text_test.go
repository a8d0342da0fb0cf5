package formula

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// mathIn is the first formula of a page, or nil.
func mathIn(t testing.TB, source string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil
	}
	var visit func(n *html.Node) *html.Node
	visit = func(n *html.Node) *html.Node {
		if n.DataAtom == atom.Math {
			return n
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if m := visit(c); m != nil {
				return m
			}
		}
		return nil
	}
	return visit(root)
}

func TestFormulas(t *testing.T) {
	for in, want := range map[string]string{
		`<mi>q</mi><mo>=</mo><mn>3</mn><mi>s</mi>`: "q=3s",
		`<semantics><mrow><mn>1.33</mn><mo>×</mo><msup><mn>10</mn><mrow><mo>-</mo><mn>4</mn></mrow></msup></mrow><annotation encoding="application/x-tex">1.33\times 10^{-4}</annotation></semantics>`: "1.33×10⁻⁴",
		`<msub><mi>H</mi><mn>2</mn></msub><mi>O</mi>`:                                                                                                     "H₂O",
		`<mi>E</mi><mo>=</mo><mi>m</mi><mo>&#x2062;</mo><msup><mi>c</mi><mn>2</mn></msup>`:                                                                "E=mc²",
		`<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>`:                                                                            "(a+b)/2",
		`<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>`:                                                                                                   "3 1/2",
		`<msqrt><mi>y</mi><mo>+</mo><mn>1</mn></msqrt><mo>,</mo><mroot><mi>x</mi><mn>3</mn></mroot>`:                                                      "√(y+1),∛x",
		`<mroot><mi>x</mi><mn>5</mn></mroot>`:                                                                                                             "⁵√x",
		`<msup><mi>e</mi><mrow><mo>−</mo><mi>t</mi></mrow></msup>`:                                                                                        "e^(−t)",
		`<msup><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>n</mi></msup>`:                                                                              "(a+b)^n",
		`<msup><mrow><mo>(</mo><mi>a</mi><mo>)</mo></mrow><mn>2</mn></msup>`:                                                                              "(a)²",
		`<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><msub><mi>x</mi><mi>i</mi></msub>`:                       "∑ᵢ₌₁^nxᵢ",
		`<msubsup><mi>x</mi><mi>ω</mi><mn>2</mn></msubsup>`:                                                                                               "x_ω²",
		`<mover accent="true"><mi>x</mi><mo>¯</mo></mover><mo>=</mo><mover><mi>v</mi><mo>→</mo></mover>`:                                                  "x̄=v⃗",
		`<mmultiscripts><mi>U</mi><mprescripts/><mn>92</mn><mn>235</mn></mmultiscripts>`:                                                                  "₉₂²³⁵U",
		`<mfenced open="[" close="]" separators=";"><mi>a</mi><mi>b</mi></mfenced>`:                                                                       "[a;b]",
		`<mfenced><mi>a</mi><mi>b</mi></mfenced>`:                                                                                                         "(a,b)",
		`<mo>[</mo><mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr><mtr><mtd><mn>3</mn></mtd><mtd><mn>4</mn></mtd></mtr></mtable><mo>]</mo>`: "[1, 2; 3, 4]",
		`<mi>v</mi><mo>=</mo><mn>3</mn><mspace width="4px"/><mtext>m/s</mtext><mphantom><mi>z</mi></mphantom>`:                                            "v=3 m/s",
		`<mtext>cost per </mtext><mi>kg</mi>`:                                                                                                             "cost per kg",
		`<msup><mi>f</mi><mo>′</mo></msup><mo>(</mo><mi>x</mi><mo>)</mo><msup><mn>90</mn><mo>∘</mo></msup>`:                                               "f′(x)90°",
		`<mstyle displaystyle="true"><mrow><mi>n</mi><mo>&gt;</mo><mn>7</mn></mrow></mstyle>`:                                                             "n>7",
		`<maction><mi>a</mi><mi>b</mi></maction>`:                                                                                                         "a",
	} {
		if got := Text(mathIn(t, "<p><math>"+in+"</math>")); got != want {
			t.Errorf("%s\n got %s\nwant %s", in, got, want)
		}
	}
}

func TestAFormulaThatDrawsNothingIsWhatItsPageSays(t *testing.T) {
	large := strings.Repeat("<mrow><mi>x</mi></mrow>", maxNodes)
	for in, want := range map[string]string{
		`<math alttext="n = 7"></math>`: "n = 7",
		`<math><semantics><mrow></mrow><annotation encoding="application/x-tex">n^{2}</annotation></semantics></math>`: "n^{2}",
		`<math alttext="a sum">` + large + `</math>`: "a sum",
		`<math></math>`: "",
		`<math alttext="` + strings.Repeat("x", maxText+1) + `"></math>`: "",
	} {
		if got := Text(mathIn(t, in)); got != want {
			t.Errorf("%.80s: %.80q, want %q", in, got, want)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"<mi>a", "<msup><mi>a</mi></msup>", "<mmultiscripts><mprescripts/><mprescripts/>", "<mfenced separators=ÿ>", "<mtext>\xff", "<mfrac>",
		strings.Repeat("<msup>", 100), strings.Repeat("<mfrac><mi>x</mi>", 50), strings.Repeat("<mtable><mtr>", 40), "<annotation-xml encoding=text/html><p>x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		math := mathIn(t, "<math>"+s)
		if math == nil {
			t.Skip()
		}
		if text := Text(math); len(text) > 4*maxText || strings.Contains(text, "\n") || utf8.ValidString(s) && !utf8.ValidString(text) {
			t.Errorf("%q gives %d bytes: %.100q", s, len(text), text)
		}
	})
}
