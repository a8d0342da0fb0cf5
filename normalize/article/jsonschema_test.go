package article

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// valid holds a JSON value against a schema, as far as JSONSchema uses the
// language, and says what is wrong.
func valid(schema map[string]any, v any, path string) (wrong []string) {
	kinds := map[string]func(any) bool{
		"object":  func(v any) bool { _, ok := v.(map[string]any); return ok },
		"array":   func(v any) bool { _, ok := v.([]any); return ok },
		"string":  func(v any) bool { _, ok := v.(string); return ok },
		"boolean": func(v any) bool { _, ok := v.(bool); return ok },
		"number":  func(v any) bool { _, ok := v.(float64); return ok },
		"integer": func(v any) bool { f, ok := v.(float64); return ok && f == math.Trunc(f) },
	}
	kind, _ := schema["type"].(string)
	if is := kinds[kind]; is == nil || !is(v) {
		return []string{fmt.Sprintf("%s: %v is no %s", path, v, kind)}
	}
	if values, ok := schema["enum"].([]any); ok && !slices.Contains(values, v) {
		wrong = append(wrong, fmt.Sprintf("%s: %v is none of %v", path, v, values))
	}
	if schema["format"] == "date-time" {
		if _, err := time.Parse(time.RFC3339Nano, v.(string)); err != nil {
			wrong = append(wrong, path+": "+err.Error())
		}
	}
	if items, ok := schema["items"].(map[string]any); ok {
		for i, x := range v.([]any) {
			wrong = append(wrong, valid(items, x, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	object, _ := v.(map[string]any)
	properties, _ := schema["properties"].(map[string]any)
	rest, _ := schema["additionalProperties"].(map[string]any)
	for k, x := range object {
		if p, ok := properties[k].(map[string]any); ok {
			wrong = append(wrong, valid(p, x, path+"."+k)...)
		} else if rest != nil {
			wrong = append(wrong, valid(rest, x, path+"."+k)...)
		}
	}
	required, _ := schema["required"].([]any)
	for _, k := range required {
		if _, ok := object[k.(string)]; !ok {
			wrong = append(wrong, path+": no "+k.(string))
		}
	}
	return wrong
}

func schema(t *testing.T) (s map[string]any) {
	t.Helper()
	b, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGoldenMessagesFollowTheSchema(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err, "no golden messages")
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v any
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		if wrong := valid(schema(t), v, ""); len(wrong) > 0 {
			t.Errorf("%s: %v", file, wrong)
		}
	}
}

func TestWhatIsNoArticleDoesNotFollowTheSchema(t *testing.T) {
	for name, message := range map[string]string{
		"nothing":           `{}`,
		"another event":     `{"schema":"x","id":"y","version":1,"event":"burnt","headline":"z","completeness":"full","provenance":{}}`,
		"a text of numbers": `{"schema":"x","id":"y","version":1,"event":"published","headline":7,"completeness":"full","provenance":{}}`,
		"a day as a date":   `{"schema":"x","id":"y","version":1,"event":"published","headline":"z","completeness":"full","provenance":{},"published_at":"2026-11-23"}`,
		"a block alone":     `{"schema":"x","id":"y","version":1,"event":"published","headline":"z","completeness":"full","provenance":{},"blocks":{"type":"p"}}`,
		"half a version":    `{"schema":"x","id":"y","version":1.5,"event":"published","headline":"z","completeness":"full","provenance":{}}`,
	} {
		var v any
		if err := json.Unmarshal([]byte(message), &v); err != nil {
			t.Fatal(err)
		}
		if wrong := valid(schema(t), v, ""); len(wrong) == 0 {
			t.Errorf("%s follows the schema", name)
		}
	}
}

func TestFieldsThatTheSchemaDoesNotKnowAreAllowed(t *testing.T) {
	v := map[string]any{"schema": "x", "id": "y", "version": 1.0, "event": "published", "headline": "z", "completeness": "full", "provenance": map[string]any{}, "later": true}
	if wrong := valid(schema(t), v, ""); len(wrong) > 0 {
		t.Error(wrong)
	}
}

func TestEveryFieldIsDescribed(t *testing.T) {
	b, err := JSONSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(b, &schema); err != nil {
		t.Fatal(err)
	}
	described := 0
	var look func(s map[string]any, path string)
	look = func(s map[string]any, path string) {
		properties, _ := s["properties"].(map[string]any)
		for name, p := range properties {
			property := p.(map[string]any)
			if property["description"] == "" {
				t.Errorf("%s.%s has no description", path, name)
			}
			described++
			look(property, path+"."+name)
		}
		for _, within := range []string{"items", "additionalProperties"} {
			if child, ok := s[within].(map[string]any); ok {
				look(child, path+"[]")
			}
		}
	}
	look(schema, "article")
	if described < 100 {
		t.Errorf("%d fields", described)
	}
}
