package date

import (
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// partRE are the numbers, words and marks of a date.
var partRE = pattern.Of(`\d+|كانون الثاني|كانون الأول|تشرين الأول|تشرين الثاني|[\p{L}\p{M}]+|[./-]`)

// maxParts is more than any date has.
const maxParts = 16

// readDay reads the day from its numbers and the name of the month. The first
// word may be anything: the day of the week, in whatever language.
func (r *reader) readDay(s string) error {
	s = vietnameseDay().ReplaceAllString(s, "")
	var numbers, seps []string
	named := 0 // how many numbers stand before the month's name
	words, month, vietnamese := 0, false, 0
	language, _ := parts(r.hints.Language)
	var spoken []string // the languages of the name of the day
	for _, part := range partRE().FindAllString(s, maxParts) {
		switch c := part[0]; {
		case c >= '0' && c <= '9' && month: // tháng 11
			r.month, named, month = atoi(part), len(numbers), false
			continue
		case c >= '0' && c <= '9':
			numbers = append(numbers, part)
			continue
		case c == '.' || c == '/' || c == '-':
			if len(numbers) > 0 {
				seps = append(seps, part)
			}
			continue
		}
		word := strings.ToLower(part)
		words++
		if day, ok := weekdays()[word]; ok && words == 1 {
			r.weekday, r.hasWeekday = day, true
		}
		if words == 1 {
			_, languagesOf := briefTables()
			spoken = languagesOf[word]
		}
		switch m, solar := r.monthIn(word, language, spoken); {
		case (word == "月" || word == "월") && len(numbers) > 0 && r.month == 0: // 01 3月 2024
			r.month, numbers = atoi(numbers[len(numbers)-1]), numbers[:len(numbers)-1]
			named = len(numbers)
		case month && vietnameseMonths[word] > 0: // Tháng Ba
			r.month, named, month, vietnamese = vietnameseMonths[word], len(numbers), false, words
		case vietnamese > 0 && vietnamese == words-1 && r.month == 10 && (word == "một" || word == "hai"): // mười một
			r.month += map[string]int{"một": 1, "hai": 2}[word]
		case m > 0 && (r.month == 0 || words == 2): // "mar" may have been a Tuesday
			r.month, named, r.persian = m, len(numbers), r.persian || solar
		case word == "tháng" || word == "thg":
			month = true
		case noise[word] || words == 1 && len(numbers) == 0 && (len(word) > 1 || strings.Contains(s[:min(4, len(s))], ",")):
		default:
			return ErrNone
		}
	}
	if r.month > 0 {
		if len(numbers) != 2 || !r.readNamed(numbers[0], numbers[1], named) {
			return ErrNone
		}
	} else if err := r.readNumbers(numbers, strings.Join(seps, ""), words); err != nil {
		return err
	}
	r.western()
	return nil
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

// readNamed reads "2 Jan 2006", "Jan 2 2006" and "2006 Jan 2".
func (r *reader) readNamed(day, year string, before int) bool {
	if len(day) == 4 && before == 1 {
		day, year = year, day
	}
	r.day = atoi(day)
	return len(day) <= 2 && r.setYear(year)
}

// setYear takes years of four digits, and of two as RFC 2822 (section 4.3) reads them.
func (r *reader) setYear(s string) bool {
	r.year = atoi(s)
	if len(s) == 2 {
		if r.year += 1900; r.year < 1950 {
			r.year += 100
		}
	}
	return len(s) == 4 || len(s) == 2
}

// readNumbers reads days that are numbers only.
func (r *reader) readNumbers(numbers []string, seps string, words int) error {
	var n [3]int
	if len(numbers) == 0 || len(numbers) > 3 {
		return ErrNone
	}
	for i, s := range numbers {
		n[i] = atoi(s)
	}
	first, last := numbers[0], numbers[len(numbers)-1]
	switch {
	case len(numbers) == 3 && len(first) == 4:
		r.year, r.month, r.day = n[0], n[1], n[2]
	case len(numbers) == 3:
		if !r.setYear(last) {
			return ErrNone
		}
		return r.order(n[0], n[1], len(last), seps == "..")
	case words > 0: // "version 2020" is no date
		return ErrNone
	case len(numbers) == 2 && len(first) == 4 && len(last) == 3: // the day of the year
		t := time.Date(n[0], 1, n[1], 0, 0, 0, 0, time.UTC)
		r.year, r.month, r.day = t.Year(), int(t.Month()), t.Day()
		if t.Year() != n[0] {
			return ErrNone
		}
	case len(numbers) == 2 && len(first) == 4:
		r.year, r.month, r.day, r.vague, r.partial = n[0], n[1], 1, Month, true
	case len(numbers) == 1 && len(first) == 4:
		r.year, r.month, r.day, r.vague, r.partial = n[0], 1, 1, Year, true
	case len(numbers) == 1 && len(first) == 8:
		r.year, r.month, r.day = n[0]/10000, n[0]/100%100, n[0]%100
	default:
		return ErrNone
	}
	return nil
}

// order tells which of two numbers is the month. Of 03/04 the weekday may know,
// or the language; with dots it is the second.
func (r *reader) order(a, b, yearDigits int, dots bool) error {
	switch {
	case dots || a > 12 && b <= 12 && yearDigits == 4 || a == b:
		r.day, r.month = a, b
	case a <= 12 && b > 12:
		r.month, r.day = a, b
	case a > 12:
		return ErrNone
	default:
		dayFirst, ok := r.dayFirst(a, b)
		if !ok {
			return ErrAmbiguous
		}
		if r.day, r.month = a, b; !dayFirst {
			r.month, r.day = a, b
		}
	}
	return nil
}

// dayFirst decides between two readings of two small numbers.
func (r *reader) dayFirst(a, b int) (first, ok bool) {
	if r.hasWeekday {
		on := func(month, day int) bool {
			return r.exists(month, day) && time.Date(r.year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Weekday() == r.weekday
		}
		switch x, y := on(b, a), on(a, b); {
		case x != y:
			return x, true
		case !x: // it is neither day
			return false, false
		}
	}
	switch language, region := parts(r.hints.Language); {
	case region == "US" || region == "PH" && language == "en":
		return false, true
	case language == "" || language == "en" && (region == "" || region == "CA"): // who writes plain "en" writes both, as Canada does
		return false, false
	}
	return true, true
}

// vietnameseDay is the name of a day, which has a number: "Th 6,", "Thứ 6,", "T6,".
var vietnameseDay = pattern.Of(`^(?i)\s*(?:thứ|th|t)\.?\s*[2-7]\s*,`)

var vietnameseMonths = map[string]int{
	"một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "chạp": 12,
}
