package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestTextIsDecodedWhateverTheLabelSays(t *testing.T) {
	russian := `<item><title>Новости дня, полные событий и происшествий</title><guid>1</guid></item>`
	utf := string(rssWith(russian))
	cp, err := charmap.Windows1251.NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	utf16le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	utf16be, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(utf)
	if err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, _ = z.Write([]byte(utf))
	_ = z.Close()
	for name, tc := range map[string]struct{ body, contentType string }{
		"windows-1251 by HTTP alone":           {cp, "text/xml; charset=windows-1251"},
		"windows-1251 by declaration alone":    {`<?xml version="1.0" encoding="windows-1251"?>` + cp, ""},
		"windows-1251 without any label":       {cp, ""},
		"windows-1251 that is labelled utf-8":  {`<?xml version="1.0" encoding="utf-8"?>` + cp, "text/xml; charset=utf-8"},
		"utf-8 that is labelled windows-1251":  {`<?xml version="1.0" encoding="windows-1251"?>` + utf, "text/xml; charset=windows-1251"},
		"utf-8 that is labelled nonsense":      {`<?xml version="1.0" encoding="x-odd"?>` + utf, "text/xml; charset=odd"},
		"utf-8 with a mark and another label":  {"\ufeff" + `<?xml version="1.0" encoding="iso-8859-1"?>` + utf, ""},
		"utf-8 with two marks":                 {"\ufeff\ufeff" + utf, ""},
		"utf-16 little endian with a mark":     {utf16le, ""},
		"utf-16 big endian without a mark":     {utf16be, ""},
		"gzip without a header that says so":   {zipped.String(), "application/octet-stream"},
		"a notice of PHP before, NULs after":   {"<br />\n<b>Notice</b>: x in y\n" + utf + "\x00\x00<script>x</script>", ""},
		"a long comment before the root":       {"<!-- " + strings.Repeat("licence ", 1000) + "-->" + utf, ""},
		"one stray byte in the middle of utf8": {strings.Replace(utf, "дня,", "дня\xff,", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := mustParse(t, []byte(tc.body), Source{ContentType: tc.contentType})
			got := strings.NewReplacer("\ufffd", "", "  ", " ", " ,", ",").Replace(f.Items[0].Title)
			if got != "Новости дня, полные событий и происшествий" {
				t.Errorf("title %q", f.Items[0].Title)
			}
		})
	}
}

func TestAZippedFeedIsHeldToTheSameLimit(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for range MaxBytes>>10 + 1 {
		if _, err := z.Write(make([]byte, 1<<10)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := toUTF8(b.Bytes(), "")
	var limit *LimitError
	if !errors.As(err, &limit) || limit.Limit != MaxBytes {
		t.Errorf("error %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<rss>\xcd\xee\xe2\xee\xf1\xf2\xe8</rss>"), "text/xml; charset=windows-1251")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00"), "")
	f.Add([]byte("\x1b$B%K%e!<%9\x1b(B"), "text/xml; charset=iso-2022-jp")
	f.Add([]byte("\x1f\x8b\x08\x00"), "")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		text, err := toUTF8(body, contentType)
		if err == nil && !utf8.Valid(text) {
			t.Errorf("not UTF-8: %q", text)
		}
	})
}

// The detector finds several charsets equally likely, in any order.
func TestTheSameBytesAreAlwaysTheSameText(t *testing.T) {
	body := []byte("<rss><channel><item><title>\"<90C01\x951b999b9>bee>Aa8</title></item></channel></rss>")
	want := mustParse(t, body, Source{}).Items[0].Title
	for range 100 {
		if got := mustParse(t, body, Source{}).Items[0].Title; got != want {
			t.Fatalf("%q and %q", got, want)
		}
	}
}
