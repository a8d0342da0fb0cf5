package charset

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const russian = "Городской совет отложил решение о новом пешеходном мосте до следующего месяца"

func in(t *testing.T, enc encoding.Encoding, s string) string {
	t.Helper()
	out, err := enc.NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheEvidenceIsWeighedInItsOrder(t *testing.T) {
	cyrillic := in(t, charmap.Windows1251, russian)
	utf16le := in(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "<p>"+russian)
	utf32be := in(t, utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "<p>"+russian)
	for name, tc := range map[string]struct {
		body, transport, inside, charset string
	}{
		"UTF-8 that nobody names":          {russian, "", "", "utf-8"},
		"UTF-8 whatever both say":          {russian, "windows-1251", "koi8-r", "utf-8"},
		"a mark of UTF-8":                  {"\ufeff" + russian, "koi8-r", "", "utf-8"},
		"a mark of UTF-16":                 {"\xff\xfe" + utf16le, "utf-8", "utf-8", "utf-16le"},
		"noughts of UTF-16":                {utf16le, "utf-8", "", "utf-16le"},
		"noughts of UTF-32":                {utf32be, "", "", "utf-32be"},
		"HTTP before the document":         {cyrillic, "windows-1251", "koi8-r", "windows-1251"},
		"the document where HTTP is wrong": {cyrillic, "utf-8", "windows-1251", "windows-1251"},
		"a label with an underscore":       {cyrillic, "windows_1251", "", "windows-1251"},
		"a label that means nothing":       {cyrillic, "x-odd", "replacement", "windows-1251"},
		"a label of UTF-16 that lies":      {cyrillic, "utf-16", "", "windows-1251"},
		"statistics alone":                 {cyrillic, "", "", "windows-1251"},
		"escapes of ISO-2022":              {in(t, japanese.ISO2022JP, "歩道橋の決定は来月に延期"), "", "", "iso-2022-jp"},
	} {
		got := Decode([]byte(tc.body), Labels{tc.transport, tc.inside})
		if got.Name != tc.charset || !utf8.Valid(got.Bytes) || strings.Contains(string(got.Bytes), "\ufffd") || strings.HasPrefix(string(got.Bytes), "\ufeff") {
			t.Errorf("%s: read as %s: %q", name, got.Name, got.Bytes)
		}
		if guessed := tc.charset == "windows-1251" && !strings.Contains(tc.transport+tc.inside, "1251"); got.Guessed != guessed {
			t.Errorf("%s: guessed %v", name, got.Guessed)
		}
	}
}

func TestBadBytesDoNotMakeUTF8AnotherCharset(t *testing.T) {
	for name, tc := range map[string]struct {
		body, inside string
		bad          int
	}{
		"one among many characters": {russian + "\xff", "", 1},
		"a few that were foreseen":  {"short \xff\xfe", "utf-8", 2},
		"a few in a long text":      {strings.Repeat(russian, 10) + "\xff a \xfe a \xff", "", 3},
	} {
		got := Decode([]byte(tc.body), Labels{Inside: tc.inside})
		if got.Name != "utf-8" || got.Bad != tc.bad || !strings.HasPrefix(string(got.Bytes), tc.body[:6]) || !utf8.Valid(got.Bytes) {
			t.Errorf("%s: %s, %d bad bytes: %q", name, got.Name, got.Bad, got.Bytes)
		}
	}
	if got := Decode([]byte("Caf\xe9 na\xefve d\xe9j\xe0 vu, \xe7a va bien"), Labels{}); got.Name == "utf-8" || !strings.Contains(string(got.Bytes), "Café") {
		t.Errorf("Latin-1: %s, %q", got.Name, got.Bytes)
	}
}

func TestAPageNamesItsCharset(t *testing.T) {
	for page, want := range map[string]string{
		`<html><meta charset="koi8-r">`:                                            "koi8-r",
		`<META http-equiv=Content-Type content="text/html; charset=windows-1251">`: "windows-1251",
		`<?xml version="1.0" encoding="euc-jp"?><html><meta name=a content=b>`:     "euc-jp",
		`<meta charset=gbk/><meta charset=big5>`:                                   "gbk",
		`<meta charset="utf-8"`:                                                    "", ``: "", `<p>charset=koi8-r`: "",
	} {
		if got := OfHTML([]byte(page)); got != want {
			t.Errorf("%s: %q, want %q", page, got, want)
		}
	}
}

func TestTheCharsetOfAHeaderIsReadHoweverItIsWritten(t *testing.T) {
	for header, want := range map[string]string{
		"text/xml; charset=koi8-r": "koi8-r", `text/xml; charset="koi8-r"`: "koi8-r",
		"text/xml;charset='koi8-r'; x": "koi8-r", "text/xml; Charset=koi8-r,utf-8": "koi8-r",
		"text/xml; charset=": "", "text/xml; charset=;": "", "00charset=": "", "text/xml": "", "": "", ";": "",
	} {
		if got := strings.Trim(OfType(header), "'"); got != want {
			t.Errorf("%q: %q, want %q", header, got, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("<rss>\xcd\xee\xe2\xee\xf1\xf2\xe8</rss>"), "text/xml; charset=windows-1251")
	f.Add([]byte("\xff\xfe<\x00r\x00s\x00s\x00"), "")
	f.Add([]byte("\x1b$B%K%e!<%9\x1b(B"), "text/xml; charset=iso-2022-jp")
	f.Add([]byte("<meta charset=utf-16>\xff"), "text/html")
	f.Fuzz(func(t *testing.T, body []byte, contentType string) {
		said := Labels{OfType(contentType), OfHTML(body)}
		once := Decode(body, said)
		if !utf8.Valid(once.Bytes) || once.Name == "" {
			t.Errorf("%s: not UTF-8: %q", once.Name, once.Bytes)
		}
		if again := Decode(body, said); string(again.Bytes) != string(once.Bytes) {
			t.Errorf("%q and %q", once.Bytes, again.Bytes)
		}
	})
}
