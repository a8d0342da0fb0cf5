package sink

import (
	"regexp"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestSubject(t *testing.T) {
	for _, tt := range []struct {
		name, language, site string
		event                article.Event
		want                 string
	}{
		{"plain", "en", "themoscowtimes.com", article.Published, "articles.v1.en.themoscowtimes_com.published"},
		{"www and case", "EN", "WWW.Example.ORG.", article.Updated, "articles.v1.en.example_org.updated"},
		{"region", "pt-BR", "example.org", article.Published, "articles.v1.pt.example_org.published"},
		{"underscore for hyphen", "zh_Hant_TW", "example.org", article.Published, "articles.v1.zh.example_org.published"},
		{"underscore in host", "en", "a_b.example.org", article.Published, "articles.v1.en.a__b_example_org.published"},
		{"IDN", "de", "müller.example", article.Published, "articles.v1.de.xn--mller-kva_example.published"},
		{"Cyrillic", "ru", "пример.испытание", article.Published, "articles.v1.ru.xn--e1afmkfd_xn--80akhbyknj4f.published"},
		{"wildcards", "*", "a.>", article.Event(">"), "articles.v1.und.a_-.unknown"},
		{"nothing", "", "", "", "articles.v1.und.unknown.unknown"},
		{"dots", "en", "...", article.Published, "articles.v1.en.unknown.published"},
		{"port", "en", "127.0.0.1:8080", article.Published, "articles.v1.en.127_0_0_1-8080.published"},
		{"IPv6", "en", "[::1]:80", article.Published, "articles.v1.en.---1--80.published"},
		{"spaces", "e n", " a b ", article.Published, "articles.v1.und.a-b.published"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Subject(DefaultPrefix, tt.language, tt.site, tt.event); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestLongSitesAreCutAndStayDifferent(t *testing.T) {
	long := strings.Repeat("a", 200)
	a, b := Subject("p", "en", long+".example", article.Published), Subject("p", "en", long+".invalid", article.Published)
	if a == b || len(a) > 130 || len(b) > 130 {
		t.Errorf("subjects\n%s\n%s", a, b)
	}
}

func TestTheSiteIsThePublishersElseTheAddresss(t *testing.T) {
	for _, tt := range []struct {
		name string
		a    article.Article
		feed string
		want string
	}{
		{"publisher", article.Article{Publisher: &article.Publisher{Domain: "a.example"}, URL: "https://b.example/1"}, "https://c.example/",
			"a.example"},
		{"article", article.Article{Publisher: &article.Publisher{Name: "A"}, URL: "https://b.example/1"}, "https://c.example/", "b.example"},
		{"default port", article.Article{URL: "https://b.example:443/1"}, "", "b.example"},
		{"other port", article.Article{URL: "http://127.0.0.1:8080/1"}, "", "127.0.0.1:8080"},
		{"feed", article.Article{}, "https://c.example/feed", "c.example"},
		{"none", article.Article{URL: "%"}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := siteOf(&tt.a, tt.feed); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestValidPrefix(t *testing.T) {
	for _, good := range []string{"articles.v1", "a", "news-desk.x_y"} {
		if err := ValidPrefix(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{"", ".", "a.", ".a", "a..b", "a.*", "a.>", "a b", "ü", "$JS.API", "_INBOX"} {
		if ValidPrefix(bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

func FuzzSubjectHasFiveSafeTokens(f *testing.F) {
	f.Add("en", "example.org", "published")
	f.Add("*", "a.>", ">")
	f.Add("en-GB", "MÜLLER.example", "up dated")
	f.Add("\x00", "xn--\xff", "\r\n")
	tokens := regexp.MustCompile(`^articles\.v1(\.[a-z0-9_-]{1,96}){3}$`)
	f.Fuzz(func(t *testing.T, language, site, event string) {
		s := Subject(DefaultPrefix, language, site, article.Event(event))
		if !tokens.MatchString(s) {
			t.Errorf("Subject(%q, %q, %q) = %q", language, site, event, s)
		}
	})
}
