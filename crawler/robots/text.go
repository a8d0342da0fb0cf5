package robots

import (
	"strconv"
	"strings"
)

// MarshalText writes the rules as a robots.txt of one group, to be read back
// with UnmarshalText.
func (r *Rules) MarshalText() ([]byte, error) {
	var b strings.Builder
	b.WriteString("User-agent: *\n")
	for _, rule := range r.rules {
		if rule.allow {
			b.WriteString("Allow: ")
		} else {
			b.WriteString("Disallow: ")
		}
		b.WriteString(rule.pattern)
		if rule.end {
			b.WriteByte('$')
		}
		b.WriteByte('\n')
	}
	if r.Delay > 0 {
		b.WriteString("Crawl-delay: " + strconv.FormatFloat(r.Delay.Seconds(), 'g', -1, 64) + "\n")
	}
	return []byte(b.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Rules) UnmarshalText(text []byte) error {
	*r = *Parse(text, "*")
	return nil
}
