package feed

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func partsOf(b string) (parts []string, whole bool) {
	whole = members([]byte(b), func(key string, value []byte) { parts = append(parts, key+"="+string(value)) })
	return parts, whole
}

func TestObjectsAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		`{}`:                                 "",
		` { "a" : 1 , "b":"x,}" } `:          `a=1|b="x,}"`,
		`{"a":{"b":[1,{"c":"]"}]},"d":null}`: `a={"b":[1,{"c":"]"}]}|d=null`,
		`{"a\"b":"\\","c":"\\\""}`:           `a"b="\\"|c="\\\""`,
		`{"a":1,,"b":2,}`:                    `a=1|b=2`,
		`{"a":1}trailing`:                    `a=1`,
	} {
		parts, whole := partsOf(in)
		if got := strings.Join(parts, "|"); got != want || !whole {
			t.Errorf("%s: %s, whole %v", in, got, whole)
		}
	}
}

func TestBrokenObjectsGiveWhatIsWhole(t *testing.T) {
	for in, want := range map[string]string{
		``: "", `[]`: "", `{`: "", `{"a`: "", `{"a":`: "a=", `{"a"1}`: "", `{"a":1,"b":"x`: `a=1|b="x`, `{"a":[1,2`: `a=[1,2`, `{a:1}`: "",
	} {
		parts, whole := partsOf(in)
		if got := strings.Join(parts, "|"); got != want || whole {
			t.Errorf("%s: %s, whole %v", in, got, whole)
		}
	}
}

func TestListsAreTakenApart(t *testing.T) {
	for in, want := range map[string]string{
		`[]`: "|true", `[1, "a,b" ,{"c":[2]},]`: `1 "a,b" {"c":[2]}|true`, `[1,2`: "1|false", `{"a":1}`: "|false", `[{"a":1},{"b"`: `{"a":1}|false`, `["a"`: `"a"|false`,
	} {
		var got []string
		whole := elements([]byte(in), func(v []byte) { got = append(got, string(v)) })
		if s := strings.Join(got, " ") + map[bool]string{true: "|true", false: "|false"}[whole]; s != want {
			t.Errorf("%s: %s, want %s", in, s, want)
		}
	}
}

func TestLineBreaksInStringsAreMended(t *testing.T) {
	f := mustParse(t, []byte("{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"title\":\"one\n\ttwo\"}]}"),
		Source{})
	if got := titles(f); len(got) != 1 || got[0] != "one two" {
		t.Errorf("titles %q", got)
	}
}

// FuzzMembers compares with encoding/json, which reads what is valid.
func FuzzMembers(f *testing.F) {
	for _, in := range []string{`{"a":1,"b":[{"c":"\"}"}],"\u0061":null}`, `{"a":{}}`, `{`, `{"a":"\\"}`} {
		f.Add([]byte(in))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got := map[string]string{}
		whole := members(in, func(key string, value []byte) { got[key] = string(value) })
		want := map[string]json.RawMessage{}
		if json.Unmarshal(in, &want) != nil || want == nil {
			return
		}
		if !whole {
			t.Fatalf("%s: not whole", in)
		}
		if string(in) != strings.ToValidUTF8(string(in), "") {
			return // encoding/json mends keys
		}
		expected := map[string]string{}
		for key, value := range want {
			expected[key] = string(value)
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Error(diff)
		}
	})
}
