package article

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Reference describes all fields of an article in Markdown, made of the types of
// this package: a table for the article, then one for each kind of object in it.
func Reference() string {
	r := reference{seen: map[reflect.Type]bool{}}
	r.table("", reflect.TypeFor[Article]())
	for len(r.next) > 0 {
		t := r.next[0]
		r.next = r.next[1:]
		r.table(strings.ToLower(t.Name()), t)
	}
	return r.b.String()
}

// reference is a reference that is being written.
type reference struct {
	b    strings.Builder
	seen map[reflect.Type]bool
	next []reflect.Type // objects that were named and are to be described
}

func (r *reference) table(name string, t reflect.Type) {
	if name != "" {
		fmt.Fprintf(&r.b, "\n### %s\n\n", name)
	}
	r.b.WriteString("| field | type | meaning |\n| --- | --- | --- |\n")
	for i := range t.NumField() {
		f := t.Field(i)
		field, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !strings.Contains(options, "omit") {
			field += "\u00a0*"
		}
		fmt.Fprintf(&r.b, "| %s | %s | %s |\n", field, r.typeName(f.Type), f.Tag.Get("doc"))
	}
}

// typeName is what JSON makes of a type, with a link where that is an object.
func (r *reference) typeName(t reflect.Type) string {
	if values := enums[t]; values != nil {
		var names []string
		for _, v := range values {
			names = append(names, fmt.Sprintf("`%v`", v))
		}
		return strings.Join(names, ", ")
	}
	if t == reflect.TypeFor[time.Time]() {
		return "time, RFC 3339"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return r.typeName(t.Elem())
	case reflect.Slice:
		return "list of " + r.typeName(t.Elem())
	case reflect.Map:
		return "object of " + r.typeName(t.Elem())
	case reflect.Struct:
		if !r.seen[t] {
			r.seen[t] = true
			r.next = append(r.next, t)
		}
		name := strings.ToLower(t.Name())
		return fmt.Sprintf("[%s](#%s)", name, name)
	case reflect.Int, reflect.Int64:
		return "integer"
	case reflect.Float64:
		return "number"
	}
	if t.Kind() == reflect.Bool {
		return "boolean"
	}
	return t.Kind().String()
}
