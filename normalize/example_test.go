package normalize_test

import (
	"errors"
	"fmt"
	"log"
	"strings"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// bridge is the article of a page.
func bridge() *article.Article {
	a, err := normalize.Article(normalize.Document{
		URL: "https://example.org/bridge",
		Body: []byte(`<html lang="en"><head><title>A bridge opens</title></head><body><article><h1>A bridge opens</h1>
<p>The bridge over the river opened on Monday, after two summers of work.</p>
<p>The first to cross it was a <em>school bus</em>, and the second a cyclist who had waited since dawn.</p>
</article></body></html>`),
	})
	if err != nil {
		log.Fatal(err)
	}
	return a
}

// A feed alone gives an article too; nothing at all gives none.
func ExampleDocument() {
	a, err := normalize.Article(normalize.Document{
		Feed:  normalize.Feed{URL: "https://example.org/feed", Title: "Example"},
		Entry: &normalize.Entry{URL: "https://example.org/bridge", Title: "A bridge opens", SummaryHTML: "<p>On Monday, after two summers.</p>"},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(a.Headline, "·", a.BodyText, "·", a.Completeness)
	_, err = normalize.Article(normalize.Document{URL: "https://example.org/empty"})
	fmt.Println(errors.Is(err, normalize.ErrNothing))
	// Output:
	// A bridge opens · On Monday, after two summers. · partial
	// true
}

func ExampleText() {
	fmt.Println(normalize.Text(bridge()))
	// Output:
	// A bridge opens
	//
	// The bridge over the river opened on Monday, after two summers of work.
	//
	// The first to cross it was a school bus, and the second a cyclist who had waited since dawn.
}

func ExampleMarkdown() {
	fmt.Println(normalize.Markdown(bridge()))
	// Output:
	// # A bridge opens
	//
	// The bridge over the river opened on Monday, after two summers of work.
	//
	// The first to cross it was a school bus, and the second a cyclist who had waited since dawn.
}

// Where each field comes from, for who wonders why it says what it says.
func ExampleExplain() {
	for line := range strings.SplitSeq(normalize.Explain(bridge()), "\n") {
		if strings.HasPrefix(line, "headline") || strings.HasPrefix(line, "removed") {
			fmt.Println(strings.Join(strings.Fields(line), " "))
		}
	}
	// Output:
	// headline A bridge opens page.h1 0.90
	// removed A bridge opens the headline
}
