package date

import (
	"errors"
	"testing"
	"time"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestDatesOfFeedsAreRead(t *testing.T) {
	for in, want := range map[string]string{
		"Mon, 23 Nov 2020 12:00:00 +0300":       "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 GMT":         "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 MSK":         "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 JST":         "2020-11-23T03:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 AEST":        "2020-11-23T02:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 EST":         "2020-11-23T17:00:00Z",
		"Mon, 23 Nov 2020 12:00 GMT":            "2020-11-23T12:00:00Z",
		"23 Nov 2020 12:00:00 GMT+0300":         "2020-11-23T09:00:00Z",
		"Mon Nov 23 12:00:00 UTC 2020":          "2020-11-23T12:00:00Z",
		"Пн, 23 ноя 2020 12:00:00 +0300":        "2020-11-23T09:00:00Z",
		"23 ноября 2020 г., 12:00":              "2020-11-23T12:00:00Z",
		"Lun, 23 novembre 2020 12:00:00 +0100":  "2020-11-23T11:00:00Z",
		"23 de noviembre de 2020":               "2020-11-23T00:00:00Z",
		"23. November 2020 12:00 Uhr":           "2020-11-23T12:00:00Z",
		"November 23rd, 2020 3:04 PM":           "2020-11-23T15:04:00Z",
		"Nov. 23, 2020, 3:04 p.m.":              "2020-11-23T15:04:00Z",
		"2020-11-23T12:00:00.123456+03:00":      "2020-11-23T09:00:00.123456Z",
		"2020-11-23T12:00:00+0300":              "2020-11-23T09:00:00Z",
		"2020-11-23 12:00:00":                   "2020-11-23T12:00:00Z",
		"2020-11-23T12:00+03":                   "2020-11-23T09:00:00Z",
		"Mon, 23 Nov 20 12:00:00 GMT":           "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 GMT-01:30":   "2020-11-23T13:30:00Z",
		"2020-11-23T24:00:00Z":                  "2020-11-24T00:00:00Z",
		"11/23/2020 4:20 pm EST":                "2020-11-23T21:20:00Z",
		"23/11/2020":                            "2020-11-23T00:00:00Z",
		"11/11/2020":                            "2020-11-11T00:00:00Z",
		"2020-328":                              "2020-11-23T00:00:00Z",
		"20201123":                              "2020-11-23T00:00:00Z",
		"2020-11":                               "2020-11-01T00:00:00Z",
		"2020":                                  "2020-01-01T00:00:00Z",
		"mar 24 nov 2020 12:00 +0100":           "2020-11-24T11:00:00Z",
		"śr., 25 lis 2020 10:00:00 +0100":       "2020-11-25T09:00:00Z",
		"2020년 11월 23일 21:00:00":                "2020-11-23T12:00:00Z",
		"12:00 AM, Nov 23 2020":                 "2020-11-23T00:00:00Z",
		"12:30 p.m. Nov 23 2020":                "2020-11-23T12:30:00Z",
		"2020/11/23 10:00:00":                   "2020-11-23T10:00:00Z",
		"23.11.2020 10:00":                      "2020-11-23T10:00:00Z",
		"1606132800":                            "2020-11-23T12:00:00Z",
		"1606132800000":                         "2020-11-23T12:00:00Z",
		"Mon,\u00a023 Nov 2020 12:00:00 +0000":  "2020-11-23T12:00:00Z",
		"Mon, 23 Nov 2020 12:00:00 +0000 (UTC)": "2020-11-23T12:00:00Z",
	} {
		got, err := Parse(in, Hints{})
		if err != nil || !got.Time.Equal(at(t, want)) {
			t.Errorf("%q: %v %v, want %s", in, got, err, want)
		}
	}
}

func TestWhatCannotBeADateIsNone(t *testing.T) {
	for _, in := range []string{
		"", "soon", "0000-00-00", "0000-00-00 00:00:00", "30 Feb 2020", "2020-13-01",
		"Mon, 23 Nov 2020 12:00:00 QQQQ", "12", "99999999999999999999", "2020-02-30T00:00:00Z",
		"03/04/2020", "03-04-2020 10:00", "2020-366x", "2021-366", "Mon, 23 Noq 2020", "version 2020", "Nov x 2020", "23 Nov", "13:61 23 Nov 2020",
		"2020-11-23T12:00:00+00:xx", "2020-11-23-01", "2020-11-23T25:00:00Z", "2020-11-23 12:00 +25:00", "2020-01-45", "23 Nov 2020 12:00 Nowhere/Land",
	} {
		if got, err := Parse(in, Hints{}); err == nil || !errors.Is(err, ErrNone) && !errors.Is(err, ErrAmbiguous) {
			t.Errorf("%q was read as %v, %v", in, got, err)
		}
	}
}

func TestDatesInTextAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"Published August 7, 2023":             "2023-08-07",
		"Dec 17th 2025":                        "2025-12-17",
		"Saturday, 18th of January 2020":       "2020-01-18",
		"Mittwoch, 4. März 2026":               "2026-03-04",
		"1er juin 2024":                        "2024-06-01",
		"12 août 2021":                         "2021-08-12",
		"martes 17 de marzo de 2020":           "2020-03-17",
		"Domenica 06 Dicembre 2020 | 00:36":    "2020-12-06",
		"9 oktober 2020 11:12":                 "2020-10-09",
		"duminică, 20 septembrie 2020":         "2020-09-20",
		"5 листопада 2024":                     "2024-11-05",
		"5 listopadu 2024":                     "2024-11-05",
		"23 ноября 2026, 10:00":                "2026-11-23",
		"3 maja 2022":                          "2022-05-03",
		"14 Ağustos 2025":                      "2025-08-14",
		"1 Μαρτίου 2023":                       "2023-03-01",
		"04-ago-2021 5:11:10":                  "2021-08-04",
		"2026年3月4日":                            "2026-03-04",
		"2026년 3월 4일":                          "2026-03-04",
		"Essay - Published: 2025.12.17 |":      "2025-12-17",
		"05.04.2025 - Güncelleme : 06.04.2025": "2025-04-05",
		"31/12/2025":                           "2025-12-31",
		"12/31/2025":                           "2025-12-31",
		"2020-09-29T00:30:00PDT":               "2020-09-29",
	} {
		got, ok := Find(text, Hints{})
		if !ok || got.Time.Format(time.DateOnly) != want {
			t.Errorf("%q is %s (%v), want %s", text, got.Time.Format(time.DateOnly), ok, want)
		}
	}
}

func TestManyLanguagesNameTheirMonths(t *testing.T) {
	for text, want := range map[string]string{
		"23 نوفمبر 2020":                  "2020-11-23",
		"٢٣ نوفمبر ٢٠٢٠":                  "2020-11-23",
		"23 تشرين الثاني 2020":            "2020-11-23",
		"الاثنين 14 جويلية 2025":          "2025-07-14",
		"23 בנובמבר 2020":                 "2020-11-23",
		"۲۹ فروردین ۱۴۰۲":                 "2023-04-18",
		"۱۴۰۲/۰۱/۲۹":                      "2023-04-18",
		"30 اسفند 1403":                   "2025-03-20",
		"23 नवंबर 2020":                   "2020-11-23",
		"২৩ নভেম্বর ২০২০":                 "2020-11-23",
		"23 พฤศจิกายน 2563":               "2020-11-23",
		"23 พ.ย. 2563":                    "2020-11-23",
		"ngày 23 tháng 11 năm 2020":       "2020-11-23",
		"23 Tháng 11, 2020":               "2020-11-23",
		"Senin, 23 Desember 2020":         "2020-12-23",
		"23 lapkričio 2020":               "2020-11-23",
		"2020. november 23.":              "2020-11-23",
		"23. studenoga 2020.":             "2020-11-23",
		"23 नोव्हेंबर 2020":               "2020-11-23",
		"23 KASIM 2020":                   "2020-11-23",
		"3 MAYIS 2020":                    "2020-05-03",
		"3 Nisan 2020":                    "2020-04-03",
		"23 νοεμβρίου 2020":               "2020-11-23",
		"23 de novembro de 2020 às 10h30": "2020-11-23",
		"Aggiornato il 23 novembre 2020":  "2020-11-23",
		"Veröffentlicht am 23.11.20":      "2020-11-23",
		"2020年11月23日 10時":                 "2020-11-23",
		"Publicado: 23/11/2020 às 20:36":  "2020-11-23",
	} {
		got, ok := Find(text, Hints{})
		if !ok || got.Time.Format(time.DateOnly) != want {
			t.Errorf("%q is %v (%v), want %s", text, got.Time, ok, want)
		}
	}
	if got, err := Parse("۱۴۰۲/۰۱/۲۹", Hints{}); err != nil || got.Time.Format(time.DateOnly) != "2023-04-18" {
		t.Errorf("a date of the Solar Hijri calendar is %v, %v", got, err)
	}
}

func TestAMonthMayMeanAnotherInALanguageOfItsOwn(t *testing.T) {
	for language, want := range map[string]time.Month{"hr": time.October, "pl": time.November, "": time.November} {
		if got, ok := Find("5. listopada 2024.", Hints{Language: language}); !ok || got.Time.Month() != want {
			t.Errorf("in %q: %v", language, got.Time)
		}
	}
}

func TestTextWithoutADateHasNone(t *testing.T) {
	for _, text := range []string{
		"", "2025", "10 Best Movers 2024", "The 2025 Report", "30 Feb 2024", "0000-00-00", "32.01.2024", "2024-13-01", "In May we met 2019 people", "call 555 2019", "v1.2.2019.4",
		"12:30:2020", "1.000.000", "10.12.14:30", "May 2024", "192.168.20.24",
	} {
		if got, ok := Find(text, Hints{}); ok {
			t.Errorf("%q was read as %s", text, got.Time)
		}
	}
}

func TestNumbersThatMayMeanTwoDaysNeedEvidence(t *testing.T) {
	for _, c := range []struct{ text, language, want string }{
		{"03/04/2024", "en-US", "2024-03-04"}, {"03/04/2024", "en-GB", "2024-04-03"}, {"03/04/2024", "fr", "2024-04-03"}, {"03/04/2024", "pt_BR", "2024-04-03"},
		{"03/04/2024", "en", ""}, {"03/04/2024", "", ""}, {"Wed 03/04/2024", "", "2024-04-03"}, {"Monday, 03/04/2024", "en", "2024-03-04"}, {"Tue 03/04/2024", "", ""}, {"Tue 03/04/2024", "en-US", ""},
		{"03/04/2024", "en-CA", ""}, {"ср 03/04/2024", "", "2024-04-03"}, {"Pazartesi, 04/03/2024", "", "2024-03-04"},
	} {
		for name, read := range map[string]func() (Date, bool){
			"Find":  func() (Date, bool) { return Find(c.text, Hints{c.language}) },
			"Parse": func() (Date, bool) { d, err := Parse(c.text, Hints{c.language}); return d, err == nil },
		} {
			got, ok := read()
			if ok != (c.want != "") || ok && got.Time.Format(time.DateOnly) != c.want {
				t.Errorf("%s %q in %q: %v %v, want %q", name, c.text, c.language, got.Time, ok, c.want)
			}
		}
	}
	if _, err := Parse("03/04/2024", Hints{}); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("the error is %v", err)
	}
}

func TestAZoneWithTwoMeaningsIsReadByItsLanguage(t *testing.T) {
	for language, want := range map[string]int{"en-IN": 19800, "he": 7200, "en-IE": 3600, "": 19800} {
		got, err := Parse("Mon, 23 Nov 2020 12:00:00 IST", Hints{language})
		if _, offset := got.Time.Zone(); err != nil || offset != want {
			t.Errorf("in %q: %v, %v", language, got.Time, err)
		}
	}
}

func TestADateKeepsWhatWasWritten(t *testing.T) {
	for in, want := range map[string]struct {
		precision Precision
		zoned     bool
		day       string
	}{
		"2020-11-23T23:30:00-05:00":    {Second, true, "2020-11-23"},
		"2020-11-23T23:30-05:00":       {Minute, true, "2020-11-23"},
		"2020-11-23 23:30":             {Minute, false, "2020-11-23"},
		"2020-11-23":                   {Day, true, "2020-11-23"},
		"2020-11":                      {Month, true, "2020-11-01"},
		"2020":                         {Year, true, "2020-01-01"},
		"23 November 2020 23:30 +0900": {Minute, true, "2020-11-23"},
	} {
		got, err := Parse(in, Hints{})
		if err != nil || got.Precision != want.precision || got.Zoned != want.zoned || got.Time.Format(time.DateOnly) != want.day {
			t.Errorf("%q: %+v, %v", in, got, err)
		}
	}
}

func TestAClockIsReadBesideItsDay(t *testing.T) {
	for text, want := range map[string]string{
		"Posted August 15, 2020 8:53 pm":                             "2020-08-15T20:53:00Z",
		"19. Oktober 2019, 19:08 Uhr":                                "2019-10-19T19:08:00Z",
		"Mon, 23 Nov 2020, 10:00 AM IST":                             "2020-11-23T10:00:00+05:30",
		"10:00, 23 November 2020":                                    "2020-11-23T10:00:00Z",
		"2020年11月23日 下午3:04":                                         "2020-11-23T15:04:00Z",
		"2020년 11월 23일 오후 3:04":                                      "2020-11-23T15:04:00Z",
		"23 Νοεμβρίου 2020, 3:04 μ.μ.":                               "2020-11-23T15:04:00Z",
		"2020年11月23日 上午12:04":                                        "2020-11-23T00:04:00Z",
		"23 November 2020, read by 12:30 people now":                 "2020-11-23T12:30:00Z",
		"23 November 2020 — in all the towns of the north, at 12:30": "2020-11-23T00:00:00Z",
		"2020-11-23T12:00:00+03:00":                                  "2020-11-23T12:00:00+03:00",
	} {
		got, ok := Find(text, Hints{})
		if !ok || got.Time.Format(time.RFC3339) != want {
			t.Errorf("%q: %v %v, want %s", text, got, ok, want)
		}
	}
}

func TestTheDaysOfTheSolarHijriCalendar(t *testing.T) {
	for in, want := range map[[3]int]string{{1404, 1, 1}: "2025-03-21", {1403, 12, 30}: "2025-03-20", {1399, 9, 3}: "2020-11-23", {1400, 7, 1}: "2021-09-23", {1375, 12, 30}: "1997-03-20"} {
		y, m, d := solarHijri(in[0], in[1], in[2])
		if got := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC).Format(time.DateOnly); got != want {
			t.Errorf("%v is %s, want %s", in, got, want)
		}
	}
	if _, m, _ := solarHijri(1400, 7, 31); m != 0 {
		t.Error("there is a 31st of Mehr")
	}
}

func TestADateInAPlaceKnowsItsSummer(t *testing.T) {
	if _, err := time.LoadLocation("Europe/Brussels"); err != nil {
		t.Skip("no zone database here")
	}
	for in, want := range map[string]int{"Mon, 23 Nov 2020 12:00:00 Europe/Brussels": 11, "Thu, 23 Jul 2020 12:00:00 Europe/Brussels": 10} {
		if got, err := Parse(in, Hints{}); err != nil || got.Time.UTC().Hour() != want {
			t.Errorf("%s: %v, %v", in, got, err)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "2020-11-23T12:00:00Z", "23 ноября 2020 г.", "1606132800", "۱۴۰۲/۰۱/۲۹", "23 พ.ย. 2563", "Posted May 3rd, 2023 8:53 pm EST"} {
		f.Add(s, "en-US")
	}
	f.Fuzz(func(t *testing.T, s, language string) {
		if d, err := Parse(s, Hints{language}); err == nil {
			check(t, s, d)
		} else if !errors.Is(err, ErrNone) && !errors.Is(err, ErrAmbiguous) {
			t.Errorf("%q: %v", s, err)
		}
		if d, ok := Find(s, Hints{language}); ok {
			check(t, s, d)
		}
	})
}

// check is what holds of every date.
func check(t *testing.T, s string, d Date) {
	t.Helper()
	if d.Precision <= Day && (d.Time.Location() != time.UTC || d.Time.Hour() != 0) {
		t.Errorf("%q: a day is %s", s, d.Time)
	}
	if _, offset := d.Time.Zone(); offset < -15*3600 || offset > 15*3600 {
		t.Errorf("%q: %s", s, d.Time)
	}
}
