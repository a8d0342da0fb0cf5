package feed

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize"
)

func TestRSSIsReadWhole(t *testing.T) {
	f := mustParse(t, rssWith(`<item>
  <title>A &lt;b&gt;bold&lt;/b&gt; claim &amp;amp; more</title>
  <link>/story?a=1&amp;b=2</link>
  <guid isPermaLink="false">tag:1</guid>
  <pubDate>Mon, 23 Nov 2020 12:00:00 MSK</pubDate>
  <dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ek</dc:creator>
  <category>World</category><category>World</category>
  <description>&lt;p&gt;Text &lt;a href="/x"&gt;x&lt;/a&gt; &lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</description>
  <enclosure url="a.mp3" type="audio/mpeg" length="12"/>
  <media:group><media:content url="//cdn.example.org/i.jpg" medium="image"/></media:group>
</item>`), Source{URL: "https://example.org/feeds/rss"})
	want := normalize.Entry{
		ID: "tag:1", URL: "https://example.org/story?a=1&b=2", Title: "A bold claim & more",
		SummaryHTML: `<p>Text <a href="https://example.org/x">x</a> </p>`,
		Published:   time.Date(2020, 11, 23, 9, 0, 0, 0, time.UTC),
		Authors:     []normalize.Person{{Name: "Ann Lee"}, {Name: "Bo Ek"}}, Tags: []string{"World"},
		Enclosures: []normalize.Enclosure{{URL: "https://example.org/feeds/a.mp3", Type: "audio/mpeg", Length: "12"}},
		Media:      []string{"https://cdn.example.org/i.jpg"}, Image: "https://cdn.example.org/i.jpg",
		Links: []string{"https://example.org/story?a=1&b=2"},
	}
	if diff := cmp.Diff([]normalize.Entry{want}, f.Items); diff != "" {
		t.Error(diff)
	}
	if f.Format != "rss" || f.Title != "Вести" || f.TTL != 90*time.Minute || f.Partial {
		t.Errorf("feed %+v", f)
	}
}

func TestRSSWithoutALinkIsFoundByWhatElseItSays(t *testing.T) {
	for name, tc := range map[string]struct{ item, id, url string }{
		"a guid is an address":           {`<guid>https://example.org/g</guid>`, "https://example.org/g", "https://example.org/g"},
		"a guid that says it is none":    {`<guid isPermaLink="false">https://example.org/g</guid>`, "https://example.org/g", ""},
		"an atom:link":                   {`<atom:link href="/a"/>`, "", "https://example.org/a"},
		"an atom:link to something else": {`<atom:link rel="related" href="/a"/>`, "", ""},
		"the address before feedburner":  {`<link>https://feeds.example.com/x</link><fb:origLink xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">/o</fb:origLink>`, "", "https://example.org/o"},
		"an address that is no web page": {`<link>mailto:desk@example.org</link>`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := mustParse(t, rssWith("<item>"+tc.item+"</item>"), Source{URL: "https://example.org/rss"}).Items[0]
			if e.ID != tc.id || e.URL != tc.url {
				t.Errorf("id %q, url %q", e.ID, e.URL)
			}
		})
	}
}

func TestRDFItemsAreIdentifiedByAbout(t *testing.T) {
	f := mustParse(t, []byte(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://example.org/"><title>R</title><link>https://example.org/</link><dc:language>fr_CA</dc:language><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://example.org/1"><title>One</title><dc:date>2020-11-23T12:00:00Z</dc:date></item></rdf:RDF>`), Source{})
	e := f.Items[0]
	if f.Format != "rdf" || f.ID != "https://example.org/" || f.Language != "fr-CA" || e.ID != "https://example.org/1" ||
		e.URL != e.ID || e.Language != "fr-CA" {
		t.Errorf("feed %+v", f)
	}
	if want := (Schedule{UpdatePeriod: "daily", UpdateFrequency: "2"}); !cmp.Equal(f.Schedule, want) {
		t.Errorf("schedule %+v", f.Schedule)
	}
}

func TestTheFeedsOwnScheduleIsKeptAsItIs(t *testing.T) {
	f := mustParse(t, rssWith(`<skipHours><hour>1</hour><hour>2</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<atom:link rel="hub" href="https://hub.example.org/"/><atom:link rel="self" href="/self"/>`), Source{URL: "https://example.org/rss"})
	want := Schedule{SkipHours: []string{"1", "2"}, SkipDays: []string{"Sunday"}}
	if diff := cmp.Diff(want, f.Schedule); diff != "" {
		t.Error(diff)
	}
	if f.TTL != 90*time.Minute || len(f.Hubs) != 1 || f.FeedURL != "https://example.org/self" {
		t.Errorf("feed %+v", f)
	}
}

func TestPodcastsKeepTheirPicturesAndSubjects(t *testing.T) {
	f := mustParse(t, []byte(`<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:m="http://search.yahoo.com/mrss/"><channel>
<title>P</title><itunes:author>Desk</itunes:author><itunes:image href="https://example.org/p.jpg"/>
<itunes:category text="News"><itunes:category text="Politics"/></itunes:category>
<item><title>One</title><itunes:image href="https://example.org/1.jpg"/><itunes:keywords>a, b</itunes:keywords>
<m:content url="https://example.org/1.mp3" type="audio/mpeg"><m:thumbnail url="https://example.org/t.jpg"/></m:content></item>
<item><title>Two</title><enclosure url="https://example.org/2.png" type="image/png"/></item></channel></rss>`), Source{})
	if f.Image != "https://example.org/p.jpg" || !cmp.Equal(f.Tags, []string{"News", "Politics"}) || f.Authors[0].Name != "Desk" {
		t.Errorf("feed %+v", f)
	}
	one, two := f.Items[0], f.Items[1]
	if !cmp.Equal(one.Tags, []string{"a", "b"}) || !cmp.Equal(one.Media, []string{"https://example.org/1.mp3", "https://example.org/t.jpg"}) {
		t.Errorf("item %+v", one)
	}
	if two.Image != "https://example.org/2.png" {
		t.Errorf("item %+v", two)
	}
}
