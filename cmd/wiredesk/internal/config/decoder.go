package config

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
)

// decoder reads a tree of YAML into the Config, key by key, so that each
// mistake has a place and each value an origin.
type decoder struct {
	file   string
	lines  []string
	config *Config
	places map[string]ast.Node

	mistakes []*Error
	wrong    []string // where they are
}

func (d *decoder) root(n ast.Node) { d.note("", d.value(n, reflect.ValueOf(d.config).Elem(), "")) }

// value reads a node into v.
func (d *decoder) value(n ast.Node, v reflect.Value, path string) error {
	switch n := n.(type) {
	case *ast.AnchorNode:
		return d.value(n.Value, v, path)
	case *ast.TagNode:
		return d.value(n.Value, v, path)
	case *ast.AliasNode, *ast.MergeKeyNode:
		return d.mistake(n, "aliases are not supported")
	case *ast.NullNode:
		return nil // "key:" with nothing after it keeps the default
	}
	if path != "" {
		d.places[path] = n
		d.config.origins[path] = fmt.Sprintf("%s:%d", d.file, n.GetToken().Position.Line)
	}
	if isScalar(v) {
		text, ok := scalarText(n)
		if !ok {
			return d.mistake(n, "%s: want %s", path, describe(v.Type()))
		}
		if err := setText(v, text); err != nil {
			return d.mistake(n, "%s: %w", path, err)
		}
		return nil
	}
	if v.Kind() == reflect.Slice {
		return d.sequence(n, v, path)
	}
	if feed, ok := v.Addr().Interface().(*Feed); ok {
		feed.Line = n.GetToken().Position.Line
		if text, ok := scalarText(n); ok {
			feed.URL = text
			return nil
		}
	}
	return d.mapping(n, v, path)
}

func (d *decoder) sequence(n ast.Node, v reflect.Value, path string) error {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		return d.mistake(n, "%s: want a list, lines that begin with \"- \"", path)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values)))
	for i, item := range seq.Values {
		at := fmt.Sprintf("%s[%d]", path, i)
		d.note(at, d.value(item, v.Index(i), at))
	}
	return nil
}

func (d *decoder) mapping(n ast.Node, v reflect.Value, path string) error {
	var pairs []*ast.MappingValueNode
	switch n := n.(type) {
	case *ast.MappingNode:
		pairs = n.Values
	case *ast.MappingValueNode:
		pairs = []*ast.MappingValueNode{n}
	default:
		if path == "" {
			path = "the configuration"
		}
		return d.mistake(n, "%s: want keys and values", path)
	}
	seen := map[string]bool{}
	for _, pair := range pairs {
		key := pair.Key.GetToken().Value
		field, ok := fieldByKey(v, key)
		if !ok {
			d.note(join(path, key), d.mistake(pair.Key, "unknown key %q%s", key, belongs(key, v.Type())))
			continue
		}
		if seen[key] {
			d.note(join(path, key), d.mistake(pair.Key, "key %q stands here twice", key))
			continue
		}
		seen[key] = true
		d.note(join(path, key), d.value(pair.Value, field, join(path, key)))
	}
	switch item := v.Addr().Interface().(type) {
	case *Feed:
		if item.URL == "" {
			return d.mistake(n, "a feed needs a url")
		}
	case *Test:
		item.Line = n.GetToken().Position.Line
		if item.Page == "" {
			return d.mistake(n, "a test needs a page")
		}
	}
	return nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// isScalar reports whether a value is written as one text.
func isScalar(v reflect.Value) bool {
	if _, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return true
	}
	return v.Kind() != reflect.Struct && v.Kind() != reflect.Slice
}

func scalarText(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return strings.TrimSpace(n.Value.Value), true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		return n.GetToken().Value, true
	}
	return "", false
}

// setText sets a scalar from its text; it is the same for files and variables.
func setText(v reflect.Value, text string) error {
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("%q: want a number", text)
		}
		v.SetInt(int64(n))
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		if err != nil {
			return fmt.Errorf("%q: want true or false", text)
		}
		v.SetBool(b)
	default:
		return fmt.Errorf("%q cannot be set", v.Type())
	}
	return nil
}

// fieldByKey finds the field of a key, and checks nothing else.
func fieldByKey(v reflect.Value, key string) (reflect.Value, bool) {
	for i := range v.NumField() {
		if tag := v.Type().Field(i).Tag.Get("yaml"); tag == key && tag != "-" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		if tag := t.Field(i).Tag.Get("yaml"); tag != "" && tag != "-" {
			keys = append(keys, tag)
		}
	}
	return keys
}

func describe(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Int:
		return "a number"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "a text"
	}
	return "one value"
}

// belongs names the section that a key belongs under, as when it was taken from the
// example without it, or else suggests one that is known here.
func belongs(key string, t reflect.Type) string {
	known := keysOf(t)
	var homes []string
	for _, name := range known {
		field, _ := fieldByKey(reflect.New(t).Elem(), name)
		if field.Kind() == reflect.Struct && slices.Contains(keysOf(field.Type()), key) {
			homes = append(homes, strconv.Quote(name))
		}
	}
	if len(homes) > 0 {
		return "; it belongs under " + strings.Join(homes, " or ")
	}
	return suggestion(key, known)
}

// suggestion names the known key that is nearest to a mistyped one.
func suggestion(key string, known []string) string {
	if near := suggest.Nearest(key, known); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return "; known here: " + strings.Join(known, ", ")
}

func (d *decoder) mistake(n ast.Node, format string, args ...any) error {
	p := n.GetToken().Position
	return d.at(p.Line, p.Column, fmt.Errorf(format, args...).Error())
}

// maxSource is the longest line that is shown beside what is wrong in it, in bytes.
const maxSource = 1000

// maxProblem is how much is said of what is wrong, in bytes: the parser quotes what it read.
const maxProblem = 500

func clipped(problem string) string {
	if len(problem) <= maxProblem {
		return problem
	}
	return strings.ToValidUTF8(problem[:maxProblem], "") + "…"
}

func (d *decoder) at(line, column int, problem string) *Error {
	e := &Error{File: d.file, Line: line, Column: column, Problem: clipped(strings.TrimSpace(problem))}
	if line >= 1 && line <= len(d.lines) && len(d.lines[line-1]) <= maxSource {
		e.Source = strings.TrimRight(d.lines[line-1], "\r")
	}
	return e
}
