package date

import (
	"regexp"
	"strconv"
	"strings"
)

// eras are the years before the first of each: of the emperors of Japan, and of the
// republic as Taiwan counts.
var eras = map[string]int{"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}

// eraYear is a year of an era: 令和8年, 平成元年, 民國115年.
var eraYear = regexp.MustCompile(`(令和|平成|昭和|大正|明治|民國|民国)\s*(元|\d{1,3})\s*年?`)

// withoutEras writes the years of eras as those of the common one.
func withoutEras(s string) string {
	if !strings.ContainsAny(s, "和成正治國国") {
		return s
	}
	return eraYear.ReplaceAllStringFunc(s, func(year string) string {
		m := eraYear.FindStringSubmatch(year)
		n, err := strconv.Atoi(m[2])
		if err != nil {
			n = 1 // 元年
		}
		return strconv.Itoa(eras[m[1]]+n) + "年"
	})
}
