package config

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"time"
)

// Test is a page of which is known what article it makes: `wiredesk check --test`
// makes it and compares.
type Test struct {
	Page   string `yaml:"page" doc:"file of the page as it came from the web, also gzipped; relative to this file" required:"true"`
	URL    string `yaml:"url" doc:"where it came from: without it relative links and the publisher are not known"`
	Entry  string `yaml:"entry" doc:"file of its feed's entry, one item as wiredesk parse prints it"`
	Expect Expect `yaml:"expect" doc:"what the article must say; what is not named may be anything" required:"true"`
	// Line is where it stands in File.
	Line int `yaml:"-"`
}

// Expect is what an article must say. What is empty may be anything; an empty
// list means that there is none.
type Expect struct {
	Headline     string   `yaml:"headline" doc:"the headline, whole"`
	Byline       string   `yaml:"byline" doc:"the byline as it stands"`
	Authors      []string `yaml:"authors" doc:"names of the authors, all of them and in order; []: none"`
	Agency       string   `yaml:"agency" doc:"the news agency"`
	PublishedAt  When     `yaml:"published_at" doc:"when it was published: a day, as readers of the page saw it, or a time such as 2026-11-22T10:00:00Z"`
	ModifiedAt   When     `yaml:"modified_at" doc:"when it was last changed"`
	Language     string   `yaml:"language" doc:"its language, such as en or pt-BR; en also fits en-GB"`
	Publisher    string   `yaml:"publisher" doc:"name of the site"`
	Section      string   `yaml:"section" doc:"the section it stands in"`
	Summary      string   `yaml:"summary" doc:"the summary, whole"`
	URL          string   `yaml:"url" doc:"its canonical address"`
	Tags         []string `yaml:"tags" doc:"tags it must have; []: none"`
	BodyContains []string `yaml:"body_contains" doc:"passages that its text must have; white space does not matter"`
	BodyLacks    []string `yaml:"body_lacks" doc:"passages that must not be in its text: menus, appeals, teasers"`
	MinWords     int      `yaml:"min_words" doc:"least number of words of its text"`
	Completeness string   `yaml:"completeness" doc:"how much of the story there is" enum:"full,partial,headline_only"`
}

// empty reports whether nothing is expected.
func (e Expect) empty() bool { return reflect.ValueOf(e).IsZero() }

// When is a day or an instant; the zero value is neither.
type When struct {
	text string
	at   time.Time
	day  bool
}

// String writes it the way it was read.
func (w When) String() string { return w.text }

// UnmarshalText implements encoding.TextUnmarshaler.
func (w *When) UnmarshalText(text []byte) error {
	s := strings.TrimSpace(string(text))
	if at, err := time.Parse(time.DateOnly, s); err == nil {
		*w = When{s, at, true}
		return nil
	}
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return fmt.Errorf(`%q: want a day such as 2026-11-22 or a time such as 2026-11-22T10:00:00Z`, s)
	}
	*w = When{s, at, false}
	return nil
}

// Is reports whether t is that day, at its own offset, or that instant.
func (w When) Is(t time.Time) bool {
	if w.day {
		return t.Format(time.DateOnly) == w.text
	}
	return t.Equal(w.at)
}

// Relative is a path of the configuration, found from where its file lies.
func (c *Config) Relative(path string) string {
	if filepath.IsAbs(path) || c.File == "" {
		return path
	}
	return filepath.Join(filepath.Dir(c.File), path)
}
