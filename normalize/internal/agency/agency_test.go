package agency

import (
	"bufio"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sample is a line of ../../testdata/agencies: how a text is signed, or names an
// agency that it does not come from.
type sample struct {
	form, language, agencies, place, text string
}

func samples(t *testing.T, file string, fields int) (all []sample) {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "..", "testdata", "agencies", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		p := strings.SplitN(lines.Text(), "|", fields)
		if len(p) != fields {
			t.Fatalf("%s: %q has %d fields", file, lines.Text(), len(p))
		}
		s := sample{form: p[0], language: p[1], text: p[fields-1]}
		if fields == 5 {
			s.agencies, s.place = p[2], p[3]
		}
		all = append(all, s)
	}
	return all
}

// read asks the rule that reads what stands in such a place.
func (s sample) read() (names []string, place string) {
	one := func(name string) ([]string, string) {
		if name == "" {
			return nil, ""
		}
		return []string{name}, ""
	}
	switch s.form {
	case "start":
		d, _ := ReadDateline(s.text, s.language)
		return d.Agencies, d.Place
	case "end", "notice":
		return Credit(s.text, s.language), ""
	case "close":
		return Closing("The ferry was back at noon, he said. "+s.text, s.language), ""
	case "byline", "author":
		return Byline(s.text, s.language), ""
	case "line":
		return Head(s.text, s.language), ""
	case "meta":
		if u, err := url.Parse(s.text); err == nil && u.Host != "" {
			return one(OfDomain(u.Host))
		}
		return one(Named(s.text, s.language))
	case "org", "source":
		return one(Named(s.text, s.language))
	}
	return nil, ""
}

// Some forms are left: "EFE Madrid" is written as "Efe Kaya" is, in capitals.
func TestAgenciesAreKnownByHowTheySign(t *testing.T) {
	all, missed := samples(t, "signed.txt", 5), 0
	for _, s := range all {
		names, place := s.read()
		if got := strings.Join(names, "+"); got != s.agencies {
			missed++
			t.Logf("%s %s %q: %q, want %q", s.form, s.language, s.text, got, s.agencies)
		}
		if s.form == "start" && place != s.place {
			t.Errorf("%q: place %q, want %q", s.text, place, s.place)
		}
	}
	if missed*100 > len(all) {
		t.Errorf("%d of %d are not read", missed, len(all))
	}
}

func TestWhoSpeaksOfAnAgencyIsNotSignedByIt(t *testing.T) {
	for _, s := range samples(t, "mentioned.txt", 3) {
		if names, place := s.read(); names != nil || place != "" {
			t.Errorf("%s %s %q: %v, place %q", s.form, s.language, s.text, names, place)
		}
	}
}

func TestTheTableIsSound(t *testing.T) {
	names, hosts := map[string]bool{}, map[string]string{}
	for _, a := range table {
		if names[a.Name] {
			t.Errorf("%s stands there twice", a.Name)
		}
		names[a.Name] = true
		if len(a.Country) != 2 || strings.ToUpper(a.Country) != a.Country || a.Languages == "" {
			t.Errorf("%s: country %q, languages %q", a.Name, a.Country, a.Languages)
		}
		for _, d := range a.Domains {
			if hosts[d] != "" {
				t.Errorf("%s is of %s and of %s", d, hosts[d], a.Name)
			}
			if hosts[d] = a.Name; OfDomain("www."+d) != a.Name {
				t.Errorf("%s is of %q, want %s", d, OfDomain("www."+d), a.Name)
			}
		}
		for _, n := range slices.Concat(a.Names, a.Signs) {
			if got := Of(n, strings.Fields(a.Languages)[0]); got != a.Name {
				t.Errorf("%s means %q, want %s", n, got, a.Name)
			}
		}
		for _, n := range a.Weak {
			if got := Named(n, strings.Fields(a.Languages)[0]); got != a.Name {
				t.Errorf("%s means %q in the agency's language, want %s", n, got, a.Name)
			}
		}
	}
	if len(table) < 80 {
		t.Errorf("%d agencies", len(table))
	}
}

func TestEveryNameIsSuspected(t *testing.T) {
	for _, a := range table {
		for _, n := range slices.Concat(a.Names, a.Signs, a.Weak) {
			for _, text := range []string{n, "(" + n + ")", "x/" + n, "東京" + n, n + "東京", "Paris, " + strings.ToUpper(n) + " -"} {
				if !mayName(text) {
					t.Errorf("%q names %s", text, a.Name)
				}
			}
		}
	}
	for _, text := range []string{"", "The ferry between the two islands will stop.", "二つの島を結ぶ渡し船", "—"} {
		if mayName(text) {
			t.Errorf("%q names an agency", text)
		}
	}
}

func TestOneSignOfTwoAgenciesIsReadByTheLanguage(t *testing.T) {
	for sign, want := range map[string]map[string]string{
		"CNA": {"zh-TW": "CNA"}, "KNA": {"de": "KNA"}, "APS": {"fr": "APS"},
	} {
		for language, name := range want {
			if got := Named(sign, language); got != name {
				t.Errorf("%s in %s: %q, want %q", sign, language, got, name)
			}
		}
	}
}

func TestHostsOfOthersAreNoAgencies(t *testing.T) {
	for host, want := range map[string]string{
		"apnews.com": "AP", "www.reuters.com": "Reuters", "uk.reuters.com.": "Reuters", "REUTERS.COM": "Reuters", "notapnews.com": "", "apnews.com.example": "", "com": "", "": "",
	} {
		if got := OfDomain(host); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}

func TestDatelinesNameTheReporter(t *testing.T) {
	for text, want := range map[string]string{
		"(서울=연합뉴스) 한바다 기자 = 두 섬을 잇는 여객선이 멈춘다.":     "한바다",
		"[서울=뉴시스]한바다 기자 = 두 섬을 잇는 여객선이 멈춘다.":       "한바다",
		"(서울=연합뉴스) 두 섬을 잇는 여객선이 멈춘다고 한바다 기자는 말했다.": "",
		"（中央社記者王小明台北20日電）連接兩座島嶼的渡輪將停駛一個月。":         "王小明",
		"（中央社記者王明台北20日電）連接兩座島嶼的渡輪將停駛一個月。":          "王明",
		"（中央社記者 王小明 台北20日電）連接兩座島嶼的渡輪將停駛一個月。":       "王小明",
		"新华社北京11月20日电（记者 李明）连接两座岛屿的渡轮将停运。":         "李明", "中新网成都11月21日电 (记者 王芳)农民封锁公路。": "王芳",
		"新华社上海11月20日电 连接两座岛屿的渡轮将停运一个月。":                         "",
		"ПАРИЖ, 20 ноя - РИА Новости, Иван Сомов. Паром стоит.": "Иван Сомов", "МОСКВА, 20 ноя — РИА Новости. Паром стоит.": "",
		"LONDON, Nov 20 (Reuters) - The ferry will stop.": "",
	} {
		if d, ok := ReadDateline(text, ""); !ok || d.Reporter != want {
			t.Errorf("%q: %q (%v), want %q", text, d.Reporter, ok, want)
		}
	}
}

func FuzzReadDateline(f *testing.F) {
	for _, s := range []string{
		"PARIS, Nov 20 (AFP) - The", "(ANSA) - ROMA, 20 NOV - Il", "МОСКВА, 20 ноя — РИА Новости. Паром", "Sevilla/EFE.- El", "（中央社記者王小明台北20日電）連", "【パリAFP=時事】二", "(서울=연합뉴스) 한바다 기자 =",
		"EXCLUSIVE — The", "\xff(AFP\xc3) -", "((((((((", "=", "20 (AFP)", "—", "/ / /",
	} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		d, ok := ReadDateline(text, language)
		if !ok && (d.Agencies != nil || d.Place != "") {
			t.Errorf("%q: %+v, but none", text, d)
		}
		if ok && len(d.Agencies) == 0 && d.Place == "" {
			t.Errorf("%q: an empty dateline", text)
		}
		if len(d.Place) > maxHead || len(d.Reporter) > maxHead {
			t.Errorf("%q: place %q, reporter %q", text, d.Place, d.Reporter)
		}
		checkNames(t, d.Agencies)
	})
}

func FuzzCredits(f *testing.F) {
	for _, s := range []string{
		"(ANSA).", "mja/dpa/AFP", "Source: Reuters", "© 2026 AFP", "PTI ABC DEF", "Le Courrier avec AFP", "AGERPRES/(AS - autor: X)", "TT-Reuters", "据新华社电", "he said. (Reuters)", "\xff\xc3(AFP)\xff",
		"The Associated Press contributed to this report.", "Vietnam+", "l'", "&&&&", "2026-11-20 来源：新华社",
	} {
		f.Add(s, "de")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		for _, read := range []func(string, string) []string{Credit, Closing, Byline, Head} {
			if names := read(text, language); names != nil && len(names) == 0 {
				t.Errorf("%q: no names, but not nil", text)
			} else {
				checkNames(t, names)
			}
		}
		IsLabelled(text)
		OfDomain(text)
		if a := Of(text, language); a != "" && Named(text, language) == "" {
			t.Errorf("%q is %s, but none among organisations", text, a)
		}
	})
}

func checkNames(t *testing.T, names []string) {
	t.Helper()
	for i, n := range names {
		if !slices.ContainsFunc(table, func(a Agency) bool { return a.Name == n }) || slices.Contains(names[:i], n) {
			t.Errorf("%q among %q", n, names)
		}
	}
}
