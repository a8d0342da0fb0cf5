package normalize

import (
	"fmt"
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
	images := imagesOf(t,
		`<meta property="og:image" content="https://www.example.org/i/bridge-1280x720.jpg"><meta property="og:image:width" content="1280"><meta property="og:image:height" content="720">`, figure)
	if len(images) != 2 {
		t.Fatalf("images %+v", images)
	}
	want := article.Image{URL: "https://www.example.org/i/bridge-1280x720.jpg", Role: "cover", Width: 1280, Height: 720, Alt: "A bridge",
		Caption: "The bridge at noon.", Credit: "Vera Holt"}
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
	images := imagesOf(t, "",
		`<figure><img src="/i/placeholder.png" data-src="/i/bridge-over-river.jpg"></figure><figure><a href="/i/full/river-at-dawn.jpg"><img src="/i/river-at-dawn.jpg"></a></figure>`)
	if len(images) != 2 || images[0].URL != "https://www.example.org/i/bridge-over-river.jpg" {
		t.Errorf("images %+v", images)
	}
}

func TestImagesOfTheDataHaveCaptionAndCredit(t *testing.T) {
	images := imagesOf(t,
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","image":{"@type":"ImageObject","url":"/i/bridge-over-river.jpg","caption":"The bridge.","creditText":"© Vera Holt (AFP)","width":"1200","height":{"@type":"QuantitativeValue","value":800}}}</script>`, "")
	want := article.Image{URL: "https://www.example.org/i/bridge-over-river.jpg", Role: "cover", Caption: "The bridge.",
		Credit: "Vera Holt (AFP)", Width: 1200, Height: 800}
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

func TestCreditsAreToldByTheirForm(t *testing.T) {
	for all, want := range map[string][2]string{
		"The eastern lock on Thursday. (AP Photo/Jon Arran)":      {"The eastern lock on Thursday.", "AP Photo/Jon Arran"},
		"The old basin at high water. REUTERS/Vera Holt":          {"The old basin at high water.", "REUTERS/Vera Holt"},
		"Die Schleuse am Donnerstag. Foto: Jon Arran/dpa":         {"Die Schleuse am Donnerstag.", "Jon Arran/dpa"},
		"Tanner's Quay © Sam Dole/AFP/Getty Images":               {"Tanner's Quay", "Sam Dole/AFP/Getty Images"},
		"L'écluse orientale, le 19 novembre. JON ARRAN / AFP":     {"L'écluse orientale, le 19 novembre.", "JON ARRAN / AFP"},
		"The gates in 1968 [Vera Holt/Courier archive]":           {"The gates in 1968", "Vera Holt/Courier archive"},
		"The gates in 1968 [Vera Holt]":                           {"The gates in 1968", "Vera Holt"},
		"La esclusa oriental, este jueves. EFE/Vera Holt":         {"La esclusa oriental, este jueves.", "EFE/Vera Holt"},
		"The mayor on Monday. Photograph: Vera Holt/The Guardian": {"The mayor on Monday.", "Vera Holt/The Guardian"},
		"The mayor on Monday. Photo by Vera Holt":                 {"The mayor on Monday.", "Vera Holt"},
		"The mayor on Monday | Photo credit: Vera Holt":           {"The mayor on Monday", "Vera Holt"},
		"The mayor on Monday. Photo courtesy of Vera Holt":        {"The mayor on Monday.", "Vera Holt"},
		"The mayor on Monday. Getty Images":                       {"The mayor on Monday.", "Getty Images"},
		"The mayor on Monday. Vera Holt via Getty Images":         {"The mayor on Monday.", "Vera Holt via Getty Images"},
		"Le maire lundi. Crédit photo : Vera Holt":                {"Le maire lundi.", "Vera Holt"},
		"El alcalde, el lunes. Fotografía: Vera Holt":             {"El alcalde, el lunes.", "Vera Holt"},
		"Il sindaco lunedì (foto Ansa)":                           {"Il sindaco lunedì", "Ansa"},
		"Burmistrz w poniedziałek. Fot. Vera Holt / Agencja X":    {"Burmistrz w poniedziałek.", "Vera Holt / Agencja X"},
		"Мэр в понедельник. Фото: Вера Хольт / ТАСС":              {"Мэр в понедельник.", "Вера Хольт / ТАСС"},
		"月曜日の市長（写真：山田太郎）":                                         {"月曜日の市長", "山田太郎"},
		"市长周一讲话。新华社记者 李明 摄":                                       {"市长周一讲话。", "新华社记者 李明"},
		"월요일 시장. 사진=김하늘":                                          {"월요일 시장.", "김하늘"},
		"ראש העיר ביום שני. צילום: ורה הולט":                      {"ראש העיר ביום שני.", "ורה הולט"},
		"Belediye başkanı pazartesi günü. Fotoğraf: Vera Holt":    {"Belediye başkanı pazartesi günü.", "Vera Holt"},
		"Jon Arran / AFP":     {"", "Jon Arran / AFP"},
		"The mayor (Ann Lee)": {"", ""},
		"The mayor, Ann Lee, left, and the engineer, Marta Quill":         {"", ""},
		"Divers and/or engineers look at the gates":                       {"", ""},
		"The photo was taken by her son":                                  {"", ""},
		"He scored twice against Ajax. It was his best season":            {"", ""},
		"Source: the river begins here, and nobody knows why it does not": {"", "the river begins here, and nobody knows why it does not"},
	} {
		if caption, credit := splitCredit(all); caption != want[0] || credit != want[1] {
			t.Errorf("%q: %q, %q", all, caption, credit)
		}
	}
}

func FuzzSplitCredit(f *testing.F) {
	for _, s := range []string{"Tanner's Quay © Sam Dole/AFP/Getty Images", "市长周一讲话。新华社记者 李明 摄", "(写真：山田太郎）", "[/]", "Foto: Foto: Foto:",
		"©"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, all string) {
		caption, credit := splitCredit(all)
		if len(caption)+len(credit) > 2*len(all)+8 {
			t.Errorf("%q: %q, %q", all, caption, credit)
		}
		bareCredit(credit)
	})
}

func TestTheLargestImageOfASetIsTaken(t *testing.T) {
	for set, want := range map[string]string{
		"/a-240.jpg 240w, /a-1920.jpg 1920w, /a-800.jpg 800w": "/a-1920.jpg",
		"/a.jpg, /a-2.jpg 2x":   "/a-2.jpg",
		"/a.jpg 1x,/b.jpg 1.5x": "/b.jpg",
		"https://c.example/w_424,c_limit/a.jpg 424w, https://c.example/w_1456,c_limit/a.jpg 1456w": "https://c.example/w_1456,c_limit/a.jpg",
		"  /a.jpg  ": "/a.jpg",
		"data:image/gif;base64,R0lGOD 1x, /a.jpg 640w": "/a.jpg",
		"":      "",
		",,, ,": "",
	} {
		if got, _ := largest(set); got != want {
			t.Errorf("%q: %q, want %q", set, got, want)
		}
	}
}

func TestImagesThatLoadLateAreFoundWhereverTheirAddressIs(t *testing.T) {
	for figure, want := range map[string]string{
		`<figure><img src="/i/spacer.gif" data-srcset="/i/hall-of-lyric-400.jpg 400w, /i/hall-of-lyric-1600.jpg 1600w"></figure>`:                                           "/i/hall-of-lyric-1600.jpg",
		`<figure><img src="data:image/svg+xml,x" data-lazy-src="/i/front-of-lyric-300.jpg"><noscript><img src="/i/front-of-lyric-1200.jpg" width=1200></noscript></figure>`: "/i/front-of-lyric-1200.jpg",
		`<figure><img class=lazy alt=""><noscript><img src="/i/pumps-on-the-quay.jpg"></noscript></figure>`:                                                                 "/i/pumps-on-the-quay.jpg",
		`<figure><img src="/static/loading.gif" data-url="/i/regatta-start-line.jpg"></figure>`:                                                                             "/i/regatta-start-line.jpg",
		`<figure><picture><source srcset="/i/basin-at-dawn-2000.webp 2000w"><img src="/i/basin-at-dawn-400.jpg"></picture></figure>`:                                        "/i/basin-at-dawn-2000.webp",
		`<figure><picture><source data-srcset="/i/basin-at-dawn-2000.webp"><img src="data:image/gif;base64,R0"></picture></figure>`:                                         "/i/basin-at-dawn-2000.webp",
		`<figure><img src="/i/basin-at-dawn.jpg" width=2400 srcset="/i/basin-at-dawn-240.jpg 240w"></figure>`:                                                               "/i/basin-at-dawn.jpg",
	} {
		images := imagesOf(t, "", figure)
		if len(images) != 1 || images[0].URL != "https://www.example.org"+want {
			t.Errorf("%s: %+v", figure, images)
		}
	}
}

func TestCaptionsBelowImagesInNoFigureAreTheirs(t *testing.T) {
	for box, want := range map[string]article.Image{
		`<div class="wp-caption"><img src="/i/lock-gates-1968.jpg"><p class="wp-caption-text">The gates, hung in 1968. Photo: Vera Holt</p></div>`:                                                   {Caption: "The gates, hung in 1968.", Credit: "Vera Holt"},
		`<div class="image-block"><img src="/i/lock-gates-1968.jpg"><div class="image-caption">The gates at noon.</div><div class="image-copyright">© Jon Arran / AFP</div></div>`:                   {Caption: "The gates at noon.", Credit: "Jon Arran / AFP"},
		`<div class="photo"><a href="/i/lock-gates-1968.jpg"><img src="/i/lock-gates-1968.jpg"></a><span class="legend">The gates at dusk.</span> <em class="credit">(Picture: Sam Dole)</em></div>`: {Caption: "The gates at dusk.", Credit: "Sam Dole"},
		`<table><tr><td><img src="/i/lock-gates-1968.jpg"></td></tr><tr><td class="caption">The gates in summer. Photo by Tilda Rune</td></tr></table>`:                                              {Caption: "The gates in summer.", Credit: "Tilda Rune"},
		`<div><div class=pic><img src="/i/lock-gates-1968.jpg"></div><div class="bildunterschrift">Die Tore. (Foto: dpa)</div></div>`:                                                                {Caption: "Die Tore.", Credit: "dpa"},
	} {
		a := storyWith(t, box)
		if len(a.Images) != 1 || a.Images[0].Caption != want.Caption || a.Images[0].Credit != want.Credit {
			t.Errorf("%s: %+v", box, a.Images)
		}
		if strings.Contains(a.BodyText, want.Caption) {
			t.Errorf("%s: the text holds its caption: %q", box, a.BodyText)
		}
	}
	for _, box := range []string{
		`<div class=card><a href="/b"><img src="/i/another-story-of-today.jpg"></a><p class=caption>Another story</p></div>`,
		`<div><img src="/i/lock-gates-1968.jpg"><p>` + paragraphs[0] + `</p></div>`,
	} {
		if a := storyWith(t, box); len(a.Images) != 0 {
			t.Errorf("%s: %+v", box, a.Images)
		}
	}
}

func TestEachNameOfFurnitureHasAPartOfOne(t *testing.T) {
	for name := range furniture {
		if !isFurniture("https://a.example/i/the-" + strings.ToUpper(name) + ".png") {
			t.Errorf("%s is taken for a picture", name)
		}
	}
	for address, want := range map[string]bool{
		"https://a.example/i/%6cogo.png": true, "https://a.example/x.SVG": true, "https://www.gravatar.com/x": true, "https://a.example/x.svg.jpg": false,
		"https://a.example/icons/x.jpg": false, "https://a.example/catalogo.jpg": false, "https://a.example/a%20b.jpg": false, "": false,
	} {
		if isFurniture(address) != want {
			t.Errorf("%s: %v", address, !want)
		}
	}
}

func TestFormatsAreNoPartOfAName(t *testing.T) {
	for name, want := range map[string]string{
		"a.jpg": "a", "a.JPEG.webp": "a", "a.b.png": "a.b", "a.txt": "a.txt", "a": "a", ".gif": "", "a.jpg.": "a.jpg.", "ajpg": "ajpg",
	} {
		if got := withoutFormat(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// What leads into the network of whoever reads the article is not handed on: no picture, no
// link, no recording, whatever its spelling, and whatever the page says that its base is.
// A page within such a network keeps its own.
func TestAddressesOfOnesOwnNetworkAreNotHandedOn(t *testing.T) {
	inside := []string{"http://169.254.169.254/latest", "http://2130706433/x.jpg", "http://[::1]/x.jpg", "http://router.local/x.jpg", "http://intranet/x.jpg", "ftp://example.org/x.jpg"}
	var markup strings.Builder
	markup.WriteString(`<p>Read <a href="https://other.example/a">the report</a> of the council`)
	for _, address := range inside {
		fmt.Fprintf(&markup, ` and <a href="%s">what it says</a>`, address)
	}
	markup.WriteString(".</p>")
	for _, address := range inside {
		fmt.Fprintf(&markup, `<figure><img src="%s" width="800" height="600"><figcaption>The bridge on Monday</figcaption></figure>`, address)
	}
	page := strings.Replace(storyPage(markup.String()), "<head>", `<head><base href="http://10.0.0.1/"><meta property="og:image" content="/cover.jpg">`, 1)
	a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: []byte(page), Entry: &Entry{
		Title: "Town builds a bridge", URL: "https://www.example.org/2026/bridge",
		Enclosures: []Enclosure{{URL: "http://127.0.0.1:8090/a.mp3", Type: "audio/mpeg"}, {URL: "https://www.example.org/a.mp3", Type: "audio/mpeg"}},
	}})
	all, err := article.Encode(a)
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range append(inside, "10.0.0.1", "127.0.0.1") {
		if strings.Contains(string(all), address) {
			t.Errorf("%s is handed on", address)
		}
	}
	if !strings.Contains(a.BodyHTML, "https://other.example/a") || len(a.Media) != 1 {
		t.Errorf("%s\n%+v", a.BodyHTML, a.Media)
	}
	a = make1(t, Document{URL: "http://intranet/2026/bridge", Body: []byte(storyPage(`<figure><img src="/bridge.jpg"><figcaption>The bridge on Monday</figcaption></figure>`))})
	if len(a.Images) != 1 || a.Images[0].URL != "http://intranet/bridge.jpg" {
		t.Errorf("%+v", a.Images)
	}
}

// Neither do the addresses of people and of terms lead there, nor have they other schemes;
// terms in words stay as they are.
func TestAddressesOfPeopleAndTermsAreOfTheWeb(t *testing.T) {
	for _, c := range []struct{ said, want string }{
		{"http://10.9.8.1/x", ""}, {"//router.local/x", ""}, {"javascript:alert(1)", ""}, {"file:///etc/passwd", ""}, {"ftp://example.org/x", ""},
		{"https://people.example/ann", "https://people.example/ann"},
	} {
		ld := fmt.Sprintf(`<head><script type="application/ld+json">{"@type":"NewsArticle","license":%q,"usageInfo":%q}</script>`, c.said, c.said)
		for _, name := range []string{"Ann Lee", "@annlee"} {
			a := make1(t, Document{
				URL: "https://www.example.org/2026/bridge", Body: []byte(strings.Replace(storyPage(""), "<head>", ld, 1)),
				Entry: &Entry{Title: "Town builds a bridge", Authors: []Person{{Name: name, URL: c.said}}},
			})
			if len(a.Authors) != 1 || a.Authors[0].URL != c.want {
				t.Errorf("author at %s: %+v", c.said, a.Authors)
			}
			if got := a.Rights; c.want == "" && got != nil || c.want != "" && (got == nil || got.License != c.want || got.Usage != c.want) {
				t.Errorf("terms at %s: %+v", c.said, got)
			}
		}
	}
	for said, want := range map[string]string{
		"CC-BY-4.0": "CC-BY-4.0", "© The Post: all rights reserved": "© The Post: all rights reserved", "/terms": "https://www.example.org/terms",
	} {
		ld := fmt.Sprintf(`<head><script type="application/ld+json">{"@type":"NewsArticle","license":%q}</script>`, said)
		a := make1(t, Document{URL: "https://www.example.org/2026/bridge", Body: []byte(strings.Replace(storyPage(""), "<head>", ld, 1))})
		if a.Rights == nil || a.Rights.License != want {
			t.Errorf("%s: %+v", said, a.Rights)
		}
	}
}
