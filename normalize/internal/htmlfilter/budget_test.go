package htmlfilter

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func parse(r *Reader) (*html.Node, error) {
	return html.ParseWithOptions(r, html.ParseOptionEnableScripting(false))
}

// bombs are pages of which a parser makes many times their size.
var bombs = map[string]string{
	"formatting that is opened again": strings.Repeat("<b id=1><i><b id=2><u>", 100) + strings.Repeat("<div>x</div>", 2000),
	"formatting around paragraphs":    strings.Repeat("<p><font size=1 id=a><font size=2>", 2000),
	"adoption":                        strings.Repeat("<a><b><p></a>x", 2000),
	"adoption, open":                  strings.Repeat("<b><i><a><p></b>x", 2000),
	"adoption, deep":                  "<a>" + strings.Repeat("<b><i><u><em>", 20) + strings.Repeat("<p></a>x<a>", 2000),
	"attributes":                      "<p " + strings.Repeat("a=1 b c ", 10000) + ">",
	"attributes of many":              strings.Repeat("<p a b c d e f g h i j k l m n>", 3000),
	"paragraphs":                      strings.Repeat("<p>", 30000),
	"comments":                        strings.Repeat("<!>", 30000),
	"end tags":                        strings.Repeat("</p>", 30000),
	"tables":                          "<table>" + strings.Repeat("<td>", 30000),
	"drawings":                        "<svg>" + strings.Repeat("<desc><p>", 30000),
	"a drawing that is none":          "<svg><foreignObject></foreignObject>" + strings.Repeat("<style><g></g></style><title><p></title>", 3000),
	"data in a drawing":               "<svg><desc></svg><script type=ld+json>" + strings.Repeat("<p>", 30000) + "</script>",
}

const fewNodes = 1000

func countNodes(n *html.Node) int {
	count := 1 + len(n.Attr)/2
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		count += countNodes(c)
	}
	return count
}

func TestATreeIsBounded(t *testing.T) {
	for name, page := range bombs {
		for _, r := range []*Reader{NewReader([]byte(page)), NewShallow([]byte(page))} {
			r.budget.halves = 2 * fewNodes
			root, err := parse(r)
			if err != nil {
				continue // nested too deep
			}
			if n := countNodes(root); n > 3*fewNodes {
				t.Errorf("%s: %d nodes, shallow %v", name, n, r.depth != nil)
			}
			if !r.Cut() && name != "attributes" && name != "data in a drawing" {
				t.Errorf("%s is not cut, shallow %v", name, r.depth != nil)
			}
		}
	}
}

// Text that is continued after tags that mean nothing is copied for each.
func TestCopiesAreBounded(t *testing.T) {
	for name, page := range map[string]string{
		"end tags": "<p>" + strings.Repeat("x</i>", 1000), "rows": "<table>" + strings.Repeat("<tr>x", 1000), "cells of no table": strings.Repeat("x<td>", 1000),
		"forms": "<form>" + strings.Repeat("x<form>", 1000), "heads": strings.Repeat("x<head>", 1000), "a select": "<select>" + strings.Repeat("x<div>", 1000),
		"beside cells": "<table>" + strings.Repeat("x<td></td>", 1000), "templates": "<table>" + strings.Repeat("x<template><td></template>", 1000),
	} {
		r := NewReader([]byte(page))
		r.budget.copies = 1000
		if _, err := parse(r); err != nil || !r.Cut() {
			t.Errorf("%s: cut %v, %v", name, r.Cut(), err)
		}
	}
	r := NewReader([]byte("<table>" + strings.Repeat("<tr><td>some words</td> <td>and <b>more</b></td></tr>\n", 1000) + "</table>" + strings.Repeat("<p>text", 1000)))
	r.budget.copies = 1000
	if _, err := parse(r); err != nil || r.Cut() {
		t.Errorf("a table is cut: %v, %v", r.Cut(), err)
	}
}

func TestOrdinaryPagesAreNotCut(t *testing.T) {
	for _, page := range []string{
		strings.Repeat("<p>A short line.</p>\n", 5000), strings.Repeat("<li><a href=/x>x</a></li>\n", 3500), strings.Repeat("word ", 100_000), "<table>" + strings.Repeat("<tr><td>1</td></tr>\n", 4000),
	} {
		r := NewReader([]byte(page))
		if _, err := parse(r); err != nil || r.Cut() {
			t.Errorf("%.40s is cut, %v", page, err)
		}
	}
}

// What is left of a page that is nested too deep can be parsed, whatever it is.
func FuzzAShallowPageHasATree(f *testing.F) {
	for _, page := range tricky {
		f.Add(page, 600)
	}
	for _, page := range bombs {
		f.Add(page[:100], 100)
	}
	f.Fuzz(func(t *testing.T, unit string, times int) {
		if len(unit) > 500 {
			t.Skip()
		}
		page := strings.Repeat(unit, max(min(times, 1000), 1))
		r := NewShallow([]byte(page))
		r.budget.halves = 1 << 14
		root, err := parse(r)
		if err != nil {
			t.Fatalf("%v: %q", err, unit)
		}
		if n := countNodes(root); n > 1<<15 {
			t.Errorf("%d nodes: %q", n, unit)
		}
	})
}
