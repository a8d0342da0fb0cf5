package date

import (
	"errors"
	"strings"
	"unicode"
)

// Find reads the first date in a line of text: in words or in numbers, with the
// clock and the zone beside it, if they are there. Years have four digits, or
// two between dots. ok is false where there is none, and where one may mean two
// days.
func Find(text string, h Hints) (d Date, ok bool) {
	_, list := find(text, h, 1)
	if len(list) == 0 {
		return Date{}, false
	}
	return list[0].Date, true
}

// Found is a date in a line, and where it stands: from a byte on, before another,
// with its clock and its zone.
type Found struct {
	Date
	From, To int
}

// maxFound is how many dates of one line are read.
const maxFound = 4

// FindAll reads the dates of a line, up to the first that may mean two days. It
// returns the line as it was read, with the digits of ASCII and one space between
// words, in which they stand.
func FindAll(text string, h Hints) (line string, list []Found) { return find(text, h, maxFound) }

func find(text string, h Hints, most int) (line string, list []Found) {
	if len(text) > 2*MaxText || !hasDigit(text) {
		return text, nil
	}
	persian := persianDigits(text)
	s := isoT().ReplaceAllString(fold(text), "$1 $2")
	tokens := cut(s)
	language, _ := parts(h.Language)
	done := 0 // bytes that are read
	for i := 0; i < len(tokens) && len(list) < most; i++ {
		if tokens[i].from < done {
			continue
		}
		r := reader{hints: h, persian: persian}
		f := finder{r: &r, tokens: tokens, language: language}
		end, err := f.dayAt(i)
		if err != nil {
			return s, list
		}
		if end == 0 {
			continue
		}
		r.western()
		if !r.exists(r.month, r.day) {
			continue
		}
		from, to := r.clockBeside(s, tokens[i].from, tokens[end-1].to, done)
		d, err := r.date(text)
		if err != nil {
			return s, list
		}
		list = append(list, Found{d, from, to})
		done = to
	}
	return s, list
}

// hasDigit reports whether a line may hold numbers, those in Chinese words among them.
func hasDigit(s string) bool {
	return strings.IndexFunc(s, unicode.IsDigit) >= 0 || strings.Contains(s, "年")
}

// finder reads a day at a place in a line.
type finder struct {
	r        *reader
	tokens   []token
	language string
}

func (f *finder) at(i int) token {
	if i < 0 || i >= len(f.tokens) {
		return token{}
	}
	return f.tokens[i]
}

// dayAt reads the day that begins at a token, and says before which it ends; 0
// if there is none.
func (f *finder) dayAt(i int) (end int, err error) {
	t := f.at(i)
	switch {
	case t.kind == 'a':
		return f.monthFirst(i), nil
	case t.kind != '0' || f.at(i-1).to == t.from && strings.ContainsRune(":.,/-", rune(f.at(i-1).kind)) && f.at(i-2).kind == '0':
		return 0, nil // within a longer row of numbers
	case len(t.text) == 4:
		return f.yearFirst(i), nil
	case len(t.text) <= 2:
		if end = f.dayThenName(i); end > 0 {
			return end, nil
		}
		return f.threeNumbers(i)
	}
	return 0, nil
}

// over steps over marks and small words between the parts of a date.
func (f *finder) over(i int) int {
	for range 4 {
		switch t := f.at(i); {
		case t.kind == '.' || t.kind == ',' || t.kind == '-' || t.kind == '*' || t.kind == '\'':
		case t.kind == 'a' && noise[strings.ToLower(t.text)]:
		default:
			return i
		}
		i++
	}
	return i
}

// month reads a month's name at a token; names of two words are joined.
func (f *finder) month(i int) (month, end int) {
	t := f.at(i)
	if t.kind != 'a' {
		return 0, 0
	}
	if next := f.at(i + 1); next.kind == 'a' && t.to+1 == next.from {
		if m, _ := monthOf(t.text+" "+next.text, f.language); m > 0 {
			return m, i + 2
		}
	}
	m, persian := monthOf(t.text, f.language)
	if m == 0 {
		return 0, 0
	}
	f.r.persian = f.r.persian || persian
	return m, i + 1
}

// year reads a year of four digits.
func (f *finder) year(i int) (year string, end int) {
	t := f.at(i)
	if y := atoi(t.text); t.kind == '0' && len(t.text) == 4 && (y >= 1900 && y < 2100 || y >= 2400 && y < 2700 || y >= 1300 && y < 1500) {
		return t.text, i + 1
	}
	return "", 0
}

// day reads the number of a day.
func (f *finder) day(i int) (day string, end int) {
	if t := f.at(i); t.kind == '0' && len(t.text) <= 2 && atoi(t.text) > 0 && atoi(t.text) < 32 {
		return t.text, i + 1
	}
	return "", 0
}

// monthFirst reads "May 3rd, 2023".
func (f *finder) monthFirst(i int) int {
	month, i := f.month(i)
	if month == 0 {
		return 0
	}
	day, i := f.day(f.over(i))
	if day == "" {
		return 0
	}
	year, i := f.year(f.over(i))
	if year == "" {
		return 0
	}
	f.r.month = month
	f.r.readNamed(day, year, 0)
	return i
}

// dayThenName reads "3. Mai 2023", "3 de mayo de 2023" and "ngày 3 tháng 5 năm 2023".
func (f *finder) dayThenName(i int) int {
	day, i := f.day(i)
	if day == "" {
		return 0
	}
	i = f.over(i)
	month, end := f.month(i)
	if word := strings.ToLower(f.at(i).text); month == 0 && (word == "tháng" || word == "thg") {
		month, end = atoi(f.at(i+1).text), i+2
	}
	if month == 0 {
		return 0
	}
	year, end := f.year(f.over(end))
	if year == "" {
		return 0
	}
	f.r.month = month
	f.r.readNamed(day, year, 0)
	return end
}

// yearFirst reads "2023-05-03", "2023年5月3日" and "2023. május 3."
func (f *finder) yearFirst(i int) int {
	year, i := f.year(i)
	if year == "" {
		return 0
	}
	if month, end := f.month(f.over(i)); month > 0 {
		if day, end := f.day(f.over(end)); day != "" {
			f.r.month = month
			f.r.readNamed(day, year, 0)
			return end
		}
		return 0
	}
	a, ok := f.between(i)
	if !ok {
		return 0
	}
	month, end := f.day(i + 1)
	b, ok := f.between(end)
	if month == "" || !ok || a != b && a < 'a' {
		return 0
	}
	day, end := f.day(end + 1)
	if next := f.at(end); day == "" || next.kind == '0' && next.from == f.at(end-1).to {
		return 0
	}
	f.r.year, f.r.month, f.r.day = atoi(year), atoi(month), atoi(day)
	return end
}

// between reads what stands between two numbers of a date; of words it says 'a'.
func (f *finder) between(i int) (mark byte, ok bool) {
	t := f.at(i)
	switch t.kind {
	case '-', '/', '.':
		return t.kind, true
	case 'a':
		return 'a', strings.ContainsAny(t.text, "年月년월") && noise[t.text]
	}
	return 0, false
}

// threeNumbers reads "3.5.2023", "3/5/2023" and "31.10.23".
func (f *finder) threeNumbers(i int) (end int, err error) {
	a, b, year := f.at(i), f.at(i+2), f.at(i+4)
	mark := f.at(i + 1).kind
	if mark != '.' && mark != '/' && mark != '-' || f.at(i+3).kind != mark || b.kind != '0' || len(b.text) > 2 || year.kind != '0' ||
		f.at(i+1).from != a.to {
		return 0, nil
	}
	if next := f.at(i + 5); next.from == year.to && (next.kind == mark || next.kind == ':') && f.at(i+6).kind == '0' {
		return 0, nil // 1.2.2019.4 is a version, 10.12.14:30 a clock
	}
	if four, _ := f.year(i + 4); four == "" && (len(year.text) != 2 || mark != '.') {
		return 0, nil
	}
	f.r.setYear(year.text)
	f.findWeekday(i)
	if err = f.r.order(atoi(a.text), atoi(b.text), len(year.text), mark == '.'); err == nil {
		return i + 5, nil
	}
	if !errors.Is(err, ErrAmbiguous) {
		err = nil // no date here; there may be one further on
	}
	return 0, err
}

// findWeekday looks for the name of a day before a date.
func (f *finder) findWeekday(i int) {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if day, ok := weekdays()[strings.ToLower(f.at(k).text)]; ok {
			f.r.weekday, f.r.hasWeekday = day, true
		}
	}
}
