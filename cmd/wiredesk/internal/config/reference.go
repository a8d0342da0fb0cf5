package config

import (
	"fmt"
	"reflect"
	"strings"
)

// Reference describes all keys in Markdown, made from the types: a table for each
// part of the file.
func Reference() string {
	var b strings.Builder
	v := reflect.ValueOf(Default()).Elem()
	keyTable(&b, v, "", "")
	b.WriteString("\n## An entry of feeds\n\nA plain URL, or an object:\n")
	entryTable(&b, reflect.TypeFor[Feed]())
	b.WriteString("\n## An entry of tests\n\nA page, and what its article must say:\n")
	entryTable(&b, reflect.TypeFor[Test]())
	b.WriteString("\nUnder `expect`, where what is not named may be anything:\n")
	entryTable(&b, reflect.TypeFor[Expect]())
	return b.String()
}

// entryTable writes the table of an object that stands in a list.
func entryTable(b *strings.Builder, t reflect.Type) {
	b.WriteString("\n| key | values | meaning |\n| --- | --- | --- |\n")
	for i := range t.NumField() {
		f := t.Field(i)
		if key := f.Tag.Get("yaml"); key != "-" {
			fmt.Fprintf(b, "| `%s` | %s | %s |\n", key, values(f), f.Tag.Get("doc"))
		}
	}
}

// keyTable writes the table of one object, then those of the objects in it.
func keyTable(b *strings.Builder, v reflect.Value, path, doc string) {
	title, intro := "Keys at the top", ""
	if path != "" {
		title, intro = path, strings.ToUpper(doc[:1])+doc[1:]+".\n\n"
	}
	fmt.Fprintf(b, "\n## %s\n\n%s| key | default | variable | meaning |\n| --- | --- | --- | --- |\n", title, intro)
	var within []int
	for i := range v.NumField() {
		f := v.Type().Field(i)
		key := f.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		if value := v.Field(i); value.Kind() == reflect.Struct && !isScalar(value) {
			within = append(within, i)
			continue
		}
		meaning := f.Tag.Get("doc")
		if e := values(f); e != "" {
			meaning += " (" + e + ")"
		}
		p, variable := join(path, key), ""
		if f.Tag.Get("env") != "-" {
			variable = "`" + Variable(join(path, key)) + "`"
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s |\n", p, standard(v.Field(i), f), variable, meaning)
	}
	for _, i := range within {
		f := v.Type().Field(i)
		keyTable(b, v.Field(i), join(path, f.Tag.Get("yaml")), f.Tag.Get("doc"))
	}
}

func values(f reflect.StructField) string {
	e := f.Tag.Get("enum")
	if e == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(e, ",", "`, `") + "`"
}

// standard is a default as it would be written in the file.
func standard(v reflect.Value, f reflect.StructField) string {
	if text := shown(v, f); text != `""` && text != "[]" {
		return "`" + text + "`"
	}
	return ""
}
