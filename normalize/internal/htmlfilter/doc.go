// Package htmlfilter reads HTML and leaves out what no reader of stories asks for,
// before a parser makes nodes of it: programs and style sheets, comments,
// drawings, and attributes for scripts. That is half of the bytes of a news page
// and a third of what a tree of it costs.
//
// The tree that golang.org/x/net/html builds of what is left is the tree of the
// whole page, node by node: an element whose content or attributes are left out
// is still there, and so is the place of a comment. Only the elements within an
// svg are gone. To be sure of that, the package cuts a page into the same tokens
// as the tokenizer of x/net does (HTML standard, 13.2.5), and where it cannot
// know what the parser will make of them, as in a select with a noscript, it
// passes on the rest as it is.
//
// It also keeps the tree in proportion: a page of which the parser would make
// many times its size ends early, see Cut, and one that is nested deeper than the
// parser goes can be read without its deepest elements, see NewShallow.
//
// Time is linear in the page, and nothing of it is copied but into the buffer of
// who reads. A Reader is for one goroutine.
package htmlfilter
