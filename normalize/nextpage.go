package normalize

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// noteNextPage remembers that a story goes on: a link leads to its second page.
func (p *page) noteNextPage(n *html.Node, href string) {
	if p.partial != "" || !endsInPage(href) || strings.Contains(href, "omment") {
		return
	}
	rel := strings.Contains(strings.ToLower(attr(n, "rel")), "next")
	if !rel {
		text, ok := shortText(n, 30)
		if !ok || !isPageLink(text) || commentAround(n) {
			return
		}
	}
	if p.isPageAfter(href) {
		p.partial = "the story goes on at " + clip(p.url(href), 120)
	}
}

// endsInPage reports whether an address ends as those of pages do: with a number of
// one or two digits, before the ending of a file. Few do.
func endsInPage(href string) bool {
	if len(href) > 500 {
		return false
	}
	end := len(href)
	if end > 0 && href[end-1] == '/' {
		end--
	}
	if dot := strings.LastIndexByte(href[:end], '.'); dot > 0 && end-dot <= 6 && end-dot > 3 {
		end = dot
	}
	digits := 0
	for digits < end && href[end-1-digits] >= '0' && href[end-1-digits] <= '9' {
		digits++
	}
	return digits == 1 || digits == 2 || strings.Contains(href, "?") && strings.Contains(href, "&")
}

// isPageLink reports whether the text of a link is the number of a page, or a word
// for the next one.
func isPageLink(text string) bool {
	text = strings.ToLower(strings.Trim(text, " »›>→|[]()«"))
	if n, err := strconv.Atoi(text); err == nil {
		return n > 1 && n < 100
	}
	return nextWords[text]
}

var nextWords = phraseSet(`next, next page, page 2, continue, continued, weiter, nächste seite, nächste, seite 2, suivant, suivante, page suivante, siguiente, página siguiente, próxima, próxima página, seguinte, página seguinte, successiva, pagina successiva, avanti, volgende, volgende pagina, nästa, nästa sida, neste, neste side, næste, næste side, seuraava, następna, następna strona, dalej, další, další strana, ďalšia, következő, următoarea, sljedeća, sledeća, naslednja,
	далее, следующая, следующая страница, далі, наступна, следваща, επόμενη, sonraki, sonraki sayfa, ileri, التالي, بعدی, הבא, अगला, ถัดไป, trang sau, tiếp, berikutnya, selanjutnya, 次へ, 次のページ, 次ページ, 下一页, 下一頁, 다음, 다음페이지`)

// readOnButton remembers that the page shows a part of the story until somebody
// presses a button.
func (p *page) readOnButton(n *html.Node) {
	if text, ok := shortText(n, 80); ok && readOnPhrases[plainPhrase(text)] {
		p.readOn = true
	}
}

// readOnPhrases are what is written on buttons that show the rest of a story.
var readOnPhrases = phraseSet(`read the whole story, read the full story, read full story, read full article, read the full article, read the rest, continue reading, show full article, show full story, read whole story, expand article, ganzen artikel lesen, artikel weiterlesen, ganzen artikel anzeigen, weiterlesen, lire la suite, lire l'article, lire l'article complet, afficher la suite, leer artículo completo, leer noticia completa, seguir leyendo, leer más, ver noticia completa,
	ler matéria completa, ler artigo completo, continuar lendo, continue lendo, leggi l'articolo completo, leggi tutto, continua a leggere, lees het hele artikel, lees verder, läs hela artikeln, läs vidare, les hele saken, les videre, læs hele artiklen, lue koko juttu, czytaj całość, czytaj dalej, celý článek, číst dál, tovább olvasom, teljes cikk, citește tot articolul, pročitaj cijeli članak,
	читать полностью, читать далее, читати повністю, читати далі, прочети цялата статия, διαβάστε ολόκληρο το άρθρο, haberin tamamını oku, devamını oku, اقرأ المقال كاملا, متابعة القراءة, ادامه مطلب, לכתבה המלאה, पूरी खबर पढ़ें, อ่านต่อ, xem toàn bộ, đọc tiếp, baca selengkapnya, 続きを読む, 全文を読む, 阅读全文, 展开全文, 閱讀全文, 전문 보기, 더 읽기`)

// commentAround reports whether a link stands among comments.
func commentAround(n *html.Node) bool {
	for steps := 0; n != nil && steps < 6; n, steps = n.Parent, steps+1 {
		if strings.Contains(strings.ToLower(attr(n, "class")+attr(n, "id")), "comment") {
			return true
		}
	}
	return false
}

var (
	// pageKeys are the names under which addresses have the number of a page.
	pageKeys = map[string]bool{"page": true, "p": true, "pg": true, "paged": true, "seite": true, "pagina": true, "pag": true, "pn": true,
		"part": true, "pno": true, "pagenum": true, "pagenumber": true, "currentpage": true, "pageno": true, "sida": true, "side": true,
		"strana": true, "sayfa": true}
	// pagePath is the end of a path that has the number of a page.
	pagePath = pattern.Of(`^(.*?)(?:[/_,-](?:page|seite|pagina|p|part|strana|sida|side|sayfa)?[/_-]?(\d{1,2}))?(\.\w{3,5})?/?$`)
)

// isPageAfter reports whether an address is that of a later page of this story.
func (p *page) isPageAfter(href string) bool {
	u, err := url.Parse(p.url(href))
	if err != nil || p.at == nil || u.Host != p.at.Host {
		return false
	}
	if strings.Trim(u.Path, "/") == strings.Trim(p.at.Path, "/") {
		return pageOf(u) > max(pageOf(p.at), 1)
	}
	own, other := pagePath().FindStringSubmatch(p.at.Path), pagePath().FindStringSubmatch(u.Path)
	if own == nil || other == nil || other[2] == "" || other[3] != "" && own[3] != "" && other[3] != own[3] {
		return false
	}
	n, _ := strconv.Atoi(other[2])
	switch other[1] {
	case strings.TrimSuffix(strings.TrimRight(p.at.Path, "/"), own[3]):
		return n > 1
	case own[1]:
		m, err := strconv.Atoi(own[2])
		return err == nil && n > m && m > 0
	}
	return false
}

// pageOf is the number of a page in the query of an address; 0 if it has none.
func pageOf(u *url.URL) int {
	for key, values := range u.Query() {
		if n, err := strconv.Atoi(values[0]); err == nil && pageKeys[strings.ToLower(key)] && n > 0 && n < 100 {
			return n
		}
	}
	return 0
}
