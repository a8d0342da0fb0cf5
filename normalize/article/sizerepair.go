package article

import (
	"math"
	"reflect"
)

// repaired is a copy without what JSON has no words for: numbers that are none,
// and moments outside the years and offsets of RFC 3339. They come of nonsense
// on a page, and are no reason to lose the story.
func repaired(a *Article) *Article {
	return repair(reflect.ValueOf(a)).Interface().(*Article)
}

func repair(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Float64:
		if f := v.Float(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			out.SetFloat(f)
		}
	case reflect.Struct:
		if at, ok := v.Interface().(Moment); ok {
			if _, err := at.MarshalJSON(); err != nil {
				return out
			}
			return v
		}
		for i := range v.NumField() {
			out.Field(i).Set(repair(v.Field(i)))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(repair(v.Elem()))
		}
	case reflect.Slice:
		for i := range v.Len() {
			out.Set(reflect.Append(out, repair(v.Index(i))))
		}
	case reflect.Map:
		if v.Len() == 0 {
			return v
		}
		out.Set(reflect.MakeMap(v.Type()))
		for _, key := range v.MapKeys() {
			out.SetMapIndex(key, repair(v.MapIndex(key)))
		}
	default:
		return v
	}
	return out
}
