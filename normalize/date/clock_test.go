package date

import (
	"testing"
	"time"
)

func TestClocksAreReadInManyForms(t *testing.T) {
	for text, want := range map[string]string{
		"20. November 2026, 8.15 Uhr":                                  "08:15",
		"20. November 2026, 8 Uhr 15":                                  "08:15",
		"20. November 2026 um 20 Uhr":                                  "20:00",
		"20.11.2026 8.15":                                              "08:15",
		"20.11.2026 klo 8.15":                                          "08:15",
		"20 novembre 2026, ore 8.15":                                   "08:15",
		"20 novembre 2026 alle 8:15":                                   "08:15",
		"20 novembre 2026 à 8h15":                                      "08:15",
		"20 novembre 2026 à 20h":                                       "20:00",
		"20/11/2026 08h15":                                             "08:15",
		"20/11/2026 às 08h15min":                                       "08:15",
		"2026年11月20日8時15分":                                             "08:15",
		"2026年11月20日 20時15分30秒":                                        "20:15",
		"2026年11月20日下午8点15分":                                           "20:15",
		"2026年11月20日08:15":                                             "08:15",
		"2026年11月20日（星期五）上午8:15":                                       "08:15",
		"2026/11/20(金) 8:15配信":                                         "08:15",
		"2026년 11월 20일 오후 8시 15분":                                      "20:15",
		"2026.11.20. 오전 8:15":                                          "08:15",
		"20 พฤศจิกายน 2569 เวลา 08.15 น.":                              "08:15",
		"20 noviembre 2026 8:15 p. m.":                                 "20:15",
		"November 20, 2026 8 pm":                                       "20:00",
		"20 November 2026 at 08:15am":                                  "08:15",
		"20 Nov 2026 0815 hrs":                                         "08:15",
		"20 نوفمبر 2026 08:15 م":                                       "20:15",
		"Thứ Sáu, 20/11/2026, 08:15":                                   "08:15",
		"08:15, 20 November 2026":                                      "08:15",
		"20:15 20/11/2026":                                             "20:15",
		"20. 11. 2026 8:15":                                            "08:15",
		"le 20 novembre 2026 | 08:15":                                  "08:15",
		"20 November 2026 · 12.30pm":                                   "12:30",
		"20 November 2026":                                             "",
		"20 November 2026, 8.15 % more":                                "",
		"20.11.2026 1.250,50 Euro":                                     "",
		"20 November 2026, version 8.15.3":                             "",
		"20 November 2026, 3 times as much as 8.":                      "",
		"20 November 2026 and after a long way to the station at 8:15": "",
		"令和8年11月20日 8時15分":                                             "08:15",
		"平成元年11月20日":                                                   "",
		"民國115年11月20日 20:15":                                           "20:15",
	} {
		d, ok := Find(text, Hints{})
		got := ""
		if d.Precision >= Minute {
			got = d.Time.Format("15:04")
		}
		if !ok || got != want || d.Time.Day() != 20 || d.Time.Month() != time.November {
			t.Errorf("%q: %v %v, want %s", text, d, ok, want)
		}
	}
}

func TestErasAreCountedFromTheirFirstYear(t *testing.T) {
	for text, want := range map[string]string{
		"令和8年11月20日": "2026-11-20", "令和元年11月20日": "2019-11-20", "平成30年4月1日": "2018-04-01", "昭和 64年1月7日": "1989-01-07",
		"中華民國115年11月20日": "2026-11-20", "平和な2026年11月20日": "2026-11-20",
		"令和八年十一月二十日": "2026-11-20", "二〇二六年十二月三日": "2026-12-03", "R8.11.20": "2026-11-20", "(H30.4.1)": "2018-04-01", "平成二十一年一月十日": "2009-01-10",
		"วันศุกร์ที่ 20 พฤศจิกายน พ.ศ. 2569": "2026-11-20", "10 جمادى الآخرة 1448 هـ - 20 نوفمبر 2026 م": "2026-11-20",
	} {
		if d, ok := Find(text, Hints{}); !ok || d.Time.Format(time.DateOnly) != want {
			t.Errorf("%q: %v %v", text, d, ok)
		}
	}
}

func TestZonesAreReadBehindAClockHoweverTheyAreWritten(t *testing.T) {
	for text, want := range map[string]string{
		"20 Nov 2026 08:15 (UTC+8)":                      "+08:00",
		"20/11/2026, 08:15 (GMT+7)":                      "+07:00",
		"20/11/2026 08:15 GMT +5:30":                     "+05:30",
		"November 20, 2026 08:15 GMT+0530":               "+05:30",
		"20 Nov 2026 08:15 UTC−5":                        "-05:00",
		"20 Nov 2026, 08:15 [CET]":                       "+01:00",
		"Nov 20, 2026, 08:15 AM SGT":                     "+08:00",
		"20. November 2026, 8.15 Uhr MEZ":                "+01:00",
		"Nov. 20, 2026 at 8:15 a.m. ET":                  "-05:00",
		"July 20, 2026 at 8:15 a.m. ET":                  "-04:00",
		"Nov. 20, 2026 8:15 AM Pacific Time":             "-08:00",
		"Nov. 20, 2026 0815 GMT":                         "Z",
		"20 ноября 2026, 08:15 мск":                      "+03:00",
		"20 ноября 2026, 08:15 (по московскому времени)": "+03:00",
		"20 novembre 2026 à 8h15 (heure de Paris)":       "+01:00",
		"20 noviembre 2026 08:15 (hora de Madrid)":       "+01:00",
		"20/11/2026 08h15 (horário de Brasília)":         "-03:00",
		"2026年11月20日 8時15分 日本時間":                         "+09:00",
		"北京时间2026年11月20日08:15":                           "",
		"20 Nov 2026 08:15 (upd)":                        "",
		"20 November 2026 08:15 (A)":                     "",
	} {
		d, ok := Find(text, Hints{})
		got := ""
		if d.Zoned {
			got = d.Time.Format("Z07:00")
		}
		if !ok || got != want || d.Time.Hour() != 8 || d.Time.Minute() != 15 {
			t.Errorf("%q: %v %v, want %q", text, d.Time, ok, want)
		}
	}
	if d, err := Parse("20 Nov 2026 08:15 (UTC+8)", Hints{}); err != nil || d.Time.Format(time.RFC3339) != "2026-11-20T08:15:00+08:00" {
		t.Errorf("%v %v", d, err)
	}
}

func TestAllDatesOfALineAreFoundWhereTheyStand(t *testing.T) {
	for text, want := range map[string][]string{
		"Stand: 20.11.2026, 14:05 Uhr | Erstellt: 19.11.2026, 09:00 Uhr": {"20.11.2026, 14:05=2026-11-20 14:05",
			"19.11.2026, 09:00=2026-11-19 09:00"},
		"Giriş: 19.11.2026 - 09:00 Güncelleme: 20.11.2026 - 14:05": {"19.11.2026 - 09:00=2026-11-19 09:00",
			"20.11.2026 - 14:05=2026-11-20 14:05"},
		"Updated 14:05, 20 Nov 2026 | Published 09:00, 19 Nov 2026": {"14:05, 20 Nov 2026=2026-11-20 14:05",
			"09:00, 19 Nov 2026=2026-11-19 09:00"},
		"20 Nov 2026 (19 Nov 2026)": {"20 Nov 2026=2026-11-20 00:00", "19 Nov 2026=2026-11-19 00:00"},
		"nothing":                   {},
		"03/04/2026":                {},
	} {
		line, list := FindAll(text, Hints{})
		if len(list) != len(want) {
			t.Errorf("%q: %v", text, list)
			continue
		}
		for i, f := range list {
			if got := line[f.From:f.To] + "=" + f.Time.Format("2006-01-02 15:04"); got != want[i] {
				t.Errorf("%q: %q, want %q", text, got, want[i])
			}
		}
	}
}

func FuzzFindAll(f *testing.F) {
	for _, s := range []string{
		"Stand: 20.11.2026, 14:05 Uhr | Erstellt: 19.11.2026, 09:00 Uhr", "令和8年11月20日 8時15分", "20 Nov 2026 08:15 (UTC+8)",
		"20.11.2026 8.15 8.15 20.11.2026", "北京时间2026年11月20日下午8点15分", "8 pm 20 Nov 2026 8 pm 20 Nov 2026",
	} {
		f.Add(s, "en")
	}
	f.Fuzz(func(t *testing.T, text, language string) {
		line, list := FindAll(text, Hints{Language: language})
		last := 0
		for _, d := range list {
			if d.From < last || d.To <= d.From || d.To > len(line) {
				t.Fatalf("%q: %v", text, list)
			}
			last = d.To
		}
		d, ok := Find(text, Hints{Language: language})
		if ok != (len(list) > 0) || ok && !d.Time.Equal(list[0].Time) {
			t.Fatalf("%q: %v %v", text, d, list)
		}
	})
}

func TestAZoneMayBeAllOfTheBrackets(t *testing.T) {
	for text, want := range map[string]string{
		"20.11.2026 08:15 (МСК)": "2026-11-20T08:15:00+03:00", "20/11/2026 08:15 (hora de Madrid)": "2026-11-20T08:15:00+01:00",
		"20.11.2026 08:15 (Nachmittag)": "2026-11-20T08:15:00Z",
	} {
		if d, err := Parse(text, Hints{}); err != nil || d.Time.Format(time.RFC3339) != want {
			t.Errorf("%q: %v, %v, want %s", text, d.Time, err, want)
		}
	}
}
