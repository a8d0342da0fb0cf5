package date

import "testing"

// BenchmarkParse reads fields as feeds have them: by layout, by words, and in vain.
func BenchmarkParse(b *testing.B) {
	for _, s := range []string{"Mon, 23 Nov 2020 12:00:00 GMT", "Mon, 23 Nov 2020 12:00:00 +0300", "2020-11-23T12:00:00Z", "2020-11-23T12:00:00.123+03:00", "2020-11-23", "Mon, 23 Nov 2020 12:00:00 MSK", "23 ноября 2020 г., 12:00", "no date at all"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Parse(s, Hints{})
			}
		})
	}
}

// BenchmarkFind reads lines of a page; most of them hold no date.
func BenchmarkFind(b *testing.B) {
	for _, s := range []string{"Published on 3 May 2023, 10:15 by Ann Example", "23 ноября 2020 г., 12:00", "In 2019 the town of Example had 25,000 people and 14 bridges over the river, the council said", "10 Best Movers 2024", "no digits at all in this line"} {
		b.Run(s, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = Find(s, Hints{})
			}
		})
	}
}
