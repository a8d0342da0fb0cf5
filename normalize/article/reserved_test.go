package article

import "testing"

func TestReserved(t *testing.T) {
	for _, tc := range []struct {
		reuse *Reuse
		want  bool
	}{
		{nil, false}, {&Reuse{}, false}, {&Reuse{Robots: "index, follow, max-image-preview:large"}, false},
		{&Reuse{Robots: "noindex"}, true}, {&Reuse{Robots: "follow,noarchive"}, true}, {&Reuse{Robots: "none"}, true},
		{&Reuse{Robots: "max-snippet:-1, noimageindex"}, false}, {&Reuse{Robots: "otherbot: noindex"}, true},
		{&Reuse{TDM: "1"}, true}, {&Reuse{TDM: "0"}, false}, {&Reuse{NoAI: true}, true},
	} {
		if got := (&Article{Reuse: tc.reuse}).Reserved(); got != tc.want {
			t.Errorf("%+v: reserved %v", tc.reuse, got)
		}
	}
}

func TestHeadlineAloneLeavesNoBody(t *testing.T) {
	a := &Article{Headline: "H", BodyText: "text", BodyHTML: "<p>text</p>", Blocks: []Block{{}}, Completeness: Full}
	a.Seal()
	before := a.ContentHash
	a.HeadlineAlone()
	if a.BodyText+a.BodyHTML != "" || a.Blocks != nil || a.Completeness != HeadlineOnly || a.ContentHash == before {
		t.Errorf("%+v", a)
	}
}
