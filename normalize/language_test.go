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
		"a country is its language":  {`lang="jp"`, "", kanji, "ja", "page.html:lang"},
		"not as a template says":     {`lang="de"`, "", english + english + english, "en", "text:detected"},
		"a longer tag":               {`lang="ger"`, "", "<p>Kurz.</p>", "de", "page.html:lang"},
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

func TestFunctionWordsConfirmALanguage(t *testing.T) {
	swedish := "Och det är inte bara den nya bron som kommunen vill bygga. Det är också en väg till staden, och för att det ska bli av har man frågat alla som bor på orten om de kan gå med på det."
	danish := "Og det er ikke kun den nye bro, som kommunen vil bygge. Det er også en vej til byen, og for at det skal blive til noget, har man spurgt alle, der bor i byen, om de kan gå med til det."
	for name, c := range map[string]struct {
		text, tag string
		want      bool
	}{
		"a language by its words":        {swedish, "sv", true},
		"not its neighbour":              {danish, "sv", false},
		"not one that looks like others": {danish, "da", false},
		"not another":                    {swedish, "en", false},
		"not in a few words":             {"Och det är bra.", "sv", false},
		"not names":                      {strings.Repeat("Stockholm Malmö Ystad ", 30), "sv", false},
		"not a language without words":   {swedish, "xx", false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := confirmed(c.text, c.tag); got != c.want {
				t.Errorf("confirmed is %v", got)
			}
		})
	}
}

func TestASampleIsBoundedAndWhole(t *testing.T) {
	for _, n := range []int{0, 1, 3*sampleBytes - 1, 3 * sampleBytes, 3*sampleBytes + 1, 1 << 20} {
		text := strings.Repeat("ю", n/2+1)[:n]
		got := sampleOf(text)
		if len(got) > 3*(sampleBytes+1) || n <= 3*sampleBytes && got != text || n > 3*sampleBytes && strings.ContainsRune(got, '\uFFFD') {
			t.Errorf("%d bytes: a sample of %d", n, len(got))
		}
	}
}
