package sink

import (
	"errors"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Whatever a person calls a site, the filter finds what is published under it.
func TestASiteIsFoundHoweverItIsWritten(t *testing.T) {
	for site, spellings := range map[string][]string{
		"example.org": {
			"example.org", "www.example.org", "EXAMPLE.org.", "https://example.org", "https://www.example.org/2026/story?id=1", "example.org:443",
		},
		"https://example.org": {"https://example.org:443/"},
		"müller.example":      {"müller.example", "xn--mller-kva.example", "MÜLLER.example", "https://müller.example/a"},
		"new_desk.example":    {"new_desk.example", "https://new_desk.example/"},
		"новости.example":     {"новости.example", "https://новости.example/"},
		"my_новости.example":  {"my_новости.example"}, // no IDNA, but there are such
		"127.0.0.1:8080":      {"127.0.0.1:8080", "http://127.0.0.1:8080/feed"},
	} {
		a := &article.Article{Publisher: &article.Publisher{Domain: site}, Event: article.Published}
		if site == "https://example.org" {
			a.Publisher, a.URL = nil, "https://example.org:443/story"
		}
		for _, s := range spellings {
			f, err := ParseFilter([]string{"und"}, []string{s}, []string{"published"})
			if err != nil {
				t.Errorf("%s: %v", s, err)
				continue
			}
			if diff := cmp.Diff([]string{subjectOf(DefaultPrefix, a, "")}, f.Subjects()); diff != "" {
				t.Errorf("%s: %s", s, diff)
			}
		}
	}
}

func TestWhatCanChooseNothingIsSaid(t *testing.T) {
	for _, c := range []struct {
		languages, sites, events []string
		part, text               string
	}{
		{[]string{"en", "klingonese!"}, nil, nil, "language", `"klingonese!" is no language: want a tag such as en or pt-BR, or und`},
		{nil, []string{"a b"}, nil, "site", `"a b" is no site: want a host name such as example.org`},
		{nil, []string{""}, nil, "site", `"" is no site: want a host name such as example.org`},
		{nil, []string{"example.org", "*.example"}, nil, "site", `"*.example" is no site: want a host name such as example.org`},
		{nil, []string{"example.org/feed"}, nil, "site", `"example.org/feed" is no site: want a host name such as example.org`},
		{nil, nil, []string{"deleted"}, "event", `"deleted" is no event: want published, updated, corrected, withdrawn or restored`},
	} {
		_, err := ParseFilter(c.languages, c.sites, c.events)
		var wrong *FilterError
		if !errors.As(err, &wrong) || wrong.Part != c.part || err.Error() != c.text {
			t.Errorf("%v", err)
		}
	}
}

var oneSite = regexp.MustCompile(`^articles\.v1\.[a-z0-9_-]+\.[a-z0-9_-]+\.\*$`)

func FuzzParseFilterStaysUnderItsPrefix(f *testing.F) {
	f.Add("en", "example.org")
	f.Add("*", "a.>")
	f.Add("pt-BR", "https://[::1]:443/x")
	f.Fuzz(func(t *testing.T, language, site string) {
		chosen, err := ParseFilter([]string{language}, []string{site}, nil)
		if err != nil {
			return
		}
		for _, s := range chosen.Subjects() {
			if !oneSite.MatchString(s) {
				t.Errorf("%q, %q: %s", language, site, s)
			}
		}
	})
}
