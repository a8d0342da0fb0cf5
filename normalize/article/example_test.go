package article_test

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// A message and back.
func ExampleEncode() {
	a := &article.Article{
		Schema: article.Schema, ID: article.ID("https://example.org/bridge", "", ""),
		Version: 1, Event: article.Published, Headline: "A bridge opens",
	}
	a.Seal()
	b, err := article.Encode(a)
	if err != nil {
		fmt.Println(err)
		return
	}
	back, err := article.Decode(b)
	fmt.Println(back.Headline, back.ContentHash == a.Hash(), err)
	// Output: A bridge opens true <nil>
}

// Two papers print what an agency has sent them.
func ExampleSameStory() {
	const text = "The bridge over the river opened on Monday, after two summers of work. The first to cross it was a school bus, " +
		"and the second a cyclist who had waited since dawn. The mayor came at noon, when the ribbon had long been cut by the wind."
	a := &article.Article{Headline: "A bridge opens", BodyText: text}
	b := &article.Article{Headline: "At last: the bridge is open", BodyText: text + " (Agency)"}
	c := &article.Article{Headline: "The bridge closes", BodyText: "It is to be repaired until the spring, as nobody had expected."}
	for _, each := range []*article.Article{a, b, c} {
		each.Seal() // it is compared by the hashes of its text
	}
	fmt.Println(article.SameStory(a, b))
	fmt.Println(article.SameStory(a, c))
	// Output:
	// true
	// false
}

func ExampleJSONSchema() {
	schema, err := article.JSONSchema()
	fmt.Println(strings.Contains(string(schema), `"headline"`), err)
	// Output: true <nil>
}

func ExampleEvents() {
	fmt.Println(article.Events())
	// Output: [published updated corrected withdrawn restored]
}

func ExampleURN() {
	fmt.Println(article.URN("8e1f0c5bd1e94f3fa2d1c33c7f6d20c2"))
	// Output: urn:wiredesk:article:8e1f0c5bd1e94f3fa2d1c33c7f6d20c2
}

func ExampleIsTracking() {
	fmt.Println(article.IsTracking("utm_source"), article.IsTracking("page"))
	// Output: true false
}
