package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Lengths of lines that are furniture of a page: of phrases, in bytes, and of
// sentences, in bytes.
const (
	maxFurniture = 120
	maxAppeal    = 300
	maxQuestion  = 60 // before an appeal
)

// isFurnitureLine reports whether a line is no text of a story but a part of every
// page: a label of advertising, buttons, a count of readers, an appeal to
// subscribe. It must be that as a whole. "Subscribers were told on Wednesday."
// begins with such a word and is text.
func isFurnitureLine(line string) bool {
	return len(line) <= maxFurniture && (isFurniturePhrase(line) || hasDigit(line) && (countsReaders().MatchString(line) ||
		isPlayer(line)) || isAdNotice(line)) || len(line) <= maxAppeal && (isAppeal(line) || isDisclaimer(line) || asksForTips(line))
}

// isFurniturePhrase reports whether a line consists of furniturePhrases and
// relatedPhrases.
func isFurniturePhrase(line string) bool {
	return consistsOf(line, func(part string) bool { return furniturePhrases[part] || relatedPhrases[part] })
}

// introducesRelated reports whether a line consists of relatedPhrases.
func introducesRelated(line string) bool {
	return consistsOf(line, func(part string) bool { return relatedPhrases[part] })
}

func consistsOf(line string, known func(string) bool) bool {
	found := false
	for part := range strings.FieldsFuncSeq(strings.ReplaceAll(line, " - ", "|"), isPartMark) {
		part = plainPhrase(part)
		if strings.Trim(part, "0123456789") == "" {
			continue
		}
		if !known(part) {
			return false
		}
		found = true
	}
	return found
}

// isButtons reports whether a line consists of links that are buttons, as those for
// sharing are.
func isButtons(l textLine) bool {
	if len(l.links) < 2 || l.linked*10 < len(l.text)*8 {
		return false
	}
	for _, link := range l.links {
		if !furniturePhrases[plainPhrase(link.Title)] {
			return false
		}
	}
	return true
}

// isPartMark are the marks that part phrases of one line.
func isPartMark(c rune) bool {
	switch c {
	case '|', '·', '•', '/', '>', '»', '«', '›', '–', '—', ':', '：', '…', '▼', '▾', '▲', '↓', '→', '*', '【', '】', '[', ']', '(', ')':
		return true
	}
	return false
}

// plainPhrase is a phrase in small letters, without marks at its ends.
func plainPhrase(s string) string {
	s = strings.TrimFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.Is(unicode.M, c) })
	return fold(strings.ReplaceAll(strings.ToLower(s), "’", "'"))
}

// countsReaders is a line that counts readers, minutes, comments or shares, or says
// how long ago the page was changed.
var countsReaders = pattern.Of(`(?i)^(?:` +
	`\W*\d[\d., ]*[km]?\s*(?:views?|reads?|shares?|likes?|comments?|min(?:ute)?s?(?: de)?(?: of)? ?(?:read|reading|lesezeit|lecture|lectura|leitura|lettura|leestijd)?|lesezeit|aufrufe|kommentare?|mal geteilt|vues|lectures|commentaires?|partages?|visitas|lecturas|comentarios|veces compartido|visualizações|leituras|comentários|visualizzazioni|letture|commenti|condivisioni|weergaven|reacties|visninger|visningar|kommentarer|wyświetleń|komentarzy|zobrazení|komentářů|просмотр(?:ов|а|ы)?|комментари(?:ев|я|й)|переглядів|görüntülenme|okunma|yorum|次阅读|阅读|阅读量|人阅读|条评论|次閱讀|回閲覧|조회|lượt xem|dibaca)\W*|` +
	`(?:views|reads|hits|page views|reading time|time to read|lesezeit|lesedauer|aufrufe|temps de lecture|lecture|vues|tiempo de lectura|visitas|lecturas|tempo de leitura|visualizações|tempo di lettura|letture|leestijd|lästid|lesetid|læsetid|czas czytania|odsłon|просмотров|время чтения|час читання|okunma(?: sayısı)?|okuma süresi|阅读(?:量|数)?|浏览(?:量|次数)?|點閱|閲覧数|조회수|조회|lượt xem|dibaca|المشاهدات|مشاهدات)\s*[:：]?\s*(?:about |ca\. |env\. |約)?\d[\d., ]*\s*\pL{0,10}\.?|` +
	`(?:(?:last )?(?:updated?|modified|published|posted)|aktualisiert|veröffentlicht|mis à jour|publié|actualizado|publicado|atualizado(?: em)?|aggiornato|pubblicato|bijgewerkt|uppdaterad|oppdatert|opdateret|zaktualizowano|обновлено|оновлено|güncellendi)\W*(?:(?:vor|il y a|hace|há|for|för|cirka)\s+)?\d+\s*(?:hour|hr|h|min|day|week|month|sec|stunde|std|tag|woche|heure|jour|semaine|hora|día|dia|ora|ore|giorn|uur|uren|dag|timme|timmar|time|godzin|dni|час|мин|дн|годин|хвилин|saat|dakika|gün)\pL{0,6}\.?(?:\s+(?:ago|fa|geleden|atrás|sedan|siden|temu|назад|тому|önce))?\.?` +
	`)$`)

// clockOf is the time of a recording: "0:00 / 3:41".
var clockOf = pattern.Of(`\b\d{1,2}:\d\d(?::\d\d)?\s*/\s*-?\d{1,2}:\d\d\b`)

// isPlayer reports whether a line is what the buttons of a player say: words
// around the time of a recording, without the marks of a sentence.
func isPlayer(line string) bool {
	return words(line) < 16 && clockOf().MatchString(line) && !endsSentence(line) && !strings.ContainsAny(line, ",;")
}

// isAppeal reports whether a line asks its reader for what publishers like: to
// follow them on a network, to take a letter, to accept cookies; or offers to read
// the text aloud. It is a few sentences that begin with the verb and speak of that.
func isAppeal(line string) bool {
	if question, rest, ok := strings.Cut(line, "? "); ok && len(question) < maxQuestion { // "You like this story? Subscribe to our newsletter"
		line = rest
	}
	if clause, rest, ok := strings.Cut(line, ", "); ok && len(clause) < maxQuestion { // "Pour ne rien rater, inscrivez-vous à notre newsletter"
		if _, _, begins := subscribeVerbs.after(rest); begins {
			line = rest
		}
	}
	line = strings.TrimLeftFunc(line, func(c rune) bool { return !unicode.IsLetter(c) })
	if len(line) <= maxFurniture && hasStem(line, boxStems) && arrives().MatchString(line) {
		return true
	}
	_, _, follows := followVerbs.after(line)
	_, _, subscribes := subscribeVerbs.after(line)
	_, _, speaks := spokenHeads.after(line)
	permits := mayNameCookies(line)
	if !follows && !subscribes && !speaks && !permits || strings.Count(line, " ") > 50 {
		return false
	}
	low := strings.ReplaceAll(strings.ToLower(line), "’", "'")
	switch {
	case sentences(low) > 3:
		return false
	case follows && networks.in(low) && (ours.in(low) || newsWords.in(low) || strings.Contains(low, "@") && words(low) <= 12):
		return true
	case subscribes && (letters.in(low) && ours.in(low) || boxes.in(low)):
		return true
	case speaks && strings.Count(low, " ") < 25:
		return true
	}
	return permits && cookies.in(low) && content.in(low) && permitWords.in(low)
}

// boxStems are parts of the words for where letters arrive.
var boxStems = []string{"nbox", "mail", "ostfach", "boîte", "correo", "bandeja", "casella", "inkorg", "innboks", "indbakke"}

// arrives is how a letter is promised: "The day's news, delivered to your inbox at six."
var arrives = pattern.Of(`(?i)\b(?:delivered|straight|direct(?:ly)?|sent|right) (?:in)?to your (?:inbox|mailbox|e-?mail)\b|\b(?:direkt|kostenlos) in (?:ihr|dein|euer) (?:e-?mail-)?postfach\b|` +
	`\b(?:directement|chaque \w+) dans (?:votre|ta) boîte\b|\b(?:directamente )?en (?:tu|su) (?:correo|bandeja)(?: electrónico| de entrada)?\W*$|\bdirettamente nella tua (?:casella|mail|email)\b|` +
	`\bdirect in (?:je|uw) (?:inbox|mailbox)\b|\b(?:direkt )?i din (?:inkorg|innboks|indbakke)\b`)

// mayNameCookies reports whether a line may ask for cookies: most lines have none
// of the stems.
func mayNameCookies(line string) bool {
	if strings.Contains(line, "ookie") || strings.Contains(line, "onsent") || strings.Contains(line, "illigung") || strings.Contains(line, "ustimmung") {
		return true
	}
	if strings.IndexFunc(line, func(c rune) bool { return c >= utf8.RuneSelf }) < 0 {
		return strings.Contains(line, "apsler") || strings.Contains(line, "iasteczk") || strings.Contains(line, "otre accord")
	}
	for _, stem := range cookieStems {
		if strings.Contains(line, stem) {
			return true
		}
	}
	return false
}

// cookieStems are parts of words for cookies and leave.
var cookieStems = []string{"куки", "クッキー", "쿠키", "erez", "väst", "الارتباط", "apsler", "sütik", "iškot", "olačić", "iasteczk", "otre accord"}
