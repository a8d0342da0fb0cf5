package byline

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// sampleLines are those of testdata/lines.txt, with the names in them.
func sampleLines(t testing.TB) (lines, names []string) {
	t.Helper()
	f, err := os.Open("testdata/lines.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for scan := bufio.NewScanner(f); scan.Scan(); {
		if strings.HasPrefix(scan.Text(), "#") {
			continue
		}
		line, want, ok := strings.Cut(scan.Text(), " =>")
		if !ok {
			t.Fatalf("no arrow in %q", scan.Text())
		}
		lines, names = append(lines, strings.ReplaceAll(line, "⏎", "\n")), append(names, strings.TrimSpace(want))
	}
	return lines, names
}

func TestLinesAreReadByTheirParts(t *testing.T) {
	lines, want := sampleLines(t)
	for i, line := range lines {
		names, ok := Read(line, nil)
		if !ok {
			names = nil
		}
		if got := strings.Join(names, "; "); got != want[i] {
			t.Errorf("%q: %q, want %q", line, got, want[i])
		}
	}
}

func TestKnownNamesAreTakenWhateverTheyLookLike(t *testing.T) {
	known := func(s string) bool { return s == "dpa" || s == "The Courier" || s == "AFP" }
	for line, want := range map[string]string{
		"Von dpa": "dpa", "Ann Lee, dpa": "Ann Lee; dpa", "By AFP April 17, 2023": "AFP", "Ann Lee and The Courier": "Ann Lee; The Courier", "dpa/lno": "dpa", "AFP": "AFP",
		"Foto: dpa": "", "Ann Lee (dpa)": "Ann Lee",
	} {
		names, _ := Read(line, known)
		if got := strings.Join(names, "; "); got != want && got != want+"; lno" {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestThePersonOfAFieldIsAWholeName(t *testing.T) {
	for name, want := range map[string]string{
		"Tilde August": "Tilde August", "June Carrow": "June Carrow", "Kitty Read": "Kitty Read", "Simon Team": "Simon Team", "Di Ouyang": "Di Ouyang", "Von Miller": "Von Miller",
		"Santiago Ramón y Tejal": "Santiago Ramón y Tejal", "De la Cruz": "De la Cruz", "annl": "annl", "By Ann Lee": "Ann Lee", "Jean-Luc Olm (CNXSoft)": "Jean-Luc Olm (CNXSoft)",
		"Ann Lee (obe)": "Ann Lee", "Ann Lee Senior Editor": "Ann Lee", "Ann Lee, Harbour Correspondent, and Bo Ek in Ostrava": "Ann Lee; Bo Ek", "Ann Lee & Bo Ek": "Ann Lee; Bo Ek",
		"Ann Lee and Bo Ek": "Ann Lee; Bo Ek", "Ann Lee, PhD": "Ann Lee", "김하늘 기자": "김하늘", "Ann Lee ann@courier.example": "Ann Lee",
		"admin": "", "Super User": "", "undefined": "", "Staff Writer": "", "https://courier.example/ann": "", "ann@courier.example": "", "": "", "Creative Commons": "", "20 November": "",
	} {
		if got := strings.Join(Person(name, nil), "; "); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestADeskIsNamedWhereNobodyIs(t *testing.T) {
	for line, want := range map[string]string{
		"Staff Writer": "Staff Writer", "By Staff Writer": "Staff Writer", "von Redaktion": "Redaktion", "Von der Redaktion": "Redaktion", "Our Editors": "Our Editors", "News Desk": "News Desk",
		"Ann Lee": "", "Ann Lee, Staff Writer": "", "editor": "", "admin": "", "": "",
	} {
		if got := Desk(line); got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

func TestElementsThatStandTogetherAreOneNameOrTwo(t *testing.T) {
	for pair, want := range map[[2]string]bool{
		{"Ann Lee", "Bo Ek"}: true, {"Ann Lee", "Harbour correspondent"}: true, {"李明", "王芳"}: true, {"Ann Lee", "20 November"}: true,
		{"Ann", "Lee"}: false, {"By", "Ann Lee"}: false, {"Ann Lee and", "Bo Ek"}: false, {"Ann Lee", "and Bo Ek"}: false, {"Ann Lee,", "Bo Ek"}: false, {"Ann Lee", ", Wien"}: false,
		{"Written by", "Ann Lee"}: false, {"Ludwig van", "Olm"}: false, {"Autor:", "Ann Lee"}: false, {"", "Ann Lee"}: false, {"Ann Lee", ""}: false,
	} {
		if got := Apart(pair[0], pair[1]); got != want {
			t.Errorf("%q and %q: %v", pair[0], pair[1], got)
		}
	}
}

func FuzzRead(f *testing.F) {
	lines, _ := sampleLines(f)
	for _, line := range lines {
		f.Add(line)
	}
	f.Add("\xff\xc3(@x)\xff")
	f.Add(strings.Repeat("By Ann Lee and ", 60))
	f.Fuzz(func(t *testing.T, line string) {
		known := func(s string) bool { return s == "AFP" }
		names, ok := Read(line, known)
		if ok && len(names) == 0 {
			t.Errorf("%q names nobody, but is a byline", line)
		}
		if person := Person(line, known); utf8.ValidString(line) {
			names = append(names, person...)
		}
		for _, n := range names {
			if n == "" || strings.TrimSpace(n) != n || strings.Contains(n, "\n") || len(n) > len(line) {
				t.Errorf("%q: name %q", line, n)
			}
		}
		Desk(line)
		IsLabelled(line)
		IsNobody(line)
		Apart(line, "Bo Ek")
	})
}
