package normalize

import (
	"strings"
	"testing"
)

func TestANoticeThatTheTextGoesOnIsNone(t *testing.T) {
	for _, line := range []string{
		"Advertentie - lees hieronder verder", "Annons – artikeln fortsätter nedanför", "Reklamdan sonra devam ediyor", "広告の下に記事が続きます",
		"Artikel geht unter der Werbung weiter", "Sigue leyendo tras la publicidad", "Diesen Artikel teilen", "Ouvir notícia",
	} {
		if !isFurnitureLine(line) {
			t.Errorf("%q is text", line)
		}
	}
	for _, line := range []string{
		"Die Werbung geht weiter.", "Reklama, i to dalej", "Werbung für die Boote", "Weiter nach Harrowmünde", "Publicidad y propaganda",
		"Annonserna fortsätter, säger direktören",
	} {
		if isAdNotice(line) {
			t.Errorf("%q is a notice", line)
		}
	}
}

func TestAHeadingThatCountsCommentsIsNoOther(t *testing.T) {
	for _, below := range []string{
		`<h3>2 réactions à « La ville »</h3><div><b>Gaston</b><p>Je prends ce bac tous les jours et je suis ravi.</p></div>`,
		`<h4>Reacties (2)</h4><ul><li>Piet schreef: Ik neem deze pont elke dag en ben blij.</li></ul>`,
		`<section><h2>2 commenti</h2><article><h4>Gino</h4><p>Prendo questo traghetto ogni giorno e sono contento.</p></article></section>`,
	} {
		page := "<title>Town builds a bridge</title><body><div><h1>Town builds a bridge</h1>" + story(paragraphs) + below + "</div>"
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page), FetchedAt: fetched})
		if strings.Contains(a.BodyText, "ravi") || strings.Contains(a.BodyText, "blij") || strings.Contains(a.BodyText, "contento") {
			t.Errorf("%s\n%s", below, a.BodyText)
		}
	}
}

func TestTitlesEndInSitesBehindAnyMark(t *testing.T) {
	for _, mark := range []string{"_", "－", " : ", "｜", "＿", "ㅣ", " ~ "} {
		page := "<title>轮渡公司订购两艘电动船" + mark + `海若日报</title><meta property="og:site_name" content="海若日报"><body><p>` + strings.Repeat("海若市轮渡公司宣布订购两艘电动船，数百名乘客被困。", 9)
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page), FetchedAt: fetched})
		if a.Headline != "轮渡公司订购两艘电动船" {
			t.Errorf("%q: %q", mark, a.Headline)
		}
	}
}

func TestATextInAnotherScriptIsNotInTheLanguageOfItsTemplate(t *testing.T) {
	text := "Паромная компания заказала два электрических судна после того, как старые двигатели трижды отказали. Каждое судно возьмёт сто двадцать " +
		"пассажиров и будет пересекать устье за одиннадцать минут, на две дольше прежних. «Лучше идти медленно, чем стоять посреди воды», — сказала она."
	for lang, want := range map[string]string{"en-US": "ru", "sr": "sr", "ru": "ru"} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(`<html lang="` + lang + `"><title>Паром</title><body><article><p>` + text), FetchedAt: fetched})
		if a.Language == nil || a.Language.Tag != want {
			t.Errorf("%s: %+v, want %s", lang, a.Language, want)
		}
	}
}

func TestPeopleOfDataMayBeInParts(t *testing.T) {
	for person, want := range map[string]string{
		`{"@type":"Person","givenName":"Elif","familyName":"Şahinoğlu"}`: "Elif Şahinoğlu",
		`{"@type":"Person","name":"von Anna Lehr"}`:                      "Anna Lehr",
		`{"@type":"Person","name":"von Brandt Tilo"}`:                    "von Brandt Tilo",
		`{"@type":"Person","name":"By Edith Marsh"}`:                     "Edith Marsh",
	} {
		page := `<title>Town builds a bridge</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Town builds a bridge","author":` + person + `}</script><body><h1>Town builds a bridge</h1>` + story(paragraphs)
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page), FetchedAt: fetched})
		if got := joinNames(a.Authors); got != want {
			t.Errorf("%s: %q, want %q", person, got, want)
		}
	}
	for below, want := range map[string]string{
		`<p class="auteur">Maëlle Tarrier - Publié le 20/11/2026 à 8h15</p>`: "Maëlle Tarrier", `<p class="yazar">Deniz Aksoy - 20 Kasım 2026</p>`: "Deniz Aksoy",
		`<ul class="auteurs"><li>Maëlle Tarrier</li><li>Luc Bréhier</li></ul>`: "Maëlle Tarrier, Luc Bréhier",
	} {
		if got := namesBelow(t, below); got != want {
			t.Errorf("%s: %q, want %q", below, got, want)
		}
	}
}
