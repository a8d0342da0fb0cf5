package agency

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// particles are the small words within the names of places.
var particles = wordSet(`de la le les el los las del der den die das di da do dos du des am an im in i a.m. ob a.d. d. upon on
	of and y e und et sur sous près van op aan bij pod nad nad' w na ved vid
	a.m a. m. v bin al- al and/or en à aux au sul sulla`)

// kickers are words in capitals that begin a text and are no places.
var kickers = labelSet(`exclusive|exclusively|breaking|breaking news|update|updated|updates|update 1|watch|video|live|live blog|
	opinion|analysis|review|interview|explainer|fact check|factbox|correction|corrected|clarification|editorial|comment|
	commentary|column|
	feature|special report|investigation|new|news|news brief|just in|listen|read|photos|gallery|quiz|poll|podcast|obituary|
	profile|preview|recap|highlights|report|spoiler alert|warning|advisory|alert|urgent|flash|developing|sponsored|advertisement|
	editor's note|editor’s note|editors' note|note|notice|disclaimer|
	exklusiv|eilmeldung|kommentar|analyse|reportage|porträt|interview|hintergrund|meinung|glosse|leitartikel|video|liveticker|
	newsblog|anzeige|werbung|update|korrektur|achtung|wichtig|
	exclusif|exclusivité|info|infos|vidéo|en direct|direct|analyse|tribune|édito|éditorial|entretien|enquête|reportage|portrait|
	témoignage|chronique|urgent|alerte|mise à jour|point de vue|récit|décryptage|
	exclusiva|exclusivo|última hora|ultima hora|análisis|opinión|entrevista|reportaje|vídeo|en vivo|en directo|urgente|
	actualización|crónica|perfil|editorial|columna|
	esclusiva|ultim'ora|ultimora|analisi|opinione|intervista|editoriale|diretta|inchiesta|aggiornamento|il commento|commento|
	análise|opinião|ao vivo|última hora|reportagem|crónica|crônica|atualização|exclusivo|
	exclusief|opinie|interview|analyse|video|liveblog|column|commentaar|reportage|
	exklusivt|analys|ledare|krönika|debatt|kommentar|direkt|video|analyse|leder|kronikk|eksklusivt|kommentti|analyysi|pääkirjoitus|
	tylko u nas|wywiad|komentarz|analiza|opinia|wideo|na żywo|pilne|exkluzivně|rozhovor|komentář|analýza|názor|exkluzív|interjú|
	elemzés|exclusivitate|interviu|analiză|opinie|ekskluzivno|intervju|komentar|mišljenje|
	özel|özel haber|son dakika|analiz|görüş|röportaj|canlı|video|güncelleme|eksklusif|wawancara|opini|độc quyền|
	эксклюзив|интервью|мнение|анализ|видео|срочно|обновлено|репортаж|колонка|комментарий|прямая трансляция|ексклюзив|інтерв'ю|
	думка|аналіз|відео|терміново|оновлено|репортаж|ексклузивно|видео|коментар|
	αποκλειστικό|συνέντευξη|ανάλυση|άποψη|βίντεο|حصري|عاجل|خاص|تحليل|رأي|مقابلة|فيديو|اختصاصی|فوری|בלעדי|דעה|एक्सक्लूसिव|ब्रेकिंग|विशेष|एक्सप्लेनर`)

// readBefore reads what stands before an agency in a dateline: a place and a date,
// either of which may be missing. ok is false if there is something else.
func readBefore(before, language string) (place string, dated, ok bool) {
	before = strings.TrimSpace(strings.TrimRightFunc(before, func(r rune) bool {
		return unicode.IsSpace(r) || isHyphen(r) || strings.ContainsRune(",:;،=", r)
	}))
	if before == "" {
		return "", false, true
	}
	if len(before) > maxBefore || strings.ContainsAny(before, "?!\"“”«»;|") {
		return "", false, false
	}
	words := strings.Fields(before)
	if len(words) > 14 {
		return "", false, false
	}
	if place, dated, ok = readWords(words); !ok {
		return "", false, false
	}
	if mentions(place, language) {
		return "", false, false
	}
	if clock().MatchString(before) { // a line of details, not of a place
		place = ""
	}
	if kickers[strings.ToLower(strings.Trim(place, " .:-–—"))] {
		place = ""
	}
	return place, dated, true
}

var clock = pattern.Of(`\d:\d\d`)

// readWords parts the words of a dateline into place and date.
func readWords(words []string) (place string, dated, ok bool) {
	isDatePart := make([]bool, len(words))
	for i, w := range words {
		if hasDigit(w) {
			if strings.ContainsAny(w, "()[]") { // an age, a note
				return "", false, false
			}
			dated, isDatePart[i] = true, true
		} else if firstDays[w] && i > 0 && i+1 < len(words) && date.IsMonth(strings.Trim(words[i+1], ".,،")) {
			dated, isDatePart[i], isDatePart[i+1] = true, true, true
		} else if date.IsMonth(strings.Trim(w, ".,،")) && (i > 0 || len(words) > 1 && hasDigit(words[1])) && near(words, i) {
			isDatePart[i] = true
		}
	}
	if dated {
		widen(words, isDatePart)
	}
	first, last := 0, len(words)
	for first < last && isDatePart[first] { // "20 ноября, Минск"
		first++
	}
	end := first
	for end < last && !isDatePart[end] {
		end++
	}
	for _, datePart := range isDatePart[end:] {
		if !datePart && !dated {
			return "", false, false
		}
	}
	return placeOf(words[first:end], dated)
}

// firstDays are the words that stand for the number of a month's first day.
var firstDays = wordSet("أول एक primero primeiro primo premier")

// near reports whether a number stands within two words of another.
func near(words []string, at int) bool {
	for i := max(0, at-2); i <= min(len(words)-1, at+2); i++ {
		if hasDigit(words[i]) {
			return true
		}
	}
	return false
}

// widen takes the small words beside a number to the date: "20. novembra", "lapkričio
// 20 d.", "le 20 novembre", "Thursday" behind the comma. What a comma parts from it
// and what is written as names are is none of it.
func widen(words []string, isDatePart []bool) {
	first, last := -1, -1
	for i, d := range isDatePart {
		if d {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := first; i <= last; i++ {
		isDatePart[i] = true
	}
	for i := last + 1; i < len(words); i++ {
		r, _ := utf8.DecodeRuneInString(words[i])
		if unicode.IsUpper(r) && strings.HasSuffix(words[i-1], ",") {
			break
		}
		isDatePart[i] = true
	}
	for i := first - 1; i >= 1; i-- {
		r, _ := utf8.DecodeRuneInString(words[i])
		if strings.HasSuffix(words[i], ",") || unicode.IsUpper(r) {
			break
		}
		if !isLower(r) && !timeWords[strings.Trim(words[i], ".,")] && !isDash(words[i]) {
			break
		}
		isDatePart[i] = true
	}
}

// timeWords stand before a date in scripts that have no small letters.
var timeWords = wordSet("في يوم فى מיום ב تاریخ दिनांक तारीख")

func isDash(s string) bool {
	return strings.TrimFunc(s, isHyphen) == ""
}

// maxPlaceWords is how many words the name of a place may have, with its country.
const maxPlaceWords = 6

// placeOf is the place that words name; ok is false if they are a sentence's.
func placeOf(words []string, dated bool) (place string, isDated, ok bool) {
	for len(words) > 0 && (isDash(words[len(words)-1]) || particles[words[len(words)-1]] || timeWords[words[len(words)-1]]) {
		words = words[:len(words)-1]
	}
	if len(words) > maxPlaceWords {
		return "", dated, false
	}
	for i, w := range words {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "([¿¡'’`"))
		switch {
		case i == 0 && w[0] == '(':
			return "", dated, false
		case unicode.IsUpper(r), unicode.IsLetter(r) && !isLower(r), unicode.IsMark(r):
		case i > 0 && (particles[strings.ToLower(w)] || isDash(w)):
		case i > 0 && strings.ContainsAny(w, "./") && len(w) <= 5: // "a.d.", "a.M."
		default:
			return "", dated, false
		}
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { // "Hyderabad (Telangana) [India]"
		return strings.ContainsAny(w[:1], "([") && strings.ContainsAny(w, ")]")
	})
	if len(words) == 0 {
		return "", dated, true
	}
	place = strings.Trim(strings.Join(words, " "), " ,.:-–—،")
	if strings.HasSuffix(strings.Join(words, " "), ".") && isAbbreviated(words) {
		place += "."
	}
	return place, dated, true
}

// isAbbreviated reports whether a place ends in a short form that has its stop:
// "ST. JOSEPH, Mich.", "Washington D.C.", "Frankfurt a.M."
func isAbbreviated(words []string) bool {
	last := strings.TrimRight(words[len(words)-1], ".")
	if len(words) < 2 {
		return false
	}
	return strings.Contains(last, ".") || utf8.RuneCountInString(last) <= 5 && strings.HasSuffix(words[len(words)-2], ",")
}

// mentions reports whether the words that should be a place hold an agency's name,
// or a word for what agencies are.
func mentions(place, language string) bool {
	if a, b := find(place, language); a != nil && b >= weak {
		return true
	}
	words := strings.Fields(place)
	for i, w := range words {
		if agencyWords[strings.ToLower(strings.Trim(w, ".,:'’"))] {
			return true
		}
		if a, b := find(w, language); a != nil && b >= sign && len(words) > 1 {
			return true
		}
		if i+1 < len(words) {
			if a, b := find(w+" "+words[i+1], language); a != nil && b == name {
				return true
			}
		}
	}
	return false
}

// agencyWords are words that stand in the names of agencies and in those of no
// place.
var agencyWords = wordSet(`agency agencia agência agence agenzia agentur nachrichtenagentur presse-agentur agencija agencji
	agencja press presse prensa stampa prasowa prasowej news وكالة خبرگزاری एजेंसी`)

// placeAlone reads a line that names no agency: "ILMEN — Four towns …", "London,
// Nov 20 — …". Without a date the place is in capitals.
func placeAlone(head string) (Dateline, bool) {
	i := dashAt(head)
	if i <= 0 || i > 70 {
		return Dateline{}, false
	}
	left := rest(head[i:])
	if left == "" || startsSmall(left) {
		return Dateline{}, false
	}
	before, outlet := withoutOutlet(head[:i])
	place, dated, ok := readBefore(before, "")
	dated = dated && saysDay(before)
	if !ok || utf8.RuneCountInString(place) < 3 {
		return Dateline{}, false
	}
	town, _, _ := strings.Cut(place, ",")
	parted := len(town) < len(place) || strings.HasPrefix(before, town+",")
	if !isCapital(town) && (!dated || !parted) && (!outlet || hasCase(town)) {
		return Dateline{}, false
	}
	if len(strings.Fields(town)) > 4 || hasDigit(place) || isCapital(left[:min(len(left), 12)]) && !dated {
		return Dateline{}, false // a line in capitals is no place
	}
	return Dateline{Place: place}, true
}

// withoutOutlet is the line without the bracket at its end in which stations and
// papers name themselves: "ST. LOUIS (KSDK) — …".
func withoutOutlet(s string) (before string, ok bool) {
	s = strings.TrimRightFunc(s, func(r rune) bool { return unicode.IsSpace(r) || isHyphen(r) })
	i := strings.LastIndexByte(s, '(')
	if i <= 0 || !strings.HasSuffix(s, ")") || hasDigit(s[i:]) || strings.Contains(s[i:], " ") {
		return s, false
	}
	return strings.TrimSpace(s[:i]), true
}

// saysDay reports whether a text names a day with its month.
func saysDay(s string) bool {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '.' || r == ',' || r == '،' }) {
		if date.IsMonth(w) || strings.Contains(w, "/") && hasDigit(w) {
			return true
		}
	}
	return false
}

func hasDigit(s string) bool {
	return strings.IndexFunc(s, unicode.IsDigit) >= 0
}
