package normalize

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Text is the article as plain text: headline, byline and body.
func Text(a *article.Article) string {
	parts := []string{a.Headline, bylineOf(a), a.BodyText}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n\n") + "\n"
}

// Markdown is the article as Markdown.
func Markdown(a *article.Article) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", a.Headline)
	if line := bylineOf(a); line != "" {
		fmt.Fprintf(&b, "*%s*\n\n", line)
	}
	for _, x := range a.Blocks {
		switch x.Type {
		case "heading":
			fmt.Fprintf(&b, "%s %s\n\n", strings.Repeat("#", min(max(x.Level, 2), 6)), x.Text)
		case "quote":
			fmt.Fprintf(&b, "> %s\n\n", x.Text)
		case "list":
			for i, item := range x.Items {
				if x.Ordered {
					fmt.Fprintf(&b, "%d. %s\n", numberOf(x, i), item)
				} else {
					fmt.Fprintf(&b, "- %s\n", item)
				}
			}
			b.WriteByte('\n')
		case "table":
			for i, row := range x.Items {
				cells := strings.Split(row, "\t")
				fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
				if i == 0 {
					b.WriteString(strings.Repeat("| --- ", len(cells)) + "|\n")
				}
			}
			b.WriteByte('\n')
		case "figure":
			fmt.Fprintf(&b, "![%s](%s)\n\n", x.Text, x.URL)
		case "embed":
			fmt.Fprintf(&b, "<%s>\n\n", x.URL)
		default:
			fmt.Fprintf(&b, "%s\n\n", x.Text)
		}
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func bylineOf(a *article.Article) string {
	var parts []string
	if a.Byline != "" {
		parts = append(parts, a.Byline)
	}
	if a.Agency != "" && !strings.Contains(a.Byline, a.Agency) {
		parts = append(parts, a.Agency)
	}
	if !a.PublishedAt.IsZero() {
		layout := "2006-01-02 15:04 MST"
		if a.PublishedPrecision == article.Day {
			layout = "2006-01-02"
		}
		parts = append(parts, a.PublishedAt.Format(layout))
	}
	return strings.Join(parts, " · ")
}

// Explain shows where each field comes from, what was rejected for it, and what
// was taken out of the page.
func Explain(a *article.Article) string {
	var b strings.Builder
	table := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, name := range slices.Sorted(maps.Keys(a.Provenance.Fields)) {
		f := a.Provenance.Fields[name]
		fmt.Fprintf(table, "%s\t%s\t%s\t%.2f\n", name, clip(fieldValue(a, name), 60), f.Source, f.Confidence)
		for _, c := range f.Rejected {
			fmt.Fprintf(table, "\t· %s\t%s\trejected\n", clip(fold(c.Value), 58), c.Source)
		}
	}
	for _, t := range a.Tags {
		fmt.Fprintf(table, "tag\t%s\t%s\t\n", t.Name, t.Source)
	}
	for _, i := range a.Images {
		fmt.Fprintf(table, "image\t%s\t%s\t\n", clip(firstOf(i.Caption, i.URL), 60), i.Credit)
	}
	if x := a.Provenance.Extractor; x != nil {
		for _, r := range x.Removed {
			fmt.Fprintf(table, "removed\t%s\t%s\t\n", clip(r.Text, 60), r.Reason)
		}
		for _, w := range x.Warnings {
			fmt.Fprintf(table, "warning\t%s\t\t\n", w)
		}
	}
	fmt.Fprintf(table, "complete\t%s, %d words\t\t\n", a.Completeness, words(a.BodyText))
	_ = table.Flush() // into memory
	return b.String()
}

// fieldValue is a field's value on one line.
func fieldValue(a *article.Article, name string) string {
	switch name {
	case "headline":
		return a.Headline
	case "summary":
		return a.Summary
	case "body_text":
		return fold(a.BodyText)
	case "authors":
		return joinNames(a.Authors)
	case "agency":
		return a.Agency
	case "located":
		return a.Located
	case "published_at":
		return a.PublishedAt.Format("2006-01-02 15:04:05 MST")
	case "modified_at":
		return a.ModifiedAt.Format("2006-01-02 15:04:05 MST")
	case "language":
		if a.Language != nil {
			return a.Language.Tag
		}
	case "section":
		return a.Section
	case "tags":
		names := make([]string, len(a.Tags))
		for i, t := range a.Tags {
			names[i] = t.Name
		}
		return strings.Join(names, ", ")
	case "access":
		return string(a.Access)
	case "url":
		return a.URL
	case "publisher":
		if a.Publisher != nil {
			return a.Publisher.Name
		}
	}
	return ""
}
