package normalize

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// wholenessOf is how whole the article of a page at an address is, and what it
// warns of.
func wholenessOf(t testing.TB, address, head, body string) *article.Article {
	t.Helper()
	page := "<html lang=en><head><title>Town builds a bridge | Example</title>" + head + "</head><body><main><article><h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p>" + body + "</article></main></body></html>"
	return make1(t, Document{URL: address, Body: []byte(page)})
}

func TestTheFirstOfSeveralPagesIsNotAll(t *testing.T) {
	const own = "https://www.example.org/2026/town-builds-a-bridge"
	for next, partial := range map[string]bool{
		`<link rel=next href="` + own + `?page=2">`:                                     true,
		`<nav class=pages>1 <a href="?page=2">2</a> <a href="?page=3">3</a></nav>`:      true,
		`<p><a rel=next href="` + own + `/2">Next page »</a></p>`:                       true,
		`<p><a href="/2026/town-builds-a-bridge/page/2/">Weiter</a></p>`:                true,
		`<p><a href="/2026/town-builds-a-bridge-2.html">2</a></p>`:                      true,
		`<p><a href="town-builds-a-bridge,2">次へ</a></p>`:                                true,
		`<link rel=next href="https://www.example.org/2026/library-reopens">`:           false,
		`<link rel=next href="https://www.example.org/2026/town-builds-a-bridge-in-2">`: false,
		`<p><a href="/2026/page/2">2</a></p>`:                                           false,
		`<div class=comments><a href="?page=2">2</a></div>`:                             false,
		`<p><a href="?cpage=2#comments">2</a></p>`:                                      false,
		`<p><a href="?page=2">Load more stories</a></p>`:                                false,
		`<p><a href="#page-2">2</a></p>`:                                                false,
	} {
		a := wholenessOf(t, own, "", story(paragraphs)+next)
		if got := a.Completeness == article.Partial; got != partial {
			t.Errorf("%s: %s, %v", next, a.Completeness, a.Provenance.Extractor.Warnings)
		}
	}
	if a := wholenessOf(t, own+"?page=2", "",
		story(paragraphs)+`<a href="?page=1">1</a> <a href="?page=3">3</a>`); a.Completeness != article.Partial {
		t.Errorf("the second of three is %s", a.Completeness)
	}
	if a := wholenessOf(t, own+"?page=3", "",
		story(paragraphs)+`<a href="?page=1">1</a> <a href="?page=2">2</a>`); a.Completeness != article.Full {
		t.Errorf("the last one is %s", a.Completeness)
	}
}

func TestATextThatEndsAtAWallIsNotAll(t *testing.T) {
	for _, wall := range []string{
		`<div class=paywall><h3>Subscribe to continue reading</h3><p>Get unlimited access for 2.95 crowns per week. Cancel at any time.</p><a href=/s>Subscribe now</a></div>`,
		`<p>Contenido exclusivo para suscriptores. Suscríbete por 1 € el primer mes y sigue leyendo.</p>`,
		`<p><a class=knopf href="/abo">Ganzen Artikel mit einem Abo lesen</a></p>`,
		`<div><p>Cet article est réservé aux abonnés.</p></div>`,
		`<p>Il vous reste 75 % de cet article à lire. La suite est réservée aux abonnés.</p>`,
		`<div>Per continuare a leggere l'articolo abbonati a 1 € al mese</div>`,
		`<p>Já é assinante? Faça login para continuar lendo a matéria.</p>`, `<p>Wilt u verder lezen? Dit artikel is alleen voor abonnees.</p>`,
		`<p>Læs videre: bliv abonnent og læs hele artiklen</p>`, `<p>Pokračování článku je pouze pro předplatitele.</p>`,
		`<p>Полный текст статьи доступен только подписчикам.</p>`, `<p>この記事は有料会員限定です。残り1234文字</p>`, `<p>订阅后继续阅读全文</p>`,
		`<p>유료회원 전용 기사입니다. 로그인 후 계속 읽기</p>`,
	} {
		a := wholenessOf(t, "https://www.example.org/a", "", story(paragraphs)+story(another)+wall)
		if a.Completeness != article.Partial || !strings.HasSuffix(a.BodyText, another[2]) {
			t.Errorf("%s: %s, %q", wall, a.Completeness, tail(a.BodyText, 120))
		}
	}
	for _, text := range []string{
		`<p>Ready to restore a bridge? Members of the crew tell the whole story of it.</p>`,
		`<p>The town has about a thousand readers of the paper, and the article is on its wall.</p>`,
		`<p>Esta funcionalidad es solo para suscriptores</p>`,
		`<div hidden><p>Subscribe to continue reading</p></div>`, `<p>Socialists read the full text of the law, and restaurants lost it.</p>`,
	} {
		if a := wholenessOf(t, "https://www.example.org/a", "", story(paragraphs)+story(another)+text); a.Completeness != article.Full {
			t.Errorf("%s: %s, %v", text, a.Completeness, a.Provenance.Extractor.Warnings)
		}
	}
}

func TestALongerTextInTheDataIsReadIfItIsTheSame(t *testing.T) {
	whole := append(append([]string(nil), paragraphs...), another...)
	data := func(list []string) string {
		b, err := json.Marshal(map[string]any{"@type": "NewsArticle", "headline": "Town builds a bridge", "articleBody": strings.Join(list,
			"\n\n"), "isAccessibleForFree": false})
		if err != nil {
			t.Fatal(err)
		}
		return `<script type="application/ld+json">` + string(b) + `</script>`
	}
	const wall = `<div class=paywall><h3>Subscribe to continue reading</h3></div>`
	a := wholenessOf(t, "https://www.example.org/a", data(whole), story(paragraphs)+wall)
	if a.Completeness != article.Full || a.BodyText != strings.Join(whole, "\n\n") {
		t.Errorf("%s by %s: %q", a.Completeness, a.Provenance.Extractor.Method, a.BodyText)
	}
	for name, list := range map[string][]string{"cut": append(append([]string(nil), whole...), "And then…"), "another story's": another,
		"no longer": paragraphs} {
		if a := wholenessOf(t, "https://www.example.org/a", data(list),
			story(paragraphs)+wall); a.Completeness != article.Partial || a.Provenance.Extractor.Method != "page.prose" {
			t.Errorf("%s: %s by %s", name, a.Completeness, a.Provenance.Extractor.Method)
		}
	}
}

func TestTheStoryInThePagesDataIsRead(t *testing.T) {
	whole := append(append([]string(nil), paragraphs...), another...)
	marshal := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var spans []any
	var elements []any
	for _, p := range whole {
		spans = append(spans, map[string]any{"_type": "block", "children": []any{map[string]any{"_type": "span", "text": p[:20]},
			map[string]any{"_type": "span", "text": p[20:]}}})
		elements = append(elements, map[string]any{"type": "text", "content": p})
	}
	other := map[string]any{"title": "Library reopens",
		"body": story([]string{strings.Repeat("Something else happened in the library that day, and again. ", 60)})}
	for name, v := range map[string]any{
		"HTML": map[string]any{"props": map[string]any{"article": map[string]any{"title": "Town builds a bridge", "content": story(whole)},
			"more": []any{other}}},
		"plain text": map[string]any{"article": map[string]any{"headline": "Town builds a bridge", "body": strings.Join(whole, "\n\n")}},
		"strings":    map[string]any{"story": map[string]any{"title": "Town builds a bridge", "paragraphs": whole}},
		"elements":   map[string]any{"headlines": map[string]any{"basic": "Town builds a bridge"}, "content_elements": elements},
		"rich text":  map[string]any{"page": map[string]any{"title": "Town builds a bridge", "body": spans}},
		"by its id": map[string]any{"byId": map[string]any{"87": other, "88": map[string]any{"title": "Town builds a bridge",
			"body": story(whole)}}},
		"and nothing": map[string]any{"a": other, "b": map[string]any{"title": "Town builds a bridge", "body": paragraphs[0]}},
	} {
		want := strings.Join(whole, "\n\n")
		for _, script := range []string{
			`<script id="__NEXT_DATA__" type="application/json">` + marshal(v) + `</script>`,
			`<script>window.__INITIAL_STATE__ = ` + marshal(v) + `;(function(){})()</script>`,
			`<script>window.__PRELOADED_STATE__ = JSON.parse(` + marshal(marshal(v)) + `);</script>`,
		} {
			a := wholenessOf(t, "https://www.example.org/a", "", "<p>"+paragraphs[0]+"</p><button>Read the whole story</button>"+script)
			if name == "and nothing" {
				if a.Completeness != article.Partial || a.BodyText != paragraphs[0] {
					t.Errorf("%s: %s, %q", name, a.Completeness, a.BodyText)
				}
				continue
			}
			if a.BodyText != want || a.Completeness != article.Full || a.Provenance.Extractor.Method != "page.state" {
				t.Errorf("%s in %.40s: %s by %s: %q", name, script, a.Completeness, a.Provenance.Extractor.Method, a.BodyText)
			}
		}
	}
	page := `<title>Town builds a bridge</title><meta property="og:title" content="Town builds a bridge"><div id=root></div><noscript>You need JavaScript.</noscript><script>window.__INITIAL_STATE__=` + marshal(map[string]any{"a": other, "b": map[string]any{"title": "Town builds a bridge", "body": story(whole)}}) + `</script>`
	if a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)}); a.BodyText != strings.Join(whole, "\n\n") {
		t.Errorf("without any text on the page: %q", a.BodyText)
	}
}

func FuzzStates(f *testing.F) {
	for _, s := range []string{
		`{"title":"Town builds a bridge","body":"<p>one two"}`, `window.x = {"a":[{"text":"x"},{"children":[{"text":"y"}]}]};`,
		`JSON.parse("{\"a\":1}")`, `{"a":"}"`, `[[[[`, `var a = "{" + {`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		page := `<title>Town builds a bridge</title><h1>Town builds a bridge</h1><script id="__NEXT_DATA__">` + script + strings.Repeat(" ",
			200) + `</script>`
		a, err := Article(Document{URL: "https://www.example.org/a", Body: []byte(page), FetchedAt: fetched})
		if err != nil {
			if strings.Contains(err.Error(), "panic") {
				t.Fatal(err)
			}
			return
		}
		if wrong := wellFormed(a.BodyHTML); wrong != "" {
			t.Errorf("%q: %s", script, wrong)
		}
	})
}
