package article

import (
	"maps"
	"reflect"
	"slices"
)

// What no field needs to be longer than, and no list needs more of, in an
// article that is over MaxSize: at first, and when that is not enough.
const (
	longLine, longList   = 4 << 10, 100
	shortLine, shortList = 512, 20
)

// isAddress are the fields that mean nothing when they are cut: they are left out.
var isAddress = map[string]bool{"URL": true, "URI": true, "FinalURL": true, "License": true}

// bound cuts every text but the body's to line bytes, and every list but the
// body's blocks to its first items. Publishers make headlines of megabytes and
// a hundred thousand tags by mistake; their story is still one.
func (a *Article) bound(line, list int) {
	text, html, blocks := a.BodyText, a.BodyHTML, a.Blocks
	a.BodyText, a.BodyHTML, a.Blocks = "", "", nil
	*a = bounded(reflect.ValueOf(*a), line, list).Interface().(Article)
	a.BodyText, a.BodyHTML, a.Blocks = text, html, blocks
}

// bounded is a copy: versions of an article share their lists.
func bounded(v reflect.Value, line, list int) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.String:
		out.SetString(cutBytes(v.String(), line))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Moment]() {
			return v
		}
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() != reflect.String || f.Len() <= line || !isAddress[v.Type().Field(i).Name] {
				out.Field(i).Set(bounded(f, line, list))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(bounded(v.Elem(), line, list))
		}
	case reflect.Slice:
		for i := range min(v.Len(), list) {
			out.Set(reflect.Append(out, bounded(v.Index(i), line, list)))
		}
	default:
		return v
	}
	return out
}

// boundSources is bound for the one map there is: its first fields by name.
func (a *Article) boundSources(line, list int) {
	if a.Provenance.Fields == nil {
		return
	}
	kept := map[string]Field{}
	for _, name := range first(slices.Sorted(maps.Keys(a.Provenance.Fields)), list) {
		if len(name) <= line {
			kept[name] = bounded(reflect.ValueOf(a.Provenance.Fields[name]), line, list).Interface().(Field)
		}
	}
	a.Provenance.Fields = kept
}
