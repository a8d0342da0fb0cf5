// Package words says numbers, sizes, spans of time and where an article comes from
// the way people do, the same on the terminal and on the page.
package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Plural is a count with its noun: "1 feed", "2 days", "3 stories".
func Plural(n int, what string) string {
	stem, y := strings.CutSuffix(what, "y")
	switch {
	case n == 1:
		return "1 " + what
	case y && !strings.HasSuffix(stem, "a"): // but days
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// Roughly is a span of time as people say it: "3 hours", "2 minutes".
func Roughly(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return Plural(int(d.Round(24*time.Hour)/(24*time.Hour)), "day")
	case d >= 2*time.Hour:
		return Plural(int(d.Round(time.Hour)/time.Hour), "hour")
	case d >= 2*time.Minute:
		return Plural(int(d.Round(time.Minute)/time.Minute), "minute")
	}
	return Plural(int(d.Round(time.Second)/time.Second), "second")
}

// Briefly is a span of time to two digits or so, with its unit: "3.4 ms",
// "12 s", "2 h".
func Briefly(d time.Duration) string {
	switch {
	case d <= 0:
		return "0 s"
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < 2*time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < 2*time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.0f h", d.Hours())
	}
	return fmt.Sprintf("%.0f d", d.Hours()/24)
}

// Size is a number of bytes with its unit.
func Size(n uint64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
}

// Count is a number with its thousands apart: "12,408".
func Count(n int) string {
	s := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}

// Source is who an article is from: "AFP via Demo Times", or what is known of it.
func Source(a *article.Article) string {
	site := ""
	if a.Publisher != nil {
		if site = a.Publisher.Name; site == "" {
			site = a.Publisher.Domain
		}
	}
	switch {
	case a.Agency != "" && site != "":
		return a.Agency + " via " + site
	case a.Agency != "":
		return a.Agency
	}
	return site
}

// Clip cuts text to n runes.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ") + "…"
}

// List is a list of names, or "none".
func List(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
