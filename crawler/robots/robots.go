package robots

import (
	"bytes"
	"strconv"
	"strings"
	"time"
)

// MaxBytes is how much of a robots.txt is read.
const MaxBytes = 512 << 10

// Parse reads a robots.txt for the crawler with the given product token, such
// as "wiredesk": the groups that name it, else those for "*".
func Parse(body []byte, token string) *Rules {
	body = bytes.TrimPrefix(body[:min(len(body), MaxBytes)], []byte("\xef\xbb\xbf"))
	p := parser{token: strings.ToLower(token)}
	for len(body) > 0 {
		var line []byte
		line, body = cutLine(body)
		p.line(string(line))
	}
	return p.rules()
}

// cutLine cuts at CR, LF or both.
func cutLine(b []byte) (line, rest []byte) {
	i := bytes.IndexAny(b, "\r\n")
	if i < 0 {
		return b, nil
	}
	return b[:i], b[i+1:]
}

// group collects what is said to one kind of crawler.
type group struct {
	named bool // some group spoke to it
	Rules
}

type parser struct {
	token     string
	mine, any group
	toMine    bool // the current group's lines are for us
	toAny     bool // and for everybody
	inRules   bool // a rule came after the last User-agent line
}

func (p *parser) line(line string) {
	if i := strings.IndexByte(line, '#'); i >= 0 {
		line = line[:i]
	}
	key, value, ok := strings.Cut(line, ":")
	if !ok {
		return
	}
	value = strings.TrimSpace(value)
	switch key = strings.ToLower(strings.TrimSpace(key)); key {
	case "user-agent", "useragent", "user agent":
		p.agent(value)
	case "allow", "disallow":
		p.inRules = true
		p.each(func(g *group) { g.add(key == "allow", value) })
	case "crawl-delay", "crawldelay":
		// No rule in the sense of the RFC, but it too ends the list of agents.
		p.inRules = true
		if d, ok := parseDelay(value); ok {
			p.each(func(g *group) { g.Delay = max(g.Delay, d) })
		}
	}
}

// agent starts a group, or adds one more crawler to it.
func (p *parser) agent(value string) {
	if p.inRules {
		p.toMine, p.toAny, p.inRules = false, false, false
	}
	if value == "*" {
		p.toAny, p.any.named = true, true
		return
	}
	// The product token ends at the first character that no token has (section
	// 2.2.1): "wiredesk/1.0" speaks to wiredesk.
	end := strings.IndexFunc(value, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
	})
	if end >= 0 {
		value = value[:end]
	}
	if strings.EqualFold(value, p.token) {
		p.toMine, p.mine.named = true, true
	}
}

// each runs f on the groups that the current lines speak to.
func (p *parser) each(f func(*group)) {
	if p.toMine {
		f(&p.mine)
	}
	if p.toAny {
		f(&p.any)
	}
}

func (p *parser) rules() *Rules {
	g := &p.any
	if p.mine.named {
		g = &p.mine
	}
	return &g.Rules
}

// parseDelay reads seconds, which may have a fraction.
func parseDelay(s string) (time.Duration, bool) {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= 0) {
		return 0, false
	}
	return time.Duration(min(f, 1e6) * float64(time.Second)), true
}
