package normalize

import (
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func imagesOf(t *testing.T, head, lines string) []article.Image {
	t.Helper()
	return make1(t, Document{URL: "https://www.example.org/a", Body: credited(head, lines)}).Images
}

func TestTheCoverIsWhatThePublisherGivesToOthers(t *testing.T) {
	const figure = `<figure><img src="/i/bridge-640x360.jpg?q=5" alt="A bridge"><figcaption>The bridge at noon. <i class="credit">Photo: Vera Holt</i></figcaption></figure><figure><img src="/i/river-at-dawn.jpg"><figcaption>The river.</figcaption></figure>`
	images := imagesOf(t, `<meta property="og:image" content="https://www.example.org/i/bridge-1280x720.jpg"><meta property="og:image:width" content="1280"><meta property="og:image:height" content="720">`, figure)
	if len(images) != 2 {
		t.Fatalf("images %+v", images)
	}
	want := article.Image{URL: "https://www.example.org/i/bridge-1280x720.jpg", Role: "cover", Width: 1280, Height: 720, Alt: "A bridge", Caption: "The bridge at noon.", Credit: "Vera Holt"}
	if images[0] != want {
		t.Errorf("%+v, want %+v", images[0], want)
	}
	if images[1].Role != "body" || images[1].Caption != "The river." {
		t.Errorf("%+v", images[1])
	}
}

func TestImagesOfTheSiteAreNoneOfTheStory(t *testing.T) {
	for name, c := range map[string]struct{ head, lines string }{
		"a logo":               {`<meta property="og:image" content="/assets/site-logo.png">`, ""},
		"a drawing":            {"", `<figure><img src="/i/mark.svg"></figure>`},
		"a counter":            {"", `<figure><img src="/i/count-the-readers.gif" width="1" height="1"></figure>`},
		"an author's face":     {`<meta name="author" content="Ann Lee">`, `<figure><img src="/i/faces/12345678.jpg" alt="Ann Lee"></figure>`},
		"a teaser":             {"", `<figure><a href="/b"><img src="/i/another-story-of-today.jpg"></a></figure>`},
		"the margin":           {"", `<aside><figure><img src="/i/another-story-of-today.jpg"></figure></aside>`},
		"what is inline":       {"", `<figure><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></figure>`},
		"what is not of a web": {`<meta property="og:image" content="cid:12345678">`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if images := imagesOf(t, c.head, c.lines); len(images) != 0 {
				t.Errorf("images %+v", images)
			}
		})
	}
}

func TestAnImageThatLoadsLateIsFound(t *testing.T) {
	images := imagesOf(t, "", `<figure><img src="/i/placeholder.png" data-src="/i/bridge-over-river.jpg"></figure><figure><a href="/i/full/river-at-dawn.jpg"><img src="/i/river-at-dawn.jpg"></a></figure>`)
	if len(images) != 2 || images[0].URL != "https://www.example.org/i/bridge-over-river.jpg" {
		t.Errorf("images %+v", images)
	}
}

func TestImagesOfTheDataHaveCaptionAndCredit(t *testing.T) {
	images := imagesOf(t, `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","image":{"@type":"ImageObject","url":"/i/bridge-over-river.jpg","caption":"The bridge.","creditText":"© Vera Holt (AFP)","width":"1200","height":{"@type":"QuantitativeValue","value":800}}}</script>`, "")
	want := article.Image{URL: "https://www.example.org/i/bridge-over-river.jpg", Role: "cover", Caption: "The bridge.", Credit: "Vera Holt (AFP)", Width: 1200, Height: 800}
	if len(images) != 1 || images[0] != want {
		t.Errorf("%+v, want %+v", images, want)
	}
}

func TestCreditsAreToldFromCaptions(t *testing.T) {
	for all, want := range map[string][2]string{
		"The bridge. Photo: Vera Holt":               {"The bridge.", "Vera Holt"},
		"The bridge (Foto: Vera Holt/dpa)":           {"The bridge", "Vera Holt/dpa"},
		"The bridge © vera":                          {"The bridge", "vera"},
		"A picture-perfect view of the bridge":       {"", ""},
		"The photo shows the bridge":                 {"", ""},
		"The bridge":                                 {"", ""},
		"Photo: " + strings.Repeat("Vera Holt ", 20): {"", ""},
	} {
		if caption, credit := splitCredit(all); caption != want[0] || credit != want[1] {
			t.Errorf("%q: %q, %q", all, caption, credit)
		}
	}
}

func TestOnePictureHasOneNameInAllSizes(t *testing.T) {
	for _, same := range [][2]string{
		{"https://i.example/a/bridge-at-noon-640x360.jpg", "https://cdn.example/b/bridge-at-noon-1280x720.jpg?q=5"},
		{"https://i.example/157526023/WEBP_600/157526023", "https://i.example/157526023/SOCIAL/157526023"},
		{"https://i.example/65897427_600.jpg", "https://i.example/65897427_804.jpg"},
		{"https://i.example/x/https%3A%2F%2Forigin.example%2Fbridge-at-noon.jpg", "https://origin.example/bridge-at-noon.jpg"},
		{"https://i.example/242348270_1715851663_v16_9_1200.jpeg", "https://i.example/242348270_1715851663_v4_3_800.jpeg"},
		{"https://i.example/2024/bridge/wide__1280x720", "https://i.example/2024/bridge/wide__980x551"},
	} {
		if a, b := pictureOf(same[0]), pictureOf(same[1]); a != b {
			t.Errorf("%q is not %q", a, b)
		}
	}
	for _, other := range [][2]string{
		{"https://i.example/2024/bridge/wide", "https://i.example/2024/river/wide"},
		{"https://i.example/gallery-of-towns-1.jpg", "https://i.example/gallery-of-towns-2.jpg"},
		{"https://i.example/1.jpg", "https://i.example/2.jpg"},
	} {
		if pictureOf(other[0]) == pictureOf(other[1]) {
			t.Errorf("%q and %q are one", other[0], other[1])
		}
	}
}

func FuzzPictureOf(f *testing.F) {
	f.Add("https://i.example/a/bridge-at-noon-640x360.jpg?x=%2F")
	f.Add("///%%__--..")
	f.Fuzz(func(t *testing.T, address string) {
		if pictureOf(address) == "" && address != "" {
			t.Errorf("%q has no name", address)
		}
		isFurniture(address)
	})
}
