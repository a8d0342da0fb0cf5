package config

import (
	"fmt"
	"reflect"
	"strings"
)

// starterColumns is how wide the starter file is.
const starterColumns = 100

// templateHead is what a new configuration begins with.
const templateHead = `# yaml-language-server: $schema=./wiredesk.schema.json
#
# Every key is optional; what is commented out shows the default.
# Each can also be set by a variable: crawl.workers is WIREDESK_CRAWL_WORKERS.

feeds:
#  - https://example.org/feed.xml      # a plain URL is enough
#  - url: https://example.org/news.rss
#    name: Example
#    every: 10m..12h
#    full_text: auto                   # auto, always or never fetch the page
#    backfill: 24h                     # on first sight: 24h, all or none
#    tags: [world]
#    certificate: valid                # or any: poll it though its certificate does not verify
#    cross_site: refuse                # or allow: a sitemap may name pages of other sites
#    speaks_for: [partner.example]     # sites other than its own for whose stories it may speak

`

// testsExample ends the starter file.
const testsExample = `tests:                               # pages of which is known what they must become
#  - page: pages/story.html            # saved from the web, beside this file: wiredesk check --test
#    url: https://example.org/2026/11/story
#    entry: pages/story.json           # its feed's entry, one item as wiredesk parse prints it
#    expect:                           # what is not named may be anything
#      headline: Harbour budget rises to 14 million
#      byline: By Ann Lee
#      authors: [Ann Lee]
#      agency: AFP
#      published_at: 2026-11-22
#      modified_at: 2026-11-22T10:00:00Z
#      language: en
#      publisher: Example Times
#      section: Harbour
#      summary: The council voted.
#      url: https://example.org/2026/11/story
#      tags: [harbour]
#      body_contains: [The council voted on Monday]
#      body_lacks: [Subscribe to our newsletter]
#      min_words: 120
#      completeness: full              # full, partial or headline_only
`

// Init is a starter file: every key at its default, commented out, below what it means.
func Init() []byte {
	var b strings.Builder
	b.WriteString(templateHead)
	starter(&b, reflect.ValueOf(Default()).Elem(), 0)
	b.WriteString(testsExample)
	return []byte(b.String())
}

func starter(b *strings.Builder, v reflect.Value, depth int) {
	indent := strings.Repeat("  ", depth)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" || key == "feeds" || key == "tests" {
			continue
		}
		explain(b, indent, field.Tag.Get("doc"))
		if value := v.Field(i); value.Kind() == reflect.Struct && !isScalar(value) {
			fmt.Fprintf(b, "# %s%s:\n", indent, key)
			starter(b, value, depth+1)
		} else {
			fmt.Fprintf(b, "# %s%s: %s\n", indent, key, shown(value, field))
		}
		if depth == 0 {
			b.WriteByte('\n')
		}
	}
}

// explain writes a text as comments that stay comments when the keys are uncommented.
func explain(b *strings.Builder, indent, text string) {
	line := ""
	flush := func() {
		if line != "" {
			b.WriteString(strings.Replace("# "+indent+"#"+line+"\n", "# #", "##", 1))
		}
		line = ""
	}
	for word := range strings.FieldsSeq(text) {
		if len("# ")+len(indent)+len("#")+len(line)+1+len(word) > starterColumns {
			flush()
		}
		line += " " + word
	}
	flush()
}
