package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// site makes the pages of a made-up newspaper with their texts.
func site(n int) (pages []*page) {
	for i := range n {
		var body, text strings.Builder
		for k := range 4 + i%3 {
			line := fmt.Sprintf("The %d council of town %d met on day %d, and agreed that the bridge %d is to be built before winter.", k, i, k*i, i+k)
			fmt.Fprintf(&body, "<p>%s</p>", line)
			text.WriteString(line + "\n\n")
		}
		html := fmt.Sprintf(`<html><head><title>Story %d</title></head><body><div class=menu><p>Home and sport</p><p>The weather of today, as seen from our roof.</p></div>
<article><h1>Story %d</h1>%s</article><div class=related><p><a href=/%d>Another council of town %d met elsewhere on day %d, and went home.</a></p></div><footer><p>All rights reserved by us.</p></footer></body></html>`,
			i, i, body.String(), i, i, i)
		pages = append(pages, makePage("made-up", 1, truth{ID: fmt.Sprint(i), URL: fmt.Sprintf("https://town%d.example/a", i), Body: text.String()}, []byte(html)))
	}
	return pages
}

func TestTrainingTellsAStoryFromWhatSurroundsIt(t *testing.T) {
	model := learn(site(60), 20, true)
	for _, p := range site(5) {
		p.describe(model.Learned)
		p.setFirst(model.First)
		p.widen()
		p.setSecond(model.Second)
		if r := p.result(model.Keep); r.f1() < .99 {
			t.Errorf("page %s: %+v", p.id, r)
		}
	}
}

func TestTheSamePagesGiveTheSameBytes(t *testing.T) {
	if a, b := learn(site(30), 5, true).Encode(), learn(site(30), 5, true).Encode(); !bytes.Equal(a, b) {
		t.Error("the tables differ")
	}
}

func TestShortLinesAreLabelledByTheirPlace(t *testing.T) {
	p := makePage("made-up", 1, truth{ID: "1", Body: "The first line of a story that is long enough.\n\nA title\n\nThe second line of a story that goes on and on."},
		[]byte(`<p>A title</p><div>`+strings.Repeat("<p>x y z</p>", 20)+`</div><p>The first line of a story that is long enough.</p><h2>A title</h2>
<p>The second line of a story that goes on and on.</p><p>Menu</p>`))
	got := ""
	for i, y := range p.labels {
		if y == 1 {
			got += p.cut.Text(i) + "|"
		}
	}
	if p.labels[0] == 1 || strings.Count(got, "|") != 3 || !strings.Contains(got, "|A title|") {
		t.Errorf("labelled: %s", got)
	}
}

func TestPartsLabelOnlyThemselves(t *testing.T) {
	p := makePage("made-up", 1, truth{ID: "1", With: []string{"agreed to build the bridge"}, Without: []string{"weather from our roof"}},
		[]byte("<p>They agreed to build the bridge at last.</p><p>Unknown.</p><p>The weather from our roof</p>"))
	if p.labels[0] != 1 || p.weights[0] == 0 || p.weights[1] != 0 || p.labels[2] != 0 || p.weights[2] == 0 {
		t.Errorf("labels %v, weights %v", p.labels, p.weights)
	}
}

func TestPagesOfAPublisherAreInOneFold(t *testing.T) {
	if a, b := publisherOf(truth{ID: "1", URL: "https://www.news.co.uk/a"}), publisherOf(truth{ID: "2", URL: "https://sport.news.co.uk/b"}); a != b {
		t.Errorf("publishers %s and %s", a, b)
	}
}
