package feed

import (
	"fmt"
	"testing"
)

func TestDurations(t *testing.T) {
	for in, want := range map[string]int{
		"3723": 3723, "1:02:03": 3723, "01:02:03": 3723, " 45:30 ": 2730, "00:05:00": 300, "0:59:59": 3599, "75:30": 4530, "12:5": 725,
		"5400.5": 5400, "45:30.250": 2730, "PT1H2M3S": 3723, "PT45M": 2700, "P1DT1H": 90000, "1h 2m 3s": 3723, "45 min": 2700, "90 minutes": 5400,
		"1 hour, 5 minutes": 3900, "30s": 30,
		"": 0, "0": 0, "00:00:00": 0, "about an hour": 0, "-5": 0, "1:2:3:4": 0, "1:xx": 0, "::": 0, "99999999999": 0, "NaN": 0, "1e9": 0, "0x10": 0, "Inf": 0,
		"12-30": 0, "P": 0, "1:02:03 PM": 0, "١٢": 0,
	} {
		if got := seconds(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}

func TestRecordingsSayHowLongTheyAre(t *testing.T) {
	rss := func(s string) string { return string(rssWith("<item><title>a</title>" + s + "</item>")) }
	const file = `<enclosure url="https://a.example/1.mp3" type="audio/mpeg"/>`
	for name, tc := range map[string]struct {
		doc  string
		want []int
	}{
		"itunes":                 {rss(file + `<itunes:duration xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">1:02:03</itunes:duration>`), []int{3723}},
		"itunes, undeclared":     {rss(`<itunes:duration>300</itunes:duration>` + file), []int{300}},
		"a transcript beside it": {rss(file + `<enclosure url="/t.pdf" type="application/pdf"/><itunes:duration>5:00</itunes:duration>`), []int{300, 0}},
		"media of the same file": {rss(file + `<media:content url="https://a.example/1.mp3" duration="61"/>`), []int{61}},
		"media of a group":       {rss(file + `<media:group><media:content url="/o.mp4" duration="7"/><media:content url="https://a.example/1.mp3" duration="62"/></media:group>`), []int{62}},
		"media at another place": {rss(file + `<media:content url="https://cdn.example/1.mp3" type="audio/mpeg" duration="63"/>`), []int{63}},
		"media alone":            {rss(`<media:content url="/1.mp4" type="video/mp4" duration="66"/><media:content url="/1.jpg" medium="image"/>`), []int{66}},
		"versions in a group": {rss(`<media:group><media:content url="/o.mp4" medium="video" duration="7"/>` +
			`<media:content url="/b.mp4" medium="video" isDefault="true" duration="67"/></media:group>`), []int{67}},
		"its own before the rest": {rss(file + `<media:content url="https://a.example/1.mp3" duration="64"/><itunes:duration>65</itunes:duration>`), []int{64}},
		"nonsense":                {rss(file + `<itunes:duration>soon</itunes:duration>`), []int{0}},
		"Atom": {`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><entry><title>a</title>` +
			`<link rel="enclosure" href="https://a.example/1.mp3"/><itunes:duration>45:30</itunes:duration></entry></feed>`, []int{2730}},
		"JSON":         {jsonAttachment(`"duration_in_seconds":5400`), []int{5400}},
		"JSON, a text": {jsonAttachment(`"duration_in_seconds":"1:30:00"`), []int{5400}},
		"JSON, a list": {jsonAttachment(`"duration_in_seconds":[1]`), []int{0}},
	} {
		f := mustParse(t, []byte(tc.doc), Source{URL: "https://a.example/feed"})
		var got []int
		for _, e := range f.Items[0].Enclosures {
			got = append(got, e.Duration)
		}
		if fmt.Sprint(got) != fmt.Sprint(tc.want) {
			t.Errorf("%s: %v, want %v", name, got, tc.want)
		}
	}
}

func jsonAttachment(field string) string {
	return `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","attachments":[{"url":"https://a.example/1.mp3","mime_type":"audio/mpeg",` + field + `}]}]}`
}

func FuzzSeconds(f *testing.F) {
	f.Add("1:02:03")
	f.Add("PT5M")
	f.Fuzz(func(t *testing.T, s string) {
		if got := seconds(s); got < 0 || got > maxDuration {
			t.Errorf("%q lasts %d seconds", s, got)
		}
	})
}
