package normalize

import (
	"strings"
	"testing"
)

func TestTheLanguageIsThatOfTheText(t *testing.T) {
	english := "<p>" + strings.Join(paragraphs, "</p><p>") + "</p>"
	kanji := "<p>" + strings.Repeat("東京都知事会見開催。市議会議員選挙投票率発表。", 20) + "</p>"
	for name, c := range map[string]struct{ html, head, body, want, source string }{
		"as the page says":           {`lang="en-GB"`, "", english, "en", "page.html:lang"},
		"as the data says":           {"", `<script type="application/ld+json">{"@type":"NewsArticle","headline":"T","inLanguage":"en-US"}</script>`, english, "en", "page.jsonld:inLanguage"},
		"as the text says":           {"", "", english, "en", "text:detected"},
		"kanji alone do not make zh": {`lang="ja"`, "", kanji, "ja", "page.html:lang"},
		"one name for Norwegian":     {`lang="nb-NO"`, "", "<p>Kort.</p>", "no", "page.html:lang"},
		"what is no language is not": {`lang="x"`, `<meta property="og:locale" content="de_AT">`, "<p>Kurz.</p>", "de", "page.meta:og:locale"},
	} {
		t.Run(name, func(t *testing.T) {
			page := "<html " + c.html + "><head><title>T</title>" + c.head + "</head><body><h1>T</h1>" + c.body + "</body></html>"
			a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)})
			if a.Language == nil || a.Language.Tag != c.want || a.Provenance.Fields["language"].Source != c.source {
				t.Errorf("%+v by %q, want %q by %q", a.Language, a.Provenance.Fields["language"].Source, c.want, c.source)
			}
		})
	}
}
