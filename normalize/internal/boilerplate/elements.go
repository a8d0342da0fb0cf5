package boilerplate

import "golang.org/x/net/html/atom"

// Silent reports whether an element holds no text of a story, whatever it says.
func Silent(a atom.Atom) bool {
	switch a {
	case atom.Head, atom.Title, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Svg, atom.Button, atom.Input, atom.Select,
		atom.Textarea, atom.Nav, atom.Dialog, atom.Object, atom.Canvas, atom.Math, atom.Rt, atom.Rp, atom.Rtc:
		return true
	}
	return false
}

// Begins reports whether an element begins a line of its own.
func Begins(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Center, atom.Dd, atom.Details, atom.Dialog, atom.Div,
		atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2, atom.H3, atom.H4,
		atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Li, atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section,
		atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// kindOf is the kind of ancestor that an element is by its name, or 0.
func kindOf(a atom.Atom) int {
	switch a {
	case atom.Article:
		return inArticle
	case atom.Main:
		return inMain
	case atom.Aside:
		return inAside
	case atom.Footer:
		return inFooter
	case atom.Header:
		return inHeader
	case atom.Figure, atom.Figcaption:
		return inFigure
	case atom.Form:
		return inForm
	case atom.Section:
		return inSection
	case atom.Ul, atom.Ol, atom.Dl:
		return inList
	case atom.Table:
		return inTable
	case atom.Blockquote, atom.Q:
		return inQuote
	case atom.P:
		return inParagraph
	case atom.Address:
		return inAddress
	}
	return 0
}
