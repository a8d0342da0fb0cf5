package htmlfilter

import "testing"

func TestWhatStandsForText(t *testing.T) {
	for page, want := range map[string]bool{
		"<p>text<img src=a alt=b><svg><path></svg>": false, "<math><mi>x</math>": true, "<p><q>x</q>": true, "<P><DEL>x</DEL>": true, "<s>x": true, "<strike>x": true, "<ruby>x<rt>y</ruby>": true,
		`<img class="emoji" src=a>`: true, `<img src=a alt="❤">`: true, `<img alt='😀'>`: true, `<img alt="&#x1F600;">`: true, `<img alt="Ärger">`: false,
		`<img alt="日本">`: false, `<a class=x DATA-cfemail=42>x</a>`: true, `<a data-cfemailx=42>x</a>`: false, "<strong>x</strong><span>q</span>": false,
	} {
		r := NewReader([]byte(page))
		if _, err := parse(r); err != nil || r.StandsForText() != want {
			t.Errorf("%s: %v, %v", page, r.StandsForText(), err)
		}
	}
}
