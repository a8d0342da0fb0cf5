package normalize

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dayOrder is how a page writes a date of three numbers.
type dayOrder int

const (
	orderUnknown dayOrder = iota
	dayFirst
	monthFirst
)

// orderOf is the order that goes with a language tag. Plain "en" tells nothing.
func orderOf(lang string) dayOrder {
	lang = strings.ToLower(strings.ReplaceAll(lang, "_", "-"))
	switch lang {
	case "", "en":
		return orderUnknown
	case "en-us":
		return monthFirst
	}
	return dayFirst
}

// The forms of a date in running text. Words are looked up in months, so that
// the forms may be wide.
var (
	dayMonthYear  = regexp.MustCompile(`(?i)(?:^|[^\d:])(\d{1,2})(?:st|nd|rd|th|er|º|ª)?[.,]?[\s-]*(?:de\s+|of\s+)?(\p{L}{3,12})\.?,?[\s-]*(?:de\s+|del\s+)?((?:19|20)\d\d)(?:\D|$)`)
	monthDayYear  = regexp.MustCompile(`(?i)(\p{L}{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?:\D|$)`)
	yearMonthDay  = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:[-/.]|\s*[年년]\s*)(\d{1,2})(?:[-/.]|\s*[月월]\s*)(\d{1,2})(?:\D|$)`)
	threeNumbers  = regexp.MustCompile(`(?:^|\D)(\d{1,2})([./-])(\d{1,2})[./-]((?:19|20)\d\d)(?:\D|$)`)
	fourDigitYear = regexp.MustCompile(`(?:19|20)\d\d`)
)

// findDate reads the first date that is written in a line of text: in words in
// the languages of months, or in numbers. Numbers that could be two dates are
// none. Only the day is read: a clock without a zone is no instant.
func findDate(text string, order dayOrder) (time.Time, bool) {
	if !fourDigitYear.MatchString(text) {
		return time.Time{}, false
	}
	if m := yearMonthDay.FindStringSubmatch(text); m != nil {
		return calendarDay(m[1], atoi(m[2]), m[3])
	}
	if m := dayMonthYear.FindStringSubmatch(text); m != nil {
		if month := monthOf(m[2]); month != 0 {
			return calendarDay(m[3], month, m[1])
		}
	}
	for _, m := range monthDayYear.FindAllStringSubmatch(text, 3) {
		if month := monthOf(m[1]); month != 0 {
			return calendarDay(m[3], month, m[2])
		}
	}
	m := threeNumbers.FindStringSubmatch(text)
	if m == nil {
		return time.Time{}, false
	}
	first, second := atoi(m[1]), atoi(m[3])
	switch {
	case m[2] == "." || first > 12 || first == second || order == dayFirst: // nobody writes month.day.year
		return calendarDay(m[4], second, m[1])
	case second > 12 || order == monthFirst:
		return calendarDay(m[4], first, m[3])
	}
	return time.Time{}, false
}

// calendarDay is midnight UTC of a day that exists.
func calendarDay(year string, month int, day string) (time.Time, bool) {
	y, d := atoi(year), atoi(day)
	t := time.Date(y, time.Month(month), d, 0, 0, 0, 0, time.UTC)
	return t, month >= 1 && month <= 12 && t.Day() == d && int(t.Month()) == month
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// monthOf is the month that a word means, 0 for none: its name in one of the
// languages below, or the beginning of one, if it is long enough to mean one
// month only.
func monthOf(word string) int {
	word = strings.ToLower(strings.TrimSuffix(word, "."))
	if n, ok := shortMonths[word]; ok {
		return n
	}
	if len([]rune(word)) < 3 {
		return 0
	}
	for n, names := range monthNames {
		for _, name := range names {
			if strings.HasPrefix(name, word) {
				return n + 1
			}
		}
	}
	return 0
}

// monthNames are the names of months, most read first: English, German, French,
// Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian, Swedish,
// Danish, Norwegian, Finnish, Czech, Romanian, Turkish, Greek, Hungarian,
// Indonesian; in the case that dates use.
var monthNames = [12][]string{
	{"january", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari", "stycznia", "января", "січня", "tammikuuta", "ledna", "ianuarie", "ocak", "ιανουαρίου", "január"},
	{"february", "februar", "feber", "février", "fevrier", "febrero", "febbraio", "fevereiro", "februari", "lutego", "февраля", "лютого", "helmikuuta", "února", "februarie", "şubat", "φεβρουαρίου", "február"},
	{"march", "märz", "maerz", "mars", "marzo", "março", "maart", "marca", "марта", "березня", "maaliskuuta", "března", "martie", "mart", "marts", "μαρτίου", "március", "maret"},
	{"april", "avril", "abril", "aprile", "kwietnia", "апреля", "квітня", "huhtikuuta", "dubna", "aprilie", "nisan", "απριλίου", "április"},
	{"may", "mai", "mayo", "maggio", "maio", "mei", "maja", "мая", "травня", "maj", "toukokuuta", "května", "mayıs", "μαΐου", "május"},
	{"june", "juni", "juin", "junio", "giugno", "junho", "czerwca", "июня", "червня", "kesäkuuta", "června", "iunie", "haziran", "ιουνίου", "június"},
	{"july", "juli", "juillet", "julio", "luglio", "julho", "lipca", "июля", "липня", "heinäkuuta", "července", "iulie", "temmuz", "ιουλίου", "július"},
	{"august", "août", "aout", "agosto", "augustus", "sierpnia", "августа", "серпня", "augusti", "elokuuta", "srpna", "ağustos", "αυγούστου", "augusztus", "agustus"},
	{"september", "septembre", "septiembre", "setiembre", "settembre", "setembro", "września", "сентября", "вересня", "syyskuuta", "září", "septembrie", "eylül", "σεπτεμβρίου", "szeptember"},
	{"october", "oktober", "octobre", "octubre", "ottobre", "outubro", "października", "октября", "жовтня", "lokakuuta", "října", "octombrie", "ekim", "οκτωβρίου", "október"},
	{"november", "novembre", "noviembre", "novembro", "listopada", "ноября", "листопада", "marraskuuta", "listopadu", "noiembrie", "kasım", "νοεμβρίου"},
	{"december", "dezember", "décembre", "decembre", "diciembre", "dicembre", "dezembro", "grudnia", "декабря", "грудня", "joulukuuta", "prosince", "decembrie", "aralık", "δεκεμβρίου", "desember"},
}

// shortMonths are abbreviations that begin two names, or none.
var shortMonths = map[string]int{
	"jan": 1, "ene": 1, "gen": 1, "feb": 2, "mar": 3, "mär": 3, "mrz": 3, "apr": 4, "avr": 4, "abr": 4, "may": 5, "mai": 5, "mag": 5, "jun": 6, "giu": 6,
	"jul": 7, "lug": 7, "juli": 7, "juil": 7, "aug": 8, "ago": 8, "août": 8, "sep": 9, "sept": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10, "nov": 11, "dec": 12, "dez": 12, "dic": 12, "déc": 12,
	"červenec": 7, "червня": 6, "листопада": 11, "listopada": 11, "липня": 7, "лютого": 2,
}
