package date

import (
	"slices"
	"strconv"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// eras are the years before the first of each: of the emperors of Japan, and of the
// republic as Taiwan counts.
var eras = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}

// eraYear is a year of an era: 令和8年, 平成元年, 民國115年.
var eraYear = pattern.Of(`(令和|平成|昭和|大正|明治|民國|民国)\s*(元|\d{1,3})\s*年?`)

// besideEra is a year of the common era with that of another in brackets behind it.
var besideEra = pattern.Of(`(\d{4}年)\s*[(（]\s*(?:令和|平成|昭和|大正|明治|民國|民国)\s*(?:元|\d{1,3})\s*年?\s*[)）]`)

// shortEra is a date of an era by its letter: R8.11.20.
var shortEra = pattern.Of(`(?:^|[\s(（])([RHS])(\d{1,2})[./](\d{1,2})[./](\d{1,2})(?:$|[^\d./])`)

// letterEras are the years before the first of those that have a letter.
var letterEras = map[string]int{"R": 2018, "H": 1988, "S": 1925}

// kanjiDate is a date in the numbers of Chinese and Japanese: 八年十一月二十日.
var kanjiDate = pattern.Of(`[〇一二三四五六七八九十]{1,4}[年月日时時分]`)

// withoutEras writes the years of eras as those of the common one, and numbers in
// words as digits.
func withoutEras(s string) string {
	if strings.Contains(s, "年") && strings.ContainsAny(s, "〇一二三四五六七八九十") {
		s = kanjiDate().ReplaceAllStringFunc(s, func(part string) string {
			runes := []rune(part)
			return kanjiNumber(runes[:len(runes)-1]) + string(runes[len(runes)-1])
		})
	}
	if len(s) < 40 && strings.ContainsAny(s, "RHSrhs") {
		s = shortEra().ReplaceAllStringFunc(s, func(part string) string {
			m := shortEra().FindStringSubmatch(part)
			n, _ := strconv.Atoi(m[2])
			return strings.Replace(part, m[1]+m[2], strconv.Itoa(letterEras[m[1]]+n), 1)
		})
	}
	if !strings.ContainsAny(s, "和成正治國国") {
		return s
	}
	s = besideEra().ReplaceAllString(s, "$1") // "2026年（令和8年）": said twice
	return eraYear().ReplaceAllStringFunc(s, func(year string) string {
		m := eraYear().FindStringSubmatch(year)
		n, err := strconv.Atoi(m[2])
		if err != nil {
			n = 1 // 元年
		}
		return strconv.Itoa(eras[m[1]]+n) + "年"
	})
}

// kanjiNumber is a number of at most four characters: 二十一 as 21, 二〇二六 as 2026.
func kanjiNumber(runes []rune) string {
	digits := []rune("〇一二三四五六七八九")
	value, last, tens := 0, 0, false
	for _, c := range runes {
		if c == '十' {
			value, last, tens = value+max(last, 1)*10, 0, true
			continue
		}
		digit := slices.Index(digits, c)
		if tens {
			last = digit
		} else {
			last = last*10 + digit
		}
	}
	return strconv.Itoa(value + last)
}
