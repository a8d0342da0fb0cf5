package newsroom

import (
	"embed"
	"fmt"
	"strings"
	"time"
)

//go:embed stories/*.txt
var files embed.FS

// Story is one story as the newsroom knows it: what an extractor should find.
type Story struct {
	URL, Path string
	Headline  string
	By        string
	Agency    string
	Language  string
	Section   string
	Tags      []string
	Caption   string
	Credit    string
	Body      []string // paragraphs
	Date      time.Time
	// FullMeta says that the page has JSON-LD and the rest; WholeInFeed that the
	// feed carries the whole text.
	FullMeta    bool
	WholeInFeed bool
	copyOf      string
	corrected   bool
}

// readStories reads a file of stories.
func readStories(name, language string, start time.Time) ([]Story, error) {
	text, err := files.ReadFile("stories/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("read stories: %w", err)
	}
	var stories []Story
	for _, part := range strings.Split(string(text), "\n=====\n") {
		s, err := readStory(part, start)
		if err != nil {
			return nil, fmt.Errorf("stories of %s: %w", name, err)
		}
		s.Language = language
		stories = append(stories, s)
	}
	return stories, nil
}

func readStory(text string, start time.Time) (Story, error) {
	head, body, _ := strings.Cut(text, "\n\n")
	var s Story
	for _, line := range strings.Split(strings.TrimSpace(head), "\n") {
		key, value, _ := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		switch key {
		case "path":
			s.Path = value
		case "headline":
			s.Headline = value
		case "by":
			s.By = value
		case "agency":
			s.Agency = value
		case "section":
			s.Section = value
		case "tags":
			s.Tags = strings.Split(value, ", ")
		case "caption":
			s.Caption = value
		case "credit":
			s.Credit = value
		case "copy-of":
			s.copyOf = value
		case "meta":
			s.FullMeta = value == "full"
		case "content":
			s.WholeInFeed = value == "full"
		case "date":
			ago, err := time.ParseDuration(value)
			if err != nil {
				return s, fmt.Errorf("date of %q: %w", s.Headline, err)
			}
			s.Date = start.Add(ago)
		default:
			return s, fmt.Errorf("unknown key %q", key)
		}
	}
	for _, p := range strings.Split(strings.TrimSpace(body), "\n\n") {
		if p = strings.TrimSpace(p); p != "" {
			s.Body = append(s.Body, p)
		}
	}
	return s, nil
}

// correctedPath is the story that is corrected.
const correctedPath = "/2026/11/22/correction-test-harbor-budget"

// CorrectionNote is what the corrected story admits.
const CorrectionNote = "Correction: An earlier version of this article gave the harbor budget as 40 million. It is 14 million."

// correct returns the story as it stands after its correction.
func (s Story) correct() Story {
	s.Headline = strings.Replace(s.Headline, "Doubles to 40", "Rises to 14", 1)
	s.Body = append([]string{strings.Replace(s.Body[0], "40 million on its harbor next year, twice as much as",
		"14 million on its harbor next year, a little more than", 1)}, s.Body[1:]...)
	s.Body = append(s.Body, CorrectionNote)
	s.corrected = true
	return s
}
