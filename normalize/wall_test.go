package normalize

import (
	"fmt"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

const councilText = "<p>The council of the harbour voted on Monday for a new quay, after a debate of nine hours in which nobody gave way.</p>" +
	"<p>The mayor said that the crane would follow before the winter, and that the ferry would leave from the old quay until then.</p>"

// A page in the place of the story's never takes the story's headline and text.
func TestAWallIsNoStory(t *testing.T) {
	const asked = "https://news.example/2026/quay"
	wall := func(title, text string) string {
		return "<html><head><title>" + title + " - Harbour Post</title><meta name=robots content=noindex></head><body><main><h1>" + title +
			"</h1><p>" + text + "</p></main></body></html>"
	}
	for name, tt := range map[string]struct{ final, page, title, reason string }{
		"a login":             {asked, wall("Sign in to your account", "Forgot your password? Create an account to read what your neighbours write."), "", RefusedLogin},
		"a login in German":   {asked, wall("Anmelden", "Passwort vergessen? Jetzt registrieren und weiterlesen."), "Stadtrat stimmt über den Kai ab", RefusedLogin},
		"a login in Japanese": {asked, wall("ログイン", "パスワードをお忘れですか。会員登録はこちら。"), "港の新しい岸壁を承認", RefusedLogin},
		"a password":          {asked, wall("Welcome back", `<input type="password" name="p">`), "", RefusedLogin},
		"a consent":           {asked, wall("Harbour Post with advertisements", "We and our 812 partners store data on your device."), "", RefusedConsent},
		"a challenge":         {asked, wall("Just a moment...", "Enable JavaScript and cookies to continue"), "", RefusedChallenge},
		"a region":            {asked, wall("451: Unavailable for legal reasons", "We recognise that you are in a country where we cannot show it."), "", RefusedRegion},
		"a soft 404":          {asked, wall("Page not found", "The address may be mistyped. Try our search."), "", RefusedMissing},
		"a soft 404 in Dutch": {asked, wall("Pagina niet gevonden", "Probeer het nog eens."), "Gemeenteraad stemt voor de kade", RefusedMissing},
		"maintenance":         {asked, wall("We will be right back", "Our site is being mended."), "", RefusedMending},
		"the home page":       {"https://news.example/", wall("Harbour Post", "Council votes on the quay. Crane falls into the sea."), "", RefusedHome},
		"a gate by address":   {"https://news.example/login?next=%2Fquay", wall("Council votes on the quay", "Read on."), "", RefusedGate},
		"a gate by host":      {"https://accounts.example/x", wall("Welcome", "Who are you?"), "", RefusedGate},
		"something else":      {asked, "<html><body><h1>Weather for Tuesday</h1><p>" + strings.Repeat("Rain comes from the west in the afternoon, later snow. ", 40) + "</p></body></html>", "", RefusedOther},
	} {
		entry := &Entry{URL: asked, Title: "Council votes on the quay", SummaryHTML: "<p>After a debate of nine hours the vote was close.</p>"}
		if tt.title != "" {
			entry.Title, entry.SummaryHTML = tt.title, ""
		}
		a, err := Article(Document{URL: asked, FinalURL: tt.final, Status: 200, ContentType: "text/html", RobotsTag: "noindex", Body: []byte(tt.page), Entry: entry})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a.Refused() != tt.reason || a.Headline != entry.Title || a.URL != asked || a.Unlisted() || a.Completeness == article.Full {
			t.Errorf("%s: refused %q, headline %q, %s, unlisted %v, %s", name, a.Refused(), a.Headline, a.URL, a.Unlisted(), a.Completeness)
		}
		if f := a.Provenance.Fetches[0]; (f.FinalURL != "") != (tt.final != asked) {
			t.Errorf("%s: it came from %q", name, f.FinalURL)
		}
	}
	if len(Refusals()) != 13 {
		t.Errorf("%d reasons have a word", len(Refusals()))
	}
}

// What is the entry's page is taken, however it is dressed.
func TestAStorysPageIsNoWall(t *testing.T) {
	const asked = "https://news.example/2026/quay"
	story := func(title, body string) string {
		return "<html><head><title>" + title + "</title></head><body><article><h1>" + title + "</h1>" + body + "</article></body></html>"
	}
	for name, tt := range map[string]struct {
		entry       Entry
		final, page string
	}{
		"another headline, the same words below":   {Entry{Title: "Council votes on the quay"}, asked, story("Nine hours for a wall of stone", councilText)},
		"words in other forms":                     {Entry{Title: "Voting councils debate quays"}, asked, story("Nine hours", councilText)},
		"a headline without long words":            {Entry{Title: "As it is now"}, asked, story("Nine hours", councilText)},
		"a story about logging in":                 {Entry{Title: "Thousands cannot sign in to their accounts"}, asked, story("Thousands cannot sign in to their accounts", councilText)},
		"a story about a page not found":           {Entry{Title: "Page not found: who invented the 404"}, asked, story("Page not found: who invented the 404", councilText)},
		"a summary that agrees alone":              {Entry{Title: "Breathtaking pictures", SummaryHTML: "The council of the harbour voted after a debate of nine hours."}, asked, story("Nine hours", councilText)},
		"a moved page":                             {Entry{Title: "Council votes on the quay"}, "https://news.example/archive/2026/quay", story("Council votes on the quay", councilText)},
		"a story under /privacy of its own":        {Entry{Title: "Council votes on the quay"}, "https://news.example/tech/privacy-of-harbours/quay", story("Council votes on the quay", councilText)},
		"an entry without a headline":              {Entry{}, asked, story("Sign in", councilText)},
		"a consent layer over the whole story":     {Entry{Title: "Council votes on the quay"}, asked, story("Council votes on the quay", "<div class=consent><h2>Cookies</h2><p>We and our partners</p></div>"+councilText)},
		"a newsletter form with a password beside": {Entry{Title: "Council votes on the quay"}, asked, story("Council votes on the quay", councilText+`<form><input type="password"></form>`)},
		"Korean, with other endings":               {Entry{Title: "의회가 부두를 승인했다"}, asked, story("부두 승인", "<p>의회는 월요일 아홉 시간의 토론 끝에 새 부두를 승인하였다고 시장이 말했다.</p>")},
		"Chinese, in other words":                  {Entry{Title: "市议会批准新码头"}, asked, story("九小时的辩论", "<p>市议会星期一经过九个小时的辩论，批准了新的码头。</p>")},
	} {
		entry := tt.entry
		a, err := Article(Document{URL: asked, FinalURL: tt.final, Status: 200, ContentType: "text/html", Body: []byte(tt.page), Entry: &entry})
		if err != nil || a.Refused() != "" {
			t.Errorf("%s: refused %q, %v", name, a.Refused(), err)
		}
	}
	a, err := Article(Document{URL: asked, FinalURL: asked, Status: 200, Body: []byte(story("Sign in to your account", councilText))})
	if err != nil || a.Refused() != "" || a.Headline != "Sign in to your account" {
		t.Errorf("without an entry: %+v, %v", a, err)
	}
}

func TestTheCallerMayRefuseAPage(t *testing.T) {
	entry := &Entry{URL: "https://news.example/2", Title: "Crane falls into the sea"}
	a, err := Article(Document{
		URL: entry.URL, FinalURL: "https://news.example/archive", Status: 200, Entry: entry, Refused: RefusedShared,
		Body: []byte("<html><body><h1>Crane falls into the sea</h1>" + councilText + "</body></html>"),
	})
	if err != nil || a.Refused() != RefusedShared || a.URL != entry.URL || strings.Contains(a.BodyText, "council") {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestAlike(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Council votes on the quay", "Council votes on quay again", true}, {"Council votes on the quay", "Crane falls into the sea", false},
		{"", "", true}, {"A", "a", true}, {"A", "B", false}, {"市议会批准新码头", "新码头获市议会批准", true}, {"市议会批准新码头", "起重机坠入海中", false},
	} {
		if got := Alike(tt.a, tt.b); got != tt.want || Alike(tt.b, tt.a) != got {
			t.Errorf("%q, %q: %v", tt.a, tt.b, got)
		}
	}
}

func FuzzAlike(f *testing.F) {
	f.Add("Council votes", "市议会 votes\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Alike(a, b) != Alike(b, a) || !Alike(a, a) {
			t.Errorf("%q, %q", a, b)
		}
		if n := len(needles(a)); n > maxNeedles {
			t.Errorf("%d needles", n)
		}
	})
}

func ExampleAlike() {
	fmt.Println(Alike("Council votes on the quay", "Quay: council votes again"), Alike("Council votes on the quay", "Sign in"))
	// Output: true false
}
