package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tagLine holds how pages introduce the tags below a story.
var tagLine = introductions{phrasesOf(
	"read more about", "more about", "more on", "topics", "topic", "tags", "tag", "keywords", "keyword", "filed under", "related topics", "related topic", "related tags",
	"article topics", "tagged", "tagged as", "tagged in", "tagged with", "in this article", "in this story",
	"explore more on these topics", "explore more on", "explore more topics", "topics in this article", "topics in this story",
	"lesen sie mehr zu diesen themen", "mehr zu diesen themen", "mehr zu diesem thema", "themen in diesem artikel", "themen des artikels", "in diesem artikel", "ähnliche themen", "weitere themen",
	"thèmes associés", "sujets associés", "sur le même thème", "temas relacionados", "temas en este artículo", "más información sobre", "etiquetado en", "argomenti trattati",
	"gerelateerde onderwerpen", "relaterade ämnen", "ilgili konular", "ilgili etiketler", "powiązane tematy", "související témata",
	"themen", "thema", "schlagworte", "schlagwörter", "stichworte", "stichwörter", "mehr zum thema", "mehr zu den themen",
	"sujets", "sujet", "mots-clés", "mots clés", "mot-clé", "en savoir plus sur", "thèmes",
	"temas", "tema", "etiquetas", "palabras clave", "más sobre", "archivado en", "tópicos", "assuntos", "mais sobre", "leia mais sobre", "palavras-chave",
	"argomenti", "argomento", "parole chiave", "etichette", "altro su",
	"trefwoorden", "onderwerpen", "lees meer over", "meer over", "ämnen", "läs mer om", "emner", "emneord", "les mer om", "læs mere om", "aiheet", "avainsanat",
	"tematy", "tagi", "słowa kluczowe", "témata", "štítky", "klíčová slova", "címkék", "etichete", "etiketler", "konular", "ετικέτες",
	"теги", "тэги", "темы", "метки", "ключевые слова", "читайте также о", "подробнее о", "теми", "ключові слова", "читайте також про", "етикети", "ознаке",
	"タグ", "関連タグ", "キーワード", "関連キーワード", "标签", "標籤", "关键词", "關鍵字", "태그", "키워드", "وسوم", "كلمات مفتاحية", "الكلمات الدلالية", "תגיות",
)}

// introductions are phrases before a list.
type introductions struct{ *phrases }

// MatchString reports whether a text is a line of what the phrases introduce.
func (list introductions) MatchString(text string) bool {
	rest, colon, ok := list.after(text)
	return ok && colon && rest != ""
}

const maxTagLine = 400 // bytes of a line of tags

// noteTagLine remembers the element in which a line of tags stands.
func (p *page) noteTagLine(text *html.Node) {
	if len(text.Data) > maxTagLine || len(p.tagNodes) >= 5 || text.Parent == nil {
		return
	}
	if rest, colon, ok := tagLine.after(text.Data); !ok || !colon && rest != "" || isMenu(text) {
		return // also a sentence that begins with the word
	}
	n := text.Parent
	for range 3 { // the words may stand in elements of their own
		if n == nil || n.DataAtom == atom.Body || n.DataAtom == atom.Nav {
			return
		}
		t, ok := shortText(n, maxTagLine)
		if !ok {
			return
		}
		if rest, _, ok := tagLine.after(t); !ok || rest != "" {
			p.tagNodes = append(p.tagNodes, n)
			return
		}
		n = n.Parent
	}
}

// readTagLines returns the tags in the page's own lines of them, separated by
// commas. It reads them before the tree is taken apart for the body.
func readTagLines(nodes []*html.Node) []string {
	var lines []string
	for _, n := range nodes {
		var names []string
		links(n, &names)
		if len(names) == 0 {
			if rest, colon, _ := tagLine.after(textOf(n)); colon && rest != "" {
				names = strings.Split(rest, ",")
			}
		}
		if len(names) > 0 && len(names) <= 20 && !anyLong(names) {
			lines = append(lines, strings.Join(names, ","))
		}
	}
	return lines
}

// isMenu reports whether a word such as "Topics" leads to a page of topics, or
// stands in the frame of the page: it introduces no tags there.
func isMenu(text *html.Node) bool {
	for i, n := 0, text.Parent; i < 3 && n != nil; i, n = i+1, n.Parent {
		if n.DataAtom == atom.A || n.DataAtom == atom.Button {
			return true
		}
	}
	return elsewhereOnPage(text, true)
}

// anyLong reports whether one of the names is rather a headline.
func anyLong(names []string) bool {
	for _, n := range names {
		if len(n) > 80 || words(n) > 8 {
			return true
		}
	}
	return false
}

func links(n *html.Node, names *[]string) {
	if n.DataAtom == atom.A && n.Type == html.ElementNode {
		if t := textOf(n); t != "" {
			*names = append(*names, t)
		}
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		links(c, names)
	}
}
