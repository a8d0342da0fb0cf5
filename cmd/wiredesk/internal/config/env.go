package config

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
)

// prefix of all variables.
const prefix = "WIREDESK_"

// others are variables of ours that are no key.
var others = map[string]bool{"WIREDESK_CONFIG": true}

// readEnv lays the variables over the file: one for each key, lists separated
// by commas or line breaks.
func (c *Config) readEnv(env map[string]string) (mistakes []*Error) {
	known := map[string]bool{}
	_ = visit(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value, field reflect.StructField) error {
		if field.Tag.Get("env") == "-" { // it has no short form
			return nil
		}
		name := Variable(path)
		known[name] = true
		text, ok := env[name]
		if !ok {
			return nil
		}
		if (path == "feeds" || path == "opml") && len(listed(text)) == 0 {
			if v.Len() > 0 { // as of a variable that somebody has forgotten to set
				c.Warnings = append(c.Warnings,
					fmt.Sprintf("the environment variable %s is empty, and is passed over; %s: [] in the file means none", name, path))
			}
			return nil
		}
		c.origins[path] = "env " + name
		if err := setAny(v, text); err != nil {
			mistakes = append(mistakes, &Error{File: variable(c.origins[path]), Problem: err.Error()})
		}
		return nil
	})
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if strings.HasPrefix(name, prefix) && !known[name] && !others[name] {
			meant := suggestion(name, slices.Sorted(maps.Keys(known)))
			c.Warnings = append(c.Warnings, fmt.Sprintf("the environment variable %s sets nothing%s", name, meant))
		}
	}
	return mistakes
}

// Variable is the name of a key's variable.
func Variable(path string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(path, ".", "_"))
}

// setAny sets a scalar, or a list of scalars or feeds.
func setAny(v reflect.Value, text string) error {
	if v.Kind() != reflect.Slice {
		return setText(v, text)
	}
	items := listed(text)
	list := reflect.MakeSlice(v.Type(), 0, len(items))
	for _, item := range items {
		e := reflect.New(v.Type().Elem()).Elem()
		if feed, ok := e.Addr().Interface().(*Feed); ok {
			feed.URL = item
		} else if err := setText(e, item); err != nil {
			return err
		}
		list = reflect.Append(list, e)
	}
	v.Set(list)
	return nil
}

// listed are the items of a list in a variable.
func listed(text string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' }) {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// visit calls f for every key that has a value of its own, in order.
func visit(v reflect.Value, path string, f func(path string, v reflect.Value, field reflect.StructField) error) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		key := field.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		p := join(path, key)
		if value := v.Field(i); value.Kind() == reflect.Struct && !isScalar(value) {
			if err := visit(value, p, f); err != nil {
				return err
			}
		} else if err := f(p, value, field); err != nil {
			return err
		}
	}
	return nil
}

// maxSecret is the largest file that can hold a secret.
const maxSecret = 1 << 20

// secret reads a secret: from its file, if one is named.
func secret(ctx context.Context, value, file string) (string, error) {
	if file == "" {
		return value, nil
	}
	b, err := wholefile.Read(ctx, file, wholefile.Options{Max: maxSecret})
	if err != nil {
		return "", &Error{File: file, Problem: cause(err)}
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}
