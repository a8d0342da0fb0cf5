package feed

import "strings"

// FormatName is a format as people call it; one that is not known stays as it is, in
// capitals.
func FormatName(format string) string {
	switch format {
	case "atom":
		return "Atom"
	case "json":
		return "JSON Feed"
	case "sitemap":
		return "news sitemap"
	case "sitemapindex":
		return "sitemap index"
	}
	return strings.ToUpper(format)
}
