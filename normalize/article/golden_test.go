package article

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// Messages of earlier days lie in streams and archives: today's code must read
// each of them and lose nothing. The files are never changed; a new field of the
// article comes with a new file.
func TestMessagesOfEarlierDaysAreRead(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no golden messages")
	}
	covered := map[string]bool{}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Decode(old)
			if err != nil {
				t.Fatal(err)
			}
			again, err := Encode(a)
			if err != nil {
				t.Fatal(err)
			}
			var before, after any
			if err := json.Unmarshal(old, &before); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(again, &after); err != nil {
				t.Fatal(err)
			}
			keeps(t, "", before, after)
			cover(covered, "", reflect.ValueOf(*a))
		})
	}
	for _, field := range allFields("", reflect.TypeFor[Article]()) {
		if !covered[field] {
			t.Errorf("no golden message has %s", field)
		}
	}
}

// keeps checks that everything in one JSON value is in another.
func keeps(t *testing.T, path string, before, after any) {
	t.Helper()
	switch b := before.(type) {
	case map[string]any:
		a, ok := after.(map[string]any)
		if !ok {
			t.Errorf("%s is lost", path)
			return
		}
		for k, v := range b {
			keeps(t, path+"."+k, v, a[k])
		}
	case []any:
		a, ok := after.([]any)
		if !ok || len(a) != len(b) {
			t.Errorf("%s has changed: %v, was %v", path, after, before)
			return
		}
		for i, v := range b {
			keeps(t, path, v, a[i])
		}
	default:
		if !reflect.DeepEqual(before, after) {
			t.Errorf("%s is %v, was %v", path, after, before)
		}
	}
}

// cover notes the fields of a value that are set.
func cover(set map[string]bool, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			cover(set, path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			cover(set, path, v.Index(i))
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			cover(set, path, v.MapIndex(k))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[Moment]() {
			break
		}
		for i := range v.NumField() {
			if !v.Field(i).IsZero() {
				cover(set, path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
		return
	}
	set[path] = true
}

// allFields are the fields of a type that hold no other.
func allFields(path string, t reflect.Type) (list []string) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return allFields(path, t.Elem())
	case reflect.Struct:
		if t == reflect.TypeFor[Moment]() {
			return []string{path}
		}
		for i := range t.NumField() {
			list = append(list, allFields(path+"."+t.Field(i).Name, t.Field(i).Type)...)
		}
		return list
	}
	return []string{path}
}
