package boilerplate

import "testing"

func TestTheHolderHoldsAllThatIsLeft(t *testing.T) {
	for page, want := range map[string]string{
		"<div><section><p>a</p><p>b</p></section></div><p>no</p>":                                "section",
		"<div><section><p>a</p></section><p>b</p></div>":                                         "div",
		"<div><section><p>a <b>b</b></p></section></div>":                                        "p",
		"<main><figure><img src=x></figure><div><p>a</p><p>b</p></div></main><p>no</p>":          "main",
		"<main><img src=x><div><p>a</p><p>b</p></div></main><aside><img src=y></aside><p>no</p>": "div",
		"<p>no</p>": "",
	} {
		p := cut(parse(t, page), Odds{})
		for i := range p.Segments {
			p.Segments[i].Keep = p.Text(i) != "no"
		}
		p.Drop()
		got := ""
		if h := p.Holder(); h != nil {
			got = h.Data
		}
		if got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}
