package normalize

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxNote is the longest text, in bytes, that is taken for a note to those who have a
// page read to them.
const maxNote = 200

// isSpokenNote reports whether an element holds what only those hear who have the page
// read to them: it is named so, or it says in a link where that opens.
func isSpokenNote(n *html.Node, inLink bool) bool {
	if isSpokenOnly(attr(n, "class")) {
		text, short := shortText(n, maxNote)
		return short && strings.ContainsFunc(text, unicode.IsLetter) // not the colon behind a kicker
	}
	if !inLink || n.DataAtom == atom.A || isBlock[n.DataAtom] {
		return false
	}
	text, short := shortText(n, maxNote)
	return short && opensElsewhere[strings.ToLower(strings.Trim(text, " ()[]（）,.;:–—-"))]
}

// isSpokenOnly reports whether a class is one that hides an element from all but those
// who have the page read to them.
func isSpokenOnly(class string) bool {
	return spokenOnly.heldBy(class) && (!strings.Contains(class, "not-sr-only") || strings.Contains(class, "focus"))
}

// spokenOnly are parts of such names.
var spokenOnly = partsOf("sr-only", "sronly", "sr_only", "visually-hidden", "visuallyhidden", "visually_hidden", "visuallyhide", "hidden-visually", "hide-visually",
	"screen-reader", "screenreader", "screen_reader", "a11y-hidden", "element-invisible", "assistive-text", "show-for-sr", "accessible-hid", "accessibly-hid",
	"invisible-text", "u-offscreen")

// opensElsewhere are notes in links.
var opensElsewhere = setOfLines(`opens in a new window|opens in new window|opens in a new tab|opens in new tab|opens a new window|opens new window|new window|
	open in new window|open in a new tab|open in new tab|opens external website|opens an external site|opens in an external window|external link|external site|
	external website|link is external|link opens in a new window|link opens in new window|this link opens in a new window|link opens in a new tab|
	öffnet in neuem fenster|öffnet in einem neuen fenster|öffnet im neuen fenster|öffnet ein neues fenster|wird in einem neuen fenster geöffnet|wird in neuem fenster geöffnet|
	öffnet in neuem tab|öffnet in einem neuen tab|wird in neuem tab geöffnet|neues fenster|externer link|externe website|
	s'ouvre dans une nouvelle fenêtre|s’ouvre dans une nouvelle fenêtre|ouvre une nouvelle fenêtre|ouvre dans une nouvelle fenêtre|nouvelle fenêtre|s'ouvre dans un nouvel onglet|
	s’ouvre dans un nouvel onglet|ouvre un nouvel onglet|nouvel onglet|lien externe|site externe|
	se abre en una ventana nueva|se abre en una nueva ventana|se abre en ventana nueva|abre en nueva ventana|abre en una ventana nueva|ventana nueva|se abre en una nueva pestaña|
	abre en una nueva pestaña|abre en una pestaña nueva|enlace externo|s'obre en una finestra nova|enllaç extern|se abre nunha nova xanela|
	abre em nova janela|abre numa nova janela|abre em uma nova janela|abre em nova aba|abre num novo separador|nova janela|link externo|ligação externa|
	si apre in una nuova finestra|apre una nuova finestra|apre in una nuova finestra|si apre in una nuova scheda|nuova finestra|link esterno|collegamento esterno|
	opent in een nieuw venster|opent in nieuw venster|opent in een nieuw tabblad|opent in nieuw tabblad|externe link|
	öppnas i nytt fönster|öppnas i ett nytt fönster|öppnas i ny flik|extern länk|åpnes i nytt vindu|åpnes i et nytt vindu|åpnes i ny fane|ekstern lenke|
	åbner i nyt vindue|åbner i et nyt vindue|åbner i ny fane|åbner i nyt faneblad|eksternt link|avautuu uuteen ikkunaan|avautuu uudessa ikkunassa|avautuu uuteen välilehteen|
	ulkoinen linkki|opnast í nýjum glugga|avaneb uues aknas|atveras jaunā logā|atidaroma naujame lange|atsidaro naujame lange|
	otwiera się w nowym oknie|otwiera się w nowej karcie|otwórz w nowym oknie|nowe okno|link zewnętrzny|otevře se v novém okně|otevře se v nové záložce|externí odkaz|
	otvorí sa v novom okne|otvorí sa na novej karte|externý odkaz|új ablakban nyílik meg|új ablakban nyílik|új lapon nyílik meg|külső hivatkozás|
	se deschide într-o fereastră nouă|se deschide în fereastră nouă|link extern|odpre se v novem oknu|otvara se u novom prozoru|отвара се у новом прозору|
	открывается в новом окне|откроется в новом окне|открывается в новой вкладке|внешняя ссылка|відкривається в новому вікні|відкриється в новому вікні|зовнішнє посилання|
	отваря се в нов прозорец|ανοίγει σε νέο παράθυρο|ανοίγει σε νέα καρτέλα|εξωτερικός σύνδεσμος|yeni pencerede açılır|yeni sekmede açılır|harici bağlantı|
	يفتح في نافذة جديدة|تفتح في نافذة جديدة|رابط خارجي|נפתח בחלון חדש|קישור חיצוני|در پنجره جدید باز می‌شود|پیوند خارجی|
	新しいウィンドウで開く|新しいウィンドウで開きます|新しいタブで開く|新しいタブで開きます|別ウィンドウで開く|別ウィンドウで開きます|別ウィンドウが開きます|別タブで開く|外部リンク|外部サイト|
	在新窗口打开|在新窗口中打开|新窗口打开|在新标签页打开|外部链接|另開新視窗|在新視窗開啟|外部連結|새 창에서 열림|새 창 열림|새 창으로 열기|새창열림|외부 링크|
	mở trong cửa sổ mới|liên kết ngoài|terbuka di jendela baru|buka di tab baru|tautan eksternal|เปิดในหน้าต่างใหม่|ลิงก์ภายนอก|नई विंडो में खुलता है|बाहरी लिंक`)

func setOfLines(list string) map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(list, "|") {
		set[strings.TrimSpace(line)] = true
	}
	return set
}
