package safehtml

import "testing"

// Feeds that are made of pages have the images as the page loads them: late, by a
// program that no reader of feeds runs.
func TestImagesThatLoadLate(t *testing.T) {
	const real = `<img src="https://x.example/real.jpg">`
	p := Policy{Elements: Feed, Loose: true}
	for in, want := range map[string]string{
		`<img src="data:image/gif;base64,R0==" data-src="https://x.example/real.jpg">`:                              real,
		`<img data-lazy-src="https://x.example/real.jpg">`:                                                          real,
		`<img data-original="https://x.example/real.jpg" src="https://x.example/blank.gif">`:                        real,
		`<img src="" data-cfsrc=' https://x.example/real.jpg '>`:                                                    real,
		`<img data-src="https://x.example/real.jpg" src="data:,x"><noscript>` + real + `</noscript>`:                real,
		`<img data-src="https://x.example/real.jpg"> <noscript> <img src="https://x.example/real.jpg"></noscript>b`: real + `  b`,
		real + `a<noscript>` + real + `</noscript>`:                                                                 real + "a" + real,
		real + real:                         real + real,
		`<noscript>` + real + `</noscript>`: real,
		`<img data-srcset="https://x.example/a 1x, https://x.example/b 2x">`:                       `<img srcset="https://x.example/a 1x, https://x.example/b 2x">`,
		`<picture><source data-srcset="https://x.example/a 1x" type="image/webp"></picture>`:       `<picture><source srcset="https://x.example/a 1x" type="image/webp"></picture>`,
		`<video data-src="https://x.example/v.mp4" data-poster="https://x.example/p.jpg"></video>`: `<video poster="https://x.example/p.jpg" src="https://x.example/v.mp4"></video>`,
		`<img src="https://x.example/a.jpg" data-orig-file="https://x.example/full.jpg">`:          `<img src="https://x.example/a.jpg">`,
		`<img data-orig-file="https://x.example/real.jpg">`:                                        real,
		`<img data-orig-file="https://x.example/full.jpg" data-src="https://x.example/real.jpg">`:  real,
		`<img src="https://x.example/a.jpg" data-src="{{ image }}">`:                               `<img src="https://x.example/a.jpg">`,
		`<img src="https://x.example/a.jpg" data-src="data:image/png;base64,x">`:                   `<img src="https://x.example/a.jpg">`,
		`<img src="https://x.example/a.jpg" data-src="javascript:alert(1)">`:                       `<img src="https://x.example/a.jpg">`,
		`<a data-src="https://x.example/a" href="https://x.example/">a</a>`:                        `<a href="https://x.example/">a</a>`,
		`<p data-original="https://x.example/a">a</p>`:                                             `<p>a</p>`,
	} {
		if got := p.Rewrite(in); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if got := (Policy{}).Rewrite(`<img data-src="https://x.example/real.jpg">`); got != "" {
		t.Errorf("a story's images stand in src: %s", got)
	}
}
