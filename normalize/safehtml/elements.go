package safehtml

import "golang.org/x/net/html/atom"

// Story are the elements of a story's HTML, as normalize makes it, each with the
// attributes it keeps.
var Story = map[atom.Atom][]string{
	atom.A: {"href"}, atom.B: nil, atom.Blockquote: nil, atom.Br: nil, atom.Cite: nil, atom.Code: nil, atom.Em: nil,
	atom.Figcaption: nil, atom.Figure: nil, atom.H1: nil, atom.H2: nil, atom.H3: nil, atom.H4: nil, atom.H5: nil, atom.H6: nil,
	atom.Hr: nil, atom.I: nil, atom.Img: {"src", "alt"}, atom.Li: {"value"}, atom.Ol: {"start", "reversed"}, atom.P: nil,
	atom.Pre: nil, atom.Q: nil,
	atom.S: nil, atom.Small: nil, atom.Strong: nil, atom.Sub: nil, atom.Sup: nil, atom.Table: nil, atom.Tbody: nil, atom.Td: nil,
	atom.Th: nil, atom.Thead: nil, atom.Tr: nil, atom.U: nil, atom.Ul: nil,
}

// Feed are the elements that the HTML of feeds may have: all that says something
// of a text, and nothing that does something.
var Feed = map[atom.Atom][]string{
	atom.A: {"href", "title", "rel", "hreflang"}, atom.Abbr: {"title"}, atom.Acronym: {"title"}, atom.Address: nil, atom.Article: nil,
	atom.Aside: nil, atom.Audio: {"src", "controls"}, atom.B: nil, atom.Bdi: nil, atom.Bdo: {"dir"}, atom.Big: nil,
	atom.Blockquote: {"cite"}, atom.Br: nil, atom.Caption: nil, atom.Center: nil, atom.Cite: nil, atom.Code: nil, atom.Col: {"span"},
	atom.Colgroup: {"span"}, atom.Dd: nil, atom.Del: {"cite", "datetime"}, atom.Dfn: nil, atom.Div: nil, atom.Dl: nil, atom.Dt: nil,
	atom.Em: nil, atom.Figcaption: nil, atom.Figure: nil, atom.Font: nil, atom.Footer: nil,
	atom.H1: nil, atom.H2: nil, atom.H3: nil, atom.H4: nil, atom.H5: nil, atom.H6: nil, atom.Header: nil, atom.Hr: nil, atom.I: nil,
	atom.Img: {"src", "srcset", "alt", "title", "width", "height"}, atom.Ins: {"cite", "datetime"}, atom.Kbd: nil, atom.Li: {"value"},
	atom.Main: nil, atom.Mark: nil, atom.Ol: {"start", "reversed"}, atom.P: nil, atom.Picture: nil, atom.Pre: nil, atom.Q: {"cite"},
	atom.Rp: nil, atom.Rt: nil, atom.Ruby: nil, atom.S: nil, atom.Samp: nil, atom.Section: nil, atom.Small: nil,
	atom.Source: {"src", "srcset", "type", "media"}, atom.Span: nil, atom.Strike: nil, atom.Strong: nil, atom.Sub: nil, atom.Summary: nil,
	atom.Details: nil, atom.Sup: nil, atom.Table: nil, atom.Tbody: nil, atom.Td: {"colspan", "rowspan"}, atom.Tfoot: nil,
	atom.Th: {"colspan", "rowspan", "scope"}, atom.Thead: nil, atom.Time: {"datetime"}, atom.Tr: nil, atom.Tt: nil, atom.U: nil,
	atom.Ul: nil, atom.Var: nil, atom.Video: {"src", "poster", "controls", "width", "height"}, atom.Wbr: nil,
}

// isAddress are the attributes that are addresses, or lists of them.
var isAddress = map[string]bool{"href": true, "src": true, "poster": true, "cite": true, "longdesc": true, "srcset": true}

// empty are the elements that have no end.
var empty = map[atom.Atom]bool{atom.Br: true, atom.Hr: true, atom.Img: true}

// silent are the elements whose text is no text of the article.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Title: true, atom.Textarea: true, atom.Select: true,
	atom.Applet: true, atom.Svg: true,
}

// fallback are the elements whose text is for those who cannot have the element.
// Feeds put text of theirs into it.
var fallback = map[atom.Atom]bool{
	atom.Iframe: true, atom.Noembed: true, atom.Noframes: true, atom.Noscript: true, atom.Object: true, atom.Math: true,
	atom.Plaintext: true, atom.Xmp: true,
}

// decoration are the elements that titles have for their look.
var decoration = map[atom.Atom]bool{
	atom.A: true, atom.Abbr: true, atom.Acronym: true, atom.B: true, atom.Bdi: true, atom.Bdo: true, atom.Big: true,
	atom.Blockquote: true, atom.Br: true, atom.Center: true, atom.Cite: true, atom.Code: true, atom.Del: true, atom.Dfn: true,
	atom.Div: true, atom.Em: true, atom.Figure: true, atom.Font: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.I: true, atom.Img: true, atom.Ins: true, atom.Kbd: true, atom.Label: true, atom.Li: true,
	atom.Mark: true, atom.Nobr: true, atom.P: true, atom.Pre: true, atom.Q: true, atom.Rp: true, atom.Rt: true, atom.Ruby: true,
	atom.S: true, atom.Samp: true, atom.Small: true, atom.Span: true, atom.Strike: true, atom.Strong: true, atom.Sub: true,
	atom.Sup: true, atom.Time: true, atom.Tt: true, atom.U: true, atom.Ul: true, atom.Var: true, atom.Wbr: true,
}

// parts are the elements that part a text from the one before.
var parts = map[atom.Atom]bool{
	atom.Blockquote: true, atom.Br: true, atom.Center: true, atom.Div: true, atom.Figure: true, atom.H1: true, atom.H2: true,
	atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Hr: true, atom.Li: true, atom.P: true, atom.Pre: true,
	atom.Table: true, atom.Td: true, atom.Th: true, atom.Tr: true, atom.Ul: true, atom.Ol: true, atom.Section: true,
	atom.Article: true, atom.Header: true, atom.Footer: true, atom.Dt: true, atom.Dd: true,
}
