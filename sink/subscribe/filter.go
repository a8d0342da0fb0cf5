package subscribe

import (
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// Filter chooses by the parts of the subject. An empty part matches everything,
// several values of one match any of them: {Languages: en, de; Events:
// corrected, withdrawn} is every correction and withdrawal in two languages. The
// server does the choosing, with a subject for each combination.
type Filter struct {
	Prefix    string   // empty: articles.v1
	Languages []string // BCP 47; regions do not count: "en"
	Sites     []string // host names of publishers, in A-labels: "themoscowtimes.com"
	Events    []article.Event
}

// Subjects are the filter as NATS subjects, each once: two that overlap would
// be refused.
func (f Filter) Subjects() []string {
	subjects := []string{subject.Articles}
	if f.Prefix != "" {
		subjects[0] = f.Prefix
	}
	events := make([]string, len(f.Events))
	for i, e := range f.Events {
		events[i] = string(e)
	}
	for _, part := range [][]string{tokens(f.Languages, subject.Language), tokens(f.Sites, subject.Site), tokens(events, subject.Token)} {
		var longer []string
		for _, s := range subjects {
			for _, token := range part {
				longer = append(longer, s+"."+token)
			}
		}
		subjects = longer
	}
	return subjects
}

// tokens are the values as they stand in a subject; none means any.
func tokens(values []string, token func(string) string) []string {
	if len(values) == 0 {
		return []string{"*"}
	}
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = token(v)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// sameSubjects says whether a durable receives what is wanted. An operator may
// have written "everything" as a > or as no subject at all.
func sameSubjects(have, want []string) bool {
	if len(want) == 1 {
		if prefix, all := strings.CutSuffix(want[0], ".*.*.*"); all && (len(have) == 0 || len(have) == 1 && have[0] == prefix+".>") {
			return true
		}
	}
	return slices.Equal(slices.Sorted(slices.Values(have)), slices.Sorted(slices.Values(want)))
}

// matches says whether a subject is one that a filter lets through.
func matches(filter, subject string) bool {
	for filter != "" && subject != "" {
		var want, have string
		want, filter, _ = strings.Cut(filter, ".")
		if want == ">" {
			return true
		}
		have, subject, _ = strings.Cut(subject, ".")
		if want != "*" && want != have {
			return false
		}
	}
	return filter == "" && subject == ""
}

func listed(subjects []string) string {
	if len(subjects) == 0 {
		return "everything"
	}
	return strings.Join(slices.Sorted(slices.Values(subjects)), " ")
}
