package article

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"
)

func TestAHostIsTheSameInBothForms(t *testing.T) {
	for _, name := range []string{"münchen.example", "日本語.example", "президент.рф", "bücher.straße-ü.example", "a.éb.example:8080", "ü.example"} {
		host, port, _ := strings.Cut(name, ":")
		ascii, err := idna.Punycode.ToASCII(host)
		if err != nil {
			t.Fatal(err)
		}
		if port != "" {
			ascii += ":" + port
		}
		if a, b := Key("https://"+ascii+"/x"), Key("http://www."+name+"/x/"); a != b && a != "www."+b || a == "" {
			t.Errorf("%s and %s", a, b)
		}
	}
	for _, odd := range []string{"xn--", "xn--ü", "xn--999999999999999", "xn--" + strings.Repeat("a", 100), "xn--zzzzzzzzzzzz", "a.xn--b-.c"} {
		if got := Key("https://" + odd + "/"); got == "" {
			t.Errorf("%s has no key", odd)
		}
	}
}

func FuzzPunycode(f *testing.F) {
	f.Add("mnchen-3ya")
	f.Add("wgv71a119e")
	f.Fuzz(func(t *testing.T, coded string) {
		got, ok := fromPunycode(coded)
		want, err := idna.Punycode.ToUnicode("xn--" + coded)
		if ok && err == nil && got != want && strings.ToLower(coded) == coded && !strings.Contains(coded, ".") {
			t.Errorf("%q: %q, want %q", coded, got, want)
		}
	})
}
