package feed

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Dates before earliest or later than a month from now are wrong rather than
// old or planned.
var earliest = time.Date(1990, 1, 2, 0, 0, 0, 0, time.UTC)

const horizon = 31 * 24 * time.Hour

// zones are offsets in hours of the names that feeds use. Names that mean
// several zones have the one that news sites mean most.
var zones = map[string]float64{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "MEZ": 1, "MESZ": 2,
	"EET": 2, "EEST": 3, "MSK": 3, "MSD": 4, "SAMT": 4, "YEKT": 5, "OMST": 6, "NOVT": 7, "KRAT": 7, "IRKT": 8, "YAKT": 9, "VLAT": 10, "TRT": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5,
	"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "BRST": -2, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5, "VET": -4,
	"JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "PKT": 5, "NPT": 5.75,
	"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "GST": 4, "IRST": 3.5,
	"A": -1, "M": -12, "N": 1, "Y": 12, "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}

// layouts in the order of how often they are met.
var layouts = []string{
	"Mon, 2 Jan 2006 15:04:05 -0700", "2006-01-02T15:04:05Z07:00", "Mon, 2 Jan 2006 15:04:05 -07:00", "2006-01-02T15:04:05.999999999Z07:00",
	"2006-01-02T15:04:05-0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05",
	"2006-01-02T15:04Z07:00", "2006-01-02T15:04-0700", "2006-01-02T15:04", "2006-01-02 15:04 -0700", "2006-01-02 15:04", "2006-01-02", "2006-01", "2006", "20060102", "20060102T150405Z0700", "20060102T150405",
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05", "2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04", "2 Jan 2006 -0700", "2 Jan 2006",
	"2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04 -0700", "2 Jan 06", "Jan 2 2006 15:04:05 -0700", "Jan 2 2006 15:04:05", "Jan 2 2006 15:04 -0700",
	"Jan 2 2006 15:04", "Jan 2 2006 3:04:05 PM -0700", "Jan 2 2006 3:04 PM -0700", "Jan 2 2006 3:04:05 PM", "Jan 2 2006 3:04 PM", "Jan 2 2006",
	"Jan 2 15:04:05 -0700 2006", "Jan 2 15:04:05 2006", "2 Jan 2006 3:04:05 PM -0700", "2 Jan 2006 3:04 PM -0700", "2 Jan 2006 3:04:05 PM", "2 Jan 2006 3:04 PM",
	"2006/01/02 15:04:05 -0700", "2006/01/02 15:04:05", "2006/01/02 15:04", "2006/01/02", "2006 Jan 2 15:04:05 -0700", "2006 Jan 2 15:04:05", "2006 Jan 2",
	"02.01.2006 15:04:05 -0700", "02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006", "2.1.2006", "2006-002", "2006002",
	"1/2/2006 3:04:05 PM -0700", "1/2/2006 3:04:05 PM", "1/2/2006 15:04:05", "2-Jan-2006 15:04:05 -0700", "2-Jan-2006 15:04:05", "2-Jan-2006", "15:04:05 2 Jan 2006 -0700",
}

var (
	weekday  = regexp.MustCompile(`^\p{L}+\.?(-\p{L}+)?\s*,\s*|^(?i:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s+`)
	ordinal  = regexp.MustCompile(`\b(\d{1,2})(?i:st|nd|rd|th)\b`)
	comment  = regexp.MustCompile(`\s*\([^)]*\)`)
	gmtPlus  = regexp.MustCompile(`\b(?:GMT|UTC)\s*([+-]\d{1,2}(?::?\d{2})?)$`)
	shortOff = regexp.MustCompile(`([ T:\d])([+-])(\d{1,2})$`)
	zoneName = regexp.MustCompile(`\s*\b([A-Z]{1,5})$`)
	word     = regexp.MustCompile(`\p{L}+\.?`)
	tooFine  = regexp.MustCompile(`(\.\d{9})\d+`)
	hour24   = regexp.MustCompile(`([ T])24:00(:00)?`)
)

// parseDate reads a date as feeds write them, in UTC. ok is false for what is
// not understood or cannot be.
func parseDate(s string) (t time.Time, ok bool) {
	s = strings.Join(strings.Fields(strings.ReplaceAll(s, "\u00a0", " ")), " ")
	if s == "" || len(s) > 120 {
		return time.Time{}, false
	}
	if t, err := time.Parse(time.RFC1123Z, s); err == nil {
		return sane(t)
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return sane(t)
	}
	if t, err := time.Parse("Mon, 02 Jan 2006 15:04:05 GMT", s); err == nil {
		return sane(t)
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 9 {
		if len(s) == 13 {
			return sane(time.UnixMilli(n))
		}
		if len(s) <= 10 {
			return sane(time.Unix(n, 0))
		}
	}
	norm, offset, named := normalise(s)
	for _, layout := range layouts {
		t, err := time.Parse(layout, norm)
		if err != nil {
			continue
		}
		if named && !strings.Contains(layout, "0700") && !strings.Contains(layout, "07:00") {
			t = t.Add(-offset)
		}
		return sane(t)
	}
	return time.Time{}, false
}

// normalise brings a date nearer to one of the layouts: no weekday, no comment,
// English months, numeric offsets. A named zone is taken off and returned.
func normalise(s string) (norm string, offset time.Duration, named bool) {
	s = comment.ReplaceAllString(s, "")
	s = strings.NewReplacer("a.m.", "AM", "p.m.", "PM", "A.M.", "AM", "P.M.", "PM").Replace(s)
	s = weekday.ReplaceAllString(s, "")
	s = ordinal.ReplaceAllString(s, "$1")
	s = tooFine.ReplaceAllString(s, "$1")
	s = hour24.ReplaceAllString(s, "${1}00:00$2")
	s = word.ReplaceAllStringFunc(s, func(w string) string {
		bare := strings.ToLower(strings.TrimSuffix(w, "."))
		if m := months[bare]; m > 0 {
			return time.Month(m).String()[:3]
		}
		if noise[bare] {
			return ""
		}
		switch bare {
		case "am":
			return "AM"
		case "pm":
			return "PM"
		}
		return w
	})
	s = strings.NewReplacer(",", " ", " de ", " ", "  ", " ").Replace(s)
	s = strings.Join(strings.Fields(s), " ")
	s = gmtPlus.ReplaceAllString(s, "$1")
	if m := zoneName.FindStringSubmatchIndex(s); m != nil {
		name := s[m[2]:m[3]]
		if h, ok := zones[name]; ok && m[0] > 0 {
			return s[:m[0]], time.Duration(h * float64(time.Hour)), true
		}
	}
	if strings.Contains(s, ":") {
		s = shortOff.ReplaceAllStringFunc(s, func(m string) string {
			i := strings.LastIndexAny(m, "+-")
			hours := m[i+1:]
			if len(hours) == 1 {
				hours = "0" + hours
			}
			return m[:i+1] + hours + "00"
		})
		if i := strings.LastIndexAny(s, "+-"); i > 0 && s[i-1] != ' ' && strings.Contains(s[:i], " ") && strings.Contains(s[:i], ":") {
			s = s[:i] + " " + s[i:]
		}
	}
	return s, 0, false
}

// sane refuses dates that no entry can have.
func sane(t time.Time) (time.Time, bool) {
	if t.Before(earliest) || time.Until(t) > horizon {
		return time.Time{}, false
	}
	return t.UTC(), true
}

// noise are words between the parts of a date.
var noise = map[string]bool{"um": true, "at": true, "à": true, "a": false, "uhr": true, "г": true, "года": true, "del": true, "le": true, "kl": true, "στις": true, "в": true}

// months maps the names and short names of months, in lower case.
var months = monthTable(
	"january february march april may june july august september october november december",
	"jan feb mar apr may jun jul aug sep oct nov dec",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"jänner feber mär apr mai jun jul aug sept okt nov dez",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"janv févr mars avr mai juin juil août sept oct nov déc",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"ene feb mar abr may jun jul ago sept oct nov dic",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"gen feb mar apr mag giu lug ago set ott nov dic",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"jan fev mar abr mai jun jul ago set out nov dez",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
	"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
	"янв фев мар апр май июн июл авг сен окт ноя дек",
	"января февр марта апр мая июн июл авг сент окт нояб дек",
	"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
	"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
	"sty lut mar kwi maj cze lip sie wrz paź lis gru",
	"ledna února března dubna května června července srpna září října listopadu prosince",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"jan feb mrt apr mei jun jul aug sep okt nov dec",
	"januari februari mars april maj juni juli augusti september oktober november december",
	"januar februar mars april mai juni juli august september oktober november desember",
	"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
	"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
	"oca şub mar nis may haz tem ağu eyl eki kas ara",
	"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
	"ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
	"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
	"január február március április május június július augusztus szeptember október november december",
	"gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
)

// monthTable puts lists of twelve names into one table. Where languages differ,
// the first list wins.
func monthTable(lists ...string) map[string]int {
	table := map[string]int{}
	for _, list := range lists {
		for i, name := range strings.Fields(list) {
			if table[name] == 0 {
				table[name] = i + 1
			}
		}
	}
	return table
}
