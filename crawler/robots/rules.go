package robots

import (
	"strings"
	"time"
)

// maxRules bounds the rules of one group; those past it are left out. Files of
// real sites hold hundreds.
const maxRules = 20_000

// Rules are what a robots.txt says to one crawler. The zero value allows
// everything. Rules are not changed once made, and may be shared.
type Rules struct {
	rules []rule
	// Delay is the Crawl-delay, 0 if there is none.
	Delay time.Duration
}

// rule is one Allow or Disallow line.
type rule struct {
	allow   bool
	pattern string // percent-encoded the common way, without what follows a '$' at the end
	end     bool   // the pattern must match to the end of the path
}

func (r *Rules) add(allow bool, path string) {
	if path == "" || len(r.rules) == maxRules {
		return // an empty Disallow disallows nothing
	}
	if path[0] != '/' && path[0] != '*' {
		path = "/" + path // as many crawlers read what many sites write
	}
	path, end := strings.CutSuffix(path, "$")
	r.rules = append(r.rules, rule{allow: allow, pattern: strings.ReplaceAll(canonical(path), "$", "%24"), end: end})
}

// Size is about how many bytes the rules take in memory.
func (r *Rules) Size() int {
	n := 64
	for _, rule := range r.rules {
		n += len(rule.pattern) + 32
	}
	return n
}
