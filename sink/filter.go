package sink

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/subscribe"
)

// FilterError says that a value can choose no articles.
type FilterError struct {
	Part  string // language, site or event
	Value string // as it was given
	Want  string // what is accepted, in words
}

func (e *FilterError) Error() string {
	return fmt.Sprintf("%q is no %s: want %s", e.Value, e.Part, e.Want)
}

// ParseFilter makes a filter of languages, sites and events as people write them: tags
// such as en or pt-BR, of which the primary language counts; host names in any script,
// or URLs of pages; published, corrected. What is empty matches everything. Sites are
// found under the name that [Subject] gives them. The error is a *FilterError.
//
// The filter has the default prefix; it is the caller's to set another.
func ParseFilter(languages, sites, events []string) (subscribe.Filter, error) {
	f := subscribe.Filter{Languages: languages}
	for _, l := range languages {
		if _, err := language.Parse(l); err != nil {
			return f, &FilterError{"language", l, "a tag such as en or pt-BR, or und"}
		}
	}
	for _, s := range sites {
		host := s
		if u, err := url.Parse(s); err == nil && u.Host != "" {
			host = u.Host
		}
		if host == "" || strings.ContainsAny(host, " \t\r\n*>/") {
			return f, &FilterError{"site", s, "a host name such as example.org"}
		}
		f.Sites = append(f.Sites, aLabels(withoutUsualPort(host)))
	}
	for _, e := range events {
		if !slices.Contains(article.Events(), article.Event(e)) {
			return f, &FilterError{"event", e, anyOf(article.Events())}
		}
		f.Events = append(f.Events, article.Event(e))
	}
	return f, nil
}

// anyOf is "a, b or c".
func anyOf(events []article.Event) string {
	words := make([]string, len(events))
	for i, e := range events {
		words[i] = string(e)
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
