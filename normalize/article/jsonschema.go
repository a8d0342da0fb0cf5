package article

import (
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// enums are the values of those types that have but a few.
var enums = map[reflect.Type][]any{
	reflect.TypeFor[Event]():        {Published, Updated, Corrected, Withdrawn, Restored},
	reflect.TypeFor[Precision]():    {Day, Minute, Second},
	reflect.TypeFor[Completeness](): {Full, Partial, HeadlineOnly},
	reflect.TypeFor[EventReason]():  {Completed},
	reflect.TypeFor[Reason]():       {Gone, NotFound, DeletedEntry, NoIndex},
	reflect.TypeFor[Access]():       {Free, Metered, Paywalled, AccessUnknown},
}

// JSONSchema is the JSON Schema (draft 2020-12) of an article's message, made of
// the types of this package. It allows fields that it does not know: later ones
// are added within the same version.
func JSONSchema() ([]byte, error) {
	s := schemaOf(reflect.TypeFor[Article]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = Schema
	s["title"] = "One version of one story, as wiredesk publishes it"
	return json.MarshalIndent(s, "", "  ")
}

func schemaOf(t reflect.Type) map[string]any {
	if values := enums[t]; values != nil {
		return map[string]any{"type": "string", "enum": values}
	}
	if t == reflect.TypeFor[time.Time]() {
		return map[string]any{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		return map[string]any{"type": "array", "items": schemaOf(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(t.Elem())}
	case reflect.Struct:
		return objectSchema(t)
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return map[string]any{"type": "string"}
}

// objectSchema requires the fields that are written even where they are empty.
func objectSchema(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		property := schemaOf(t.Field(i).Type)
		property["description"] = t.Field(i).Tag.Get("doc")
		properties[name] = property
		if !strings.Contains(options, "omit") {
			required = append(required, name)
		}
	}
	s := map[string]any{"type": "object", "properties": properties}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}
