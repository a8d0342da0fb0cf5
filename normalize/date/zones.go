package date

import (
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// zones are offsets in hours of the names that news sites use. Names that mean
// several zones have the one that they mean most; see rivals.
var zones = map[string]float64{
	"UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "IST": 5.5, "CET": 1, "CEST": 2, "MET": 1, "MEST": 2, "MEZ": 1,
	"MESZ": 2,
	"EET":  2, "EEST": 3, "MSK": 3, "MSD": 4, "SAMT": 4, "YEKT": 5, "OMST": 6, "NOVT": 7, "KRAT": 7, "IRKT": 8, "YAKT": 9, "VLAT": 10, "TRT": 3,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5,
	"AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "BRST": -2, "ART": -3, "CLT": -4, "CLST": -3, "COT": -5, "PET": -5, "VET": -4,
	"JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "PHT": 8, "MYT": 8, "AWST": 8, "ICT": 7, "WIB": 7, "WITA": 8, "WIT": 9, "PKT": 5, "NPT": 5.75,
	"ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "CAT": 2, "EAT": 3, "WAT": 1, "GST": 4, "IRST": 3.5,
	"IDT": 3, "A": -1, "M": -12, "N": 1, "Y": 12, "ET": -5, "CT": -6, "MT": -7, "PT": -8,
}

// rivals are the other zones of a name, by the language or the region that the
// page around it is in.
var rivals = map[string]map[string]float64{
	"IST": {"he": 2, "IL": 2, "ga": 1, "IE": 1},
	"BST": {"bn": 6, "BD": 6},
	"CST": {"zh": 8, "CN": 8, "TW": 8},
	"AST": {"ar": 3, "SA": 3, "KW": 3, "QA": 3, "BH": 3, "IQ": 3},
	"GST": {"GS": -2},
	"AMT": {"hy": 4, "AM": 4, "pt": -4, "BR": -4},
	"ECT": {"es": -5, "EC": -5},
}

// places are those whose clock a name means in summer and in winter.
var places = map[string]string{"ET": "America/New_York", "CT": "America/Chicago", "MT": "America/Denver", "PT": "America/Los_Angeles"}

// zoneOf is the offset, in hours, of a zone's name.
func zoneOf(name string, h Hints) (hours float64, ok bool) {
	language, region := parts(h.Language)
	if hours, ok = rivals[name][region]; ok && region != "" {
		return hours, true
	}
	if hours, ok = rivals[name][language]; ok && language != "" {
		return hours, true
	}
	hours, ok = zones[name]
	return hours, ok
}

const koreanOffset = 9 * time.Hour

func (r *reader) readZone(m []string) bool {
	switch {
	case m == nil && r.korean:
		r.offset, r.zoned = koreanOffset, true
	case m == nil:
	case m[1] != "":
		hours, _ := strconv.Atoi(m[2])
		minutes, _ := strconv.Atoi(m[3])
		r.offset, r.zoned = time.Duration(hours)*time.Hour+time.Duration(minutes)*time.Minute, true
		if m[1] == "-" {
			r.offset = -r.offset
		}
		return hours <= 14 && minutes < 60
	case m[4] != "": // a place; without the zone database it is unknown
		place, err := time.LoadLocation(m[4])
		r.place, r.zoned = place, true
		return err == nil
	case places[m[5]] != "" && zoneWord{place: places[m[5]]}.read(r):
	default:
		hours, ok := zoneOf(m[5], r.hints)
		r.offset, r.zoned = time.Duration(hours*float64(time.Hour)), true
		return ok
	}
	return true
}

// zoneInComment is the zone in the brackets behind a date that has none, such as
// "(UTC+8)"; nil if there is none. A name alone is a comment (RFC 2822, 3.3).
func zoneInComment(s string) []string {
	in := strings.TrimPrefix(strings.TrimSpace(comment().FindString(s)), "(")
	m := zoneRE().FindStringSubmatch(in)
	if m == nil || m[1] == "" && zones[m[5]] == 0 && m[5] != "GMT" && m[5] != "UTC" {
		return nil
	}
	return m
}

// wordsInComment reads the zone that is all of the brackets behind a date: "(МСК)",
// "(hora de Madrid)".
func (r *reader) wordsInComment(s string) {
	in := strings.ToLower(strings.Trim(comment().FindString(s), " ()"))
	if in == "" {
		return
	}
	for _, z := range zoneWords {
		if in == z.words && z.read(r) {
			return
		}
	}
}

// aroundZone is what may stand between a clock and its zone.
var aroundZone = pattern.Of(`^(?i:\s*(?:uhr|hrs?|hours|heures|horas|h|น\.|ч\.?|год\.?))?[\s,|·-]*[(\[]?\s*(?:(?i:time|zone)\s*:?\s*)?`)

// zoneAfter reads the zone behind a clock, with or without brackets, or the words
// for one behind it or before it. It returns how long what it read is.
func (r *reader) zoneAfter(after, before string) int {
	skip := len(aroundZone().FindString(after))
	rest := strings.NewReplacer("−", "-", "–", "-").Replace(after[skip:min(len(after), skip+60)])
	if m := zoneRE().FindStringSubmatch(rest); m != nil && (len(m[5]) != 1 || m[5] == "Z") {
		if r.readZone(m) {
			return min(skip+len(m[0])+len(closing().FindString(rest[len(m[0]):])), len(after))
		}
		r.zoned, r.offset, r.place = false, 0, nil
	}
	near := strings.ToLower(strings.ToValidUTF8(after[:min(len(after), nearZone)], ""))
	for _, z := range zoneWords {
		if at := strings.Index(near, z.words); at >= 0 && z.read(r) {
			return min(at+len(z.words)+len(closing().FindString(near[at+len(z.words):])), len(after))
		}
	}
	near = strings.ToLower(strings.ToValidUTF8(before[max(len(before)-nearZone, 0):], ""))
	for _, z := range zoneWords {
		if strings.Contains(near, z.words) && z.read(r) {
			return 0
		}
	}
	if r.korean {
		r.offset, r.zoned = koreanOffset, true
	}
	return 0
}

// closing is the bracket behind a zone.
var closing = pattern.Of(`^\s*[)\]]`)

// nearZone is how many bytes beside a clock may hold the words for a zone.
const nearZone = 48

// zoneWord are words for a zone: an offset in hours, or a place that has its own
// clock.
type zoneWord struct {
	words string
	hours float64
	place string
}

// read sets the zone; it is false where the machine does not know the place.
func (z zoneWord) read(r *reader) bool {
	if z.place == "" {
		r.offset, r.zoned = time.Duration(z.hours*float64(time.Hour)), true
		return true
	}
	place, err := time.LoadLocation(z.place)
	if err != nil {
		return false
	}
	r.place, r.zoned = place, true
	return true
}

// zoneWords are words for zones, in small letters, longer ones before those that
// they hold.
var zoneWords = []zoneWord{
	{"eastern standard time", -5, ""}, {"eastern daylight time", -4, ""}, {"eastern time", 0, "America/New_York"}, {"new york time", 0,
		"America/New_York"},
	{"pacific time", 0, "America/Los_Angeles"}, {"central time", 0, "America/Chicago"}, {"mountain time", 0, "America/Denver"},
	{"greenwich mean time", 0, ""}, {"british summer time", 1, ""}, {"london time", 0, "Europe/London"}, {"uk time", 0, "Europe/London"},
	{"irish time", 0, "Europe/Dublin"},
	{"indian standard time", 5.5, ""}, {"india time", 5.5, ""}, {"pakistan standard time", 5, ""}, {"nepal time", 5.75, ""},
	{"bangladesh standard time", 6, ""},
	{"singapore time", 8, ""}, {"hong kong time", 8, ""}, {"beijing time", 8, ""}, {"malaysian time", 8, ""}, {"philippine time", 8, ""},
	{"japan standard time", 9, ""}, {"japan time", 9, ""}, {"korea standard time", 9, ""},
	{"central european summer time", 2, ""}, {"central european time", 1, ""}, {"moscow time", 3, ""}, {"west africa time", 1, ""},
	{"east africa time", 3, ""}, {"central africa time", 2, ""}, {"south african standard time", 2, ""},
	{"heure de paris", 0, "Europe/Paris"}, {"heure française", 0, "Europe/Paris"}, {"heure de montréal", 0, "America/Toronto"},
	{"heure de bruxelles", 0, "Europe/Brussels"}, {"heure suisse", 0, "Europe/Zurich"},
	{"hora de madrid", 0, "Europe/Madrid"}, {"hora peninsular", 0, "Europe/Madrid"}, {"hora española", 0, "Europe/Madrid"}, {"hora de españa",
		0, "Europe/Madrid"}, {"hora de méxico", 0, "America/Mexico_City"}, {"hora del centro de méxico", 0, "America/Mexico_City"},
	{"hora de argentina", -3, ""}, {"hora argentina", -3, ""}, {"hora de chile", 0, "America/Santiago"}, {"hora de colombia", -5, ""},
	{"hora colombiana", -5, ""}, {"hora de perú", -5, ""}, {"hora peruana", -5, ""}, {"hora de venezuela", -4, ""},
	{"horário de brasília", -3, ""}, {"hora de brasília", -3, ""}, {"hora de lisboa", 0, "Europe/Lisbon"}, {"ora italiana", 0, "Europe/Rome"},
	{"ora di roma", 0, "Europe/Rome"}, {"deutscher zeit", 0, "Europe/Berlin"}, {"mitteleuropäischer zeit", 0, "Europe/Berlin"},
	{"по московскому времени", 3, ""}, {"по москве", 3, ""}, {"мск", 3, ""}, {"msk", 3, ""}, {"за києвом", 0, "Europe/Kyiv"},
	{"за київським часом", 0, "Europe/Kyiv"}, {"по киеву", 0, "Europe/Kyiv"}, {"по минску", 3, ""},
	{"türkiye saati", 3, ""}, {"بتوقيت غرينتش", 0, ""}, {"بتوقيت غرينيتش", 0, ""}, {"بتوقيت مكة", 3, ""}, {"بتوقيت القاهرة", 0,
		"Africa/Cairo"}, {"بتوقيت أبوظبي", 4, ""}, {"به وقت تهران", 3.5, ""}, {"भारतीय समय", 5.5, ""},
	{"giờ việt nam", 7, ""}, {"giờ hà nội", 7, ""}, {"เวลาประเทศไทย", 7, ""}, {"日本時間", 9, ""}, {"北京时间", 8, ""}, {"北京時間", 8, ""}, {"香港時間", 8,
		""}, {"台北時間", 8, ""}, {"台灣時間", 8, ""}, {"한국시간", 9, ""}, {"한국 시간", 9, ""},
}
