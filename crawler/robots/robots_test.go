package robots

import (
	"bytes"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
)

func allowed(t testing.TB, r *Rules, path string) bool {
	t.Helper()
	u, err := url.Parse("https://news.example" + path)
	if err != nil {
		t.Fatal(err)
	}
	return r.Allowed(u)
}

func TestP2Matching(t *testing.T) {
	for _, tc := range []struct {
		robots, path string
		want         bool
	}{
		// The examples of RFC 9309 and of the draft's test data.
		{"User-agent: *\nDisallow: /", "/a", false},
		{"User-agent: *\nDisallow:", "/a", true},
		{"", "/a", true},
		{"User-agent: *\nDisallow: /", "/robots.txt", true},
		{"User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", false},
		{"User-agent: *\nDisallow: /example/page/disallowed.gif\nAllow: /example/page/", "/example/page/", true},
		{"User-agent: *\nDisallow: /p\nAllow: /p", "/p", true}, // a tie goes to Allow
		{"User-agent: *\nAllow: /p\nDisallow: /", "/page", true},
		{"User-agent: *\nAllow: /folder\nDisallow: /folder", "/folder/page", true},
		{"User-agent: *\nAllow: /page\nDisallow: /*.htm", "/page.htm", false},
		{"User-agent: *\nAllow: /$\nDisallow: /", "/", true},
		{"User-agent: *\nAllow: /$\nDisallow: /", "/page.htm", false},
		{"User-agent: *\nDisallow: /fish", "/fish.html", false},
		{"User-agent: *\nDisallow: /fish", "/Fish.asp", true}, // paths are case-sensitive
		{"User-agent: *\nDisallow: /fish/", "/fish", true},
		{"User-agent: *\nDisallow: /*.php", "/folder/any.php.file.html", false},
		{"User-agent: *\nDisallow: /*.php$", "/filename.php?parameters", true},
		{"User-agent: *\nDisallow: /*.php$", "/filename.php", false},
		{"User-agent: *\nDisallow: /fish*.php", "/fishheads/catfish.php?parameters", false},
		{"User-agent: *\nDisallow: /a*b*c$", "/abbc-b-cc", false},
		{"User-agent: *\nDisallow: *", "/x", false},
		{"User-agent: *\nDisallow: private", "/private/x", false},
		{"User-agent: *\nDisallow: /*?", "/x?y=1", false},
		{"User-agent: *\nDisallow: /*?", "/x", true},
		// Percent-encoding and Unicode.
		{"User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", false},
		{"User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", false},
		{"User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false},
		{"User-agent: *\nDisallow: /~joe/", "/%7Ejoe/index.html", false},
		{"User-agent: *\nDisallow: /a%3Cd.html", "/a%3cd.html", false},
		{"User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
		{"User-agent: *\nDisallow: /file-with-a-%2A.html", "/file-with-a-*.html", false},
		{"User-agent: *\nDisallow: /path/foo-%24", "/path/foo-$", false},
		{"User-agent: *\nDisallow: /a$b", "/a$b", false},
		// Groups.
		{"User-agent: other\nDisallow: /\n\nUser-agent: WireDesk\nDisallow: /x", "/y", true},
		{"User-agent: *\nDisallow: /\n\nUser-agent: wiredesk\nAllow: /", "/y", true},
		{"User-agent: wiredesk/2.1\nDisallow: /", "/y", false},
		{"User-agent: wiredeskbot\nDisallow: /", "/y", true}, // another token
		{"User-agent: a\nUser-agent: wiredesk\nDisallow: /x\nUser-agent: b\nDisallow: /", "/x", false},
		// groups of one crawler add up
		{"User-agent: wiredesk\nDisallow: /x\nUser-agent: b\nDisallow: /\nUser-agent: wiredesk\nDisallow: /z", "/z", false},
		{"User-agent: wiredesk\n\nUser-agent: *\nDisallow: /x", "/x", false},
		{"User-agent: wiredesk\nDisallow:\nUser-agent: *\nDisallow: /x", "/x", true},
		{"Disallow: /\nUser-agent: *\nAllow: /", "/x", true}, // a rule before any group is nobody's
		{"User-agent: wiredesk\nCrawl-delay: soon\nDisallow: /x", "/x", false},
		{"User-agent: wiredesk\nSitemap: https://news.example/s.xml\nDisallow: /x", "/x", false},
		// Lines.
		{"\xef\xbb\xbfUser-agent: *\nDisallow: /x", "/x", false},
		{"User-agent: *\r\nDisallow: /x\r\n", "/x", false},
		{"User-agent: *\rDisallow: /x\r", "/x", false},
		{"USER-AGENT : * # all\n  disallow :  /x # why", "/x", false},
		{"<html><body>User-agent: *\nDisallow: nothing", "/x", true},
		{"\x00\xff\xfe\nUser-agent: *\nDisallow: /x", "/x", false},
	} {
		if got := allowed(t, Parse([]byte(tc.robots), "wiredesk"), tc.path); got != tc.want {
			t.Errorf("%q: %s allowed %v, want %v", tc.robots, tc.path, got, tc.want)
		}
	}
}

func TestP2HalfAMegabyteIsRead(t *testing.T) {
	body := "User-agent: *\n" + strings.Repeat("# a comment that fills the file\n", 500<<10/32-10) + "Disallow: /x\n"
	if len(body) < 499<<10 {
		t.Fatal(len(body))
	}
	if allowed(t, Parse([]byte(body), "wiredesk"), "/x") {
		t.Error("a rule within 500 KiB was not read")
	}
}

func TestP3CrawlDelay(t *testing.T) {
	for line, want := range map[string]time.Duration{
		"Crawl-delay: 10": 10 * time.Second, "crawl-delay:0.5": 500 * time.Millisecond, "Crawl-delay: 86400": 24 * time.Hour,
		"Crawl-delay: -1": 0, "Crawl-delay: soon": 0, "Crawl-delay: NaN": 0, "Crawl-delay: Inf": 1e6 * time.Second,
	} {
		if got := Parse([]byte("User-agent: *\n"+line), "wiredesk").Delay; got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
	r := Parse([]byte("User-agent: other\nCrawl-delay: 50\nUser-agent: *\nCrawl-delay: 3"), "wiredesk")
	if r.Delay != 3*time.Second {
		t.Errorf("another crawler's delay counts: %s", r.Delay)
	}
}

func TestRulesSurviveBeingWritten(t *testing.T) {
	const file = "User-agent: *\nDisallow: /a*b$\nAllow: /ä\nDisallow: /x%24\nCrawl-delay: 2.5\nSitemap: https://news.example/map.xml"
	r := Parse([]byte(file), "wiredesk")
	text, err := r.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	var again Rules
	if err := again.UnmarshalText(text); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(*r) != fmt.Sprint(again) {
		t.Errorf("%v became %v", *r, again)
	}
}

// hostile are files made to be slow.
func hostile() map[string][]byte {
	wild := bytes.Repeat([]byte("Disallow: /"+strings.Repeat("*a", 100)+"\n"), MaxBytes/212)
	return map[string][]byte{
		"wildcards":   append([]byte("User-agent: *\n"), wild...),
		"rules":       append([]byte("User-agent: *\n"), bytes.Repeat([]byte("Disallow:/\n"), MaxBytes/11)...),
		"agents":      bytes.Repeat([]byte("User-agent: *\n"), MaxBytes/14),
		"one line":    bytes.Repeat([]byte("a"), MaxBytes),
		"one pattern": append([]byte("User-agent: *\nDisallow: /"), bytes.Repeat([]byte("*%"), MaxBytes/2)...),
		"colons":      bytes.Repeat([]byte(":"), MaxBytes),
		"newlines":    bytes.Repeat([]byte("\r"), MaxBytes),
	}
}

func TestHostileFilesEnd(t *testing.T) {
	u := &url.URL{Scheme: "https", Host: "news.example", Path: "/" + strings.Repeat("a", 4000) + "b"}
	for name, body := range hostile() {
		if r := Parse(body, "wiredesk"); r.Size() > 4<<20 {
			t.Errorf("%s: %d bytes are kept", name, r.Size())
		} else {
			r.Allowed(u)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /a*b$\nCrawl-delay: 1"), "/ab")
	f.Add([]byte("User-agent: wiredesk\nAllow: /%zz%4"), "/%zz")
	f.Fuzz(func(t *testing.T, body []byte, path string) {
		r := Parse(body, "wiredesk")
		u := &url.URL{Scheme: "https", Host: "news.example", Path: "/" + path}
		before := r.Allowed(u)
		text, err := r.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var again Rules
		if err := again.UnmarshalText(text); err != nil {
			t.Fatal(err)
		}
		if len(text) < MaxBytes && again.Allowed(u) != before {
			t.Errorf("%q allowed %v, but %v when written and read back as %q", path, before, !before, text)
		}
	})
}

func BenchmarkHostile(b *testing.B) {
	u := &url.URL{Scheme: "https", Host: "news.example", Path: "/" + strings.Repeat("a", 4000) + "b"}
	for name, body := range hostile() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Parse(body, "wiredesk").Allowed(u)
			}
		})
	}
}

func ExampleRules_Allowed() {
	r := Parse([]byte("User-agent: *\nDisallow: /drafts/\nAllow: /drafts/public/\n"), "wiredesk")
	for _, path := range []string{"/news/1", "/drafts/2", "/drafts/public/3"} {
		fmt.Println(path, r.Allowed(&url.URL{Path: path}))
	}
	// Output:
	// /news/1 true
	// /drafts/2 false
	// /drafts/public/3 true
}
