package config

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// Show writes the configuration in effect as YAML, with the origin of each value
// beside it and secrets masked.
func (c *Config) Show(w io.Writer) error {
	var b strings.Builder
	c.show(&b, reflect.ValueOf(c).Elem(), "", 0)
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *Config) show(b *strings.Builder, v reflect.Value, path string, depth int) {
	indent := strings.Repeat("  ", depth)
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		p, value := join(path, key), v.Field(i)
		switch {
		case value.Kind() == reflect.Struct && !isScalar(value):
			fmt.Fprintf(b, "%s%s:\n", indent, key)
			c.show(b, value, p, depth+1)
		case value.Kind() == reflect.Slice && value.Len() > 0:
			fmt.Fprintf(b, "%s%s: # %s\n", indent, key, c.Origin(p))
			for j := range value.Len() {
				fmt.Fprintf(b, "%s  - %s\n", indent, strings.ReplaceAll(itemText(value.Index(j)), "\n", "\n"+indent+"    "))
			}
		default:
			fmt.Fprintf(b, "%s%s: %s # %s\n", indent, key, shown(value, field), c.Origin(p))
		}
	}
}

// Origin says where a key's value comes from: default, file:line or a variable.
func (c *Config) Origin(path string) string {
	if o := c.origins[path]; o != "" {
		return o
	}
	return "default"
}

func shown(v reflect.Value, field reflect.StructField) string {
	if v.Kind() == reflect.Slice {
		return "[]"
	}
	text := textOf(v)
	if field.Tag.Get("secret") != "" && text != "" {
		return fmt.Sprintf("%q", weburl.Mask)
	}
	if v.Kind() == reflect.String || text == "" {
		return fmt.Sprintf("%q", text)
	}
	return text
}

// textOf is a value as it is written, URLs without their secrets.
func textOf(v reflect.Value) string {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		return s.String()
	}
	return weburl.Masked(fmt.Sprint(v.Interface()))
}

// itemText is an element of a list. An object has a line for each key that is set,
// those of an object in it further in.
func itemText(v reflect.Value) string {
	if v.Kind() != reflect.Struct || isScalar(v) {
		return fmt.Sprintf("%q", textOf(v))
	}
	var lines []string
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		key := field.Tag.Get("yaml")
		switch {
		case key == "-" || value.IsZero():
		case value.Kind() == reflect.Struct && !isScalar(value):
			lines = append(lines, key+":\n  "+strings.ReplaceAll(itemText(value), "\n", "\n  "))
		case value.Kind() == reflect.Slice:
			lines = append(lines, fmt.Sprintf("%s: [%s]", key, strings.Join(texts(value), ", ")))
		default:
			lines = append(lines, key+": "+shown(value, field))
		}
	}
	return strings.Join(lines, "\n")
}

// texts are the elements of a list of scalars.
func texts(v reflect.Value) []string {
	list := make([]string, v.Len())
	for i := range list {
		list[i] = fmt.Sprintf("%q", textOf(v.Index(i)))
	}
	return list
}

// ShowJSON writes one object: for each key its value and its origin.
func (c *Config) ShowJSON(w io.Writer) error {
	type entry struct {
		Value  any    `json:"value"`
		Origin string `json:"origin"`
	}
	out := map[string]entry{}
	err := visit(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value, field reflect.StructField) error {
		var value any = textOf(v)
		switch {
		case field.Tag.Get("secret") != "" && value != "":
			value = weburl.Mask
		case v.Kind() == reflect.Int:
			value = v.Int()
		case v.Kind() == reflect.Bool:
			value = v.Bool()
		case v.Kind() == reflect.Slice:
			list := []string{}
			for i := range v.Len() {
				list = append(list, name(v.Index(i)))
			}
			value = list
		}
		out[path] = entry{value, c.Origin(path)}
		return nil
	})
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// name is an element of a list on one line: of a feed its URL, of a test its page.
func name(v reflect.Value) string {
	switch item := v.Interface().(type) {
	case Feed:
		return weburl.Masked(item.URL)
	case Test:
		return item.Page
	}
	return textOf(v)
}
