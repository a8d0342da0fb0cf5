package safehtml

import (
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Policy says what becomes of the elements. The zero Policy keeps those of a story.
type Policy struct {
	// Elements are those that stay, each with its attributes; nil are those of
	// Story. The others lose their tags.
	Elements map[atom.Atom][]string
	// Loose keeps the text of whatever is no program, and end tags as they stand.
	Loose bool
	// Address returns the absolute address for that of an attribute, "" to leave
	// the attribute out. Nil is Address.
	Address func(string) string
	// Max is after how many bytes the writing ends; 0 is never.
	Max int

	// Picture returns the HTML that stands for an image; nil keeps the image.
	Picture func(src, alt string) string
	// Rel is the rel attribute of links; "" leaves it to Elements.
	Rel string
	// Heading is the element that all headings become, such as h3; 0 keeps them.
	Heading atom.Atom
}

// maxOpen bounds how deep elements stand in each other.
const maxOpen = 100

// rewriter writes HTML anew.
type rewriter struct {
	Policy
	out   strings.Builder
	tags  *nethtml.Tokenizer
	attrs []attribute // of the tag that is being read
	open  []atom.Atom
	count map[atom.Atom]int // of the open ones

	lastImage  string // the address of the image before, if no text was since
	scriptless bool   // within a noscript
}

type attribute struct{ key, value string }
