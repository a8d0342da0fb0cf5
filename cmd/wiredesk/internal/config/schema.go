package config

import (
	"encoding"
	"encoding/json"
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
