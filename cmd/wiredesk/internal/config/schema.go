package config

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// Schema is the JSON Schema (draft 2020-12) of the file, made from the types.
func Schema() []byte {
	s := object(reflect.ValueOf(Default()).Elem())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "wiredesk configuration"
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // maps of texts always encode
	}
	return append(b, '\n')
}

func object(v reflect.Value) map[string]any {
	properties := map[string]any{}
	var required []string
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		p := schemaOf(v.Field(i))
		if d := field.Tag.Get("doc"); d != "" {
			p["description"] = d
		}
		if e := field.Tag.Get("enum"); e != "" {
			p["enum"] = strings.Split(e, ",")
		}
		properties[key] = p
		if field.Tag.Get("required") != "" {
			required = append(required, key)
		}
	}
	s := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func schemaOf(v reflect.Value) map[string]any {
	if v.Kind() == reflect.Slice {
		item := schemaOf(reflect.New(v.Type().Elem()).Elem())
		if v.Type().Elem() == reflect.TypeFor[Feed]() { // a plain text is enough
			item = map[string]any{"oneOf": []any{map[string]any{"type": "string", "format": "uri"}, item}}
		}
		return map[string]any{"type": "array", "items": item}
	}
	if !isScalar(v) {
		return object(v)
	}
	s := map[string]any{}
	switch v.Interface().(type) {
	case Duration:
		s["type"], s["pattern"] = "string", `^([0-9.]+(ns|us|µs|ms|s|m|h|d|w))+$`
	case Size:
		s["type"], s["pattern"] = []string{"string", "integer"}, `^[0-9.]+ ?(B|kB|KB|MB|GB|KiB|MiB|GiB)?$`
	case Range:
		s["type"], s["pattern"] = "string", `^[0-9a-z.]+(\.\.[0-9a-z.]+)?$`
	case When:
		s["type"], s["pattern"] = "string", `^\d{4}-\d\d-\d\d(T.+)?$`
	case Backfill:
		s["type"], s["pattern"] = "string", `^(all|none|([0-9.]+(s|m|h|d|w))+)$`
	default:
		s["type"] = "string"
		if _, text := v.Addr().Interface().(encoding.TextUnmarshaler); !text && v.Kind() == reflect.Int {
			s["type"] = "integer"
		} else if v.Kind() == reflect.Bool {
			s["type"] = "boolean"
		}
	}
	if !v.IsZero() {
		s["default"] = textOf(v)
		if v.Kind() == reflect.Int && s["type"] == "integer" {
			s["default"] = v.Int()
		}
	}
	return s
}

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

`

// Init is a starter file: every key at its default, commented out.
func Init() []byte {
	var b strings.Builder
	b.WriteString(templateHead)
	starter(&b, reflect.ValueOf(Default()).Elem(), 0)
	b.WriteString(testsExample)
	return []byte(b.String())
}

// testsExample ends the starter file.
const testsExample = `tests:                               # pages of which is known what they must become: wiredesk check --test
#  - page: pages/story.html            # saved from the web, beside this file
#    url: https://example.org/2026/11/story
#    expect:
#      headline: Harbour budget rises to 14 million
#      authors: [Ann Lee]
#      published_at: 2026-11-22
#      body_contains: [The council voted on Monday]
#      body_lacks: [Subscribe to our newsletter]
`

func starter(b *strings.Builder, v reflect.Value, depth int) {
	indent := strings.Repeat("  ", depth)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" || key == "feeds" || key == "tests" {
			continue
		}
		fmt.Fprintf(b, "# %s%s: ", indent, key)
		if value := v.Field(i); value.Kind() == reflect.Struct && !isScalar(value) {
			fmt.Fprintf(b, "# %s\n", field.Tag.Get("doc"))
			starter(b, value, depth+1)
		} else {
			fmt.Fprintf(b, "%s # %s\n", shown(value, field), field.Tag.Get("doc"))
		}
		if depth == 0 {
			b.WriteByte('\n')
		}
	}
}
