package normalize

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// whereverWords is a page with a soft hyphen in each of its fields, for ¬.
const whereverWords = `<!DOCTYPE html><html lang="de"><head><title>Rat stimmt für Gezeiten¬mühle - Insel¬bote</title>
<meta name="description" content="Der Hafen¬rat hat ab¬gestimmt."><meta property="og:title" content="Rat stimmt für Gezeiten¬mühle">
<meta property="og:site_name" content="Insel¬bote"><meta name="author" content="Jonas Hall¬garth"><meta property="article:section" content="Lo¬kales">
<meta property="article:tag" content="Hafen¬rat"><meta property="og:image" content="https://www.bote.example/1.jpg">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Rat stimmt für Gezeiten\u00admühle","author":{"@type":"Person","name":"Jonas Hall\u00adgarth"},
"articleSection":"Lo\u00adkales","keywords":["Müh\u00adle"],"publisher":{"@type":"Organization","name":"Insel\u00adbote"}}</script></head>
<body><article><h1>Rat stimmt für Gezeiten¬mühle</h1><p class="byline">Von Jonas Hall¬garth (dpa)</p>
<figure><img src="https://www.bote.example/1.jpg" width="800"><figcaption>Die Müh¬le am Mor¬gen. Foto: Bo Ek¬dal</figcaption></figure>
<p>ELLISANDE (dpa) - Der Unter¬nehmer¬verband und der Hafen¬meister be¬grüßten den Be¬schluss, der seit dem Win¬ter drei Mal ver¬schoben worden war.</p>
<h2>Das Ge¬bälk</h2><p>Die von der Stadt bestellten Fach¬leute fanden die Eichen¬pfähle unter der Mauer stärker ver¬rottet, als irgend¬jemand erwartet hatte.</p>
<ul><li>Die Schleu¬sen</li><li>Das Müh¬lrad</li></ul><table><tr><th>Jahr</th><th>Kro¬nen</th></tr><tr><td>2025</td><td>vier Milli¬onen</td></tr></table>
<blockquote>Ich habe genug Sä¬cke gezählt, sagte der Schatz¬meister nach der Sitzung des Rates am Diens¬tag.</blockquote><pre>Gezei¬ten
  müh¬le</pre>
<p>Korrektur: In einer früheren Fassung stand, das Rad koste neun Milli¬onen Kronen.</p></article></body></html>`

func TestNoFieldHoldsWhatNobodySees(t *testing.T) {
	for _, unseen := range []string{"\u00ad", "&shy;", "&#173;", "\u200b", "&ZeroWidthSpace;", "\u2060", "\ufeff"} {
		a, err := Article(Document{URL: "https://www.bote.example/muehle", Body: []byte(strings.ReplaceAll(whereverWords, "¬", unseen)),
			FetchedAt: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), ContentType: "text/html; charset=utf-8"})
		if err != nil {
			t.Fatal(err)
		}
		a.Provenance.Extractor = nil
		text, err := json.Marshal(a)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range "\u00ad\u200b\u2060\ufeff" {
			if i := strings.IndexRune(string(text), r); i >= 0 {
				t.Errorf("%q is left of %s: %s", r, unseen, text[max(i-60, 0):min(i+60, len(text))])
			}
		}
		if len(a.Authors) != 1 || a.Authors[0].Name != "Jonas Hallgarth" || !strings.Contains(a.BodyText, "Gezeiten\n  mühle") || !strings.Contains(a.BodyText,
			"Der Unternehmerverband und der Hafenmeister") {
			t.Errorf("with %s: %+v\n%s", unseen, a.Authors, a.BodyText)
		}
	}
}
