package normalize

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// tramPage is a page of four paragraphs with something above, within, below and after them.
func tramPage(title, h1, above, within, below, after string) string {
	p := []string{
		"The council of Elmhaven voted on Monday to build a tram along the harbour, after eleven years of plans that came to nothing and cost two mayors their office.",
		"Work will begin in the spring with the bridge over the canal, and the first cars are to run two years later, every eight minutes from dawn until midnight.",
		"“People had stopped believing in it,” said Mayor Orla Finch, who drove a bus on the same road for nineteen years before she was elected to the council.",
		"Shopkeepers on Rope Street fear for their summer, and have asked the town for a relief of rates while the road is closed between May and September.",
	}
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>%s</title></head><body><header><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav></header>`+
		`<main><article><h1>%s</h1>%s<p>%s</p><p>%s</p>%s<p>%s</p><p>%s</p>%s</article></main>%s<footer><p>Imprint</p></footer></body></html>`,
		title, h1, above, p[0], p[1], within, p[2], p[3], below, after)
}

// Forms of bylines, credits and furniture that differ from those of the table of kinds in
// markup, in words, or in both.
func TestOtherFormsOfWhatPagesHave(t *testing.T) {
	const headline = "Harbour Town Votes for the Tram"
	authors := func(a *article.Article) string {
		var names []string
		for _, n := range a.Authors {
			names = append(names, n.Name)
		}
		return strings.Join(names, ", ")
	}
	body := func(a *article.Article) string { return a.BodyText }
	agencies := func(a *article.Article) string {
		return strings.Join(append(slices.Clone(a.Agencies), a.Agency), ", ")
	}
	caption := func(a *article.Article) string {
		for _, i := range a.Images {
			return i.Caption + "|" + i.Credit
		}
		return ""
	}
	for name, tt := range map[string]struct {
		page  string
		get   func(*article.Article) string
		want  string
		lacks bool
	}{
		"roles without colons":  {tramPage(headline, headline, `<div><span>Words</span> <b>Mara Quill</b> · <span>Pictures</span> <b>Ivo Lent</b></div>`, "", "", ""), authors, "Mara Quill", false},
		"no role beside it":     {tramPage(headline, headline, `<p>Words fail Mara Quill</p>`, "", "", ""), authors, "Quill", true},
		"a class signature":     {tramPage(headline, headline, `<div class="signature">Léna Morvan, à Ormehavre</div>`, "", "", ""), authors, "Léna Morvan", false},
		"a class firma":         {tramPage(headline, headline, `<div class="firma">Inés Duarte | Olmopuerto</div>`, "", "", ""), authors, "Inés Duarte", false},
		"a long name":           {tramPage(headline, headline, `<p class="byline">By J. R. van der Quill III</p>`, "", "", ""), authors, "J. R. van der Quill III", false},
		"signed in brackets":    {tramPage(headline, headline, "", "", `<p>（小川葵）</p>`, ""), authors, "小川葵", false},
		"an end in brackets":    {tramPage(headline, headline, "", "", `<p>（敬称略）</p>`, ""), authors, "敬称略", true},
		"initials":              {tramPage(headline, headline, "", "", `<p>Jana Ruß (jru), Elmhafen</p>`, ""), authors, "Jana Ruß", false},
		"staff, and a date":     {tramPage(headline, headline, `<p class="byline">By Mara Quill, Staff, 12 Nov 2026</p>`, "", "", ""), authors, "Mara Quill", false},
		"whose opinions":        {tramPage(headline, headline, "", "", `<p><em>The opinions expressed here are those of the author. Follow us on Facebook and Instagram.</em></p>`, ""), body, "opinions", true},
		"opinions of a story":   {tramPage(headline, headline, "", "", `<p>The opinions expressed in the hall on Monday night were as many as there were chairs, and nobody left before ten.</p>`, ""), body, "opinions expressed", false},
		"a tip":                 {tramPage(headline, headline, "", "", `<p><em>Have a tip? Write to <a href="mailto:tips@elmpost.example">tips@elmpost.example</a></em></p>`, ""), body, "tips@", true},
		"a letter":              {tramPage(headline, headline, "", `<p><em>Pour ne rien rater, inscrivez-vous à notre <a href="/nl">newsletter</a>.</em></p>`, "", ""), body, "newsletter", true},
		"editing, and a house":  {tramPage(headline, headline, "", "", `<p>(Reporting by Mara Quill; editing by Ivo Lent, Reuters)</p>`, ""), agencies, "Reuters", false},
		"a paper with agency":   {tramPage(headline, headline, `<p>Le Monde de l’Orme avec AFP</p>`, "", "", ""), agencies, "AFP", false},
		"somebody with agency":  {tramPage(headline, headline, "", "", `<p>The mayor spoke on Tuesday morning with Reuters</p>`, ""), agencies, "Reuters", true},
		"a plain caption":       {tramPage(headline, headline, "", `<div><div><img src="/i/tram.jpg" width="900" height="600"></div><div>The harbour road on Monday</div></div>`, "", ""), caption, "The harbour road on Monday|", false},
		"a credit after stroke": {tramPage(headline, headline, "", `<figure><img src="/i/t.jpg"><figcaption>The harbour road on Monday / Ivo Lent</figcaption></figure>`, "", ""), caption, "The harbour road on Monday|Ivo Lent", false},
		"another story":         {tramPage(headline, headline, "", "", "", `<div><h2>Baker Sells Her Oven</h2><p>By Ivo Lent</p><p>The baker of Mill Lane has sold her oven after forty years, and will open a library of recipes in its place next year.</p><p>She has found a buyer in the next town, who will take it apart and put it together again before the spring.</p></div>`), body, "baker of Mill Lane", true},
		"a small kicker":        {tramPage("Transport: "+headline+" - The Elm Post", "<small>Transport:</small> "+headline, "", "", "", ""), func(a *article.Article) string { return a.Headline }, "Transport", true},
		"a count in the title":  {tramPage(headline+" - The Elm Post", headline+` <i>▶</i> <span class="count">12</span>`, "", "", "", ""), func(a *article.Article) string { return a.Headline }, "12", true},
		"a class that ends so":  {tramPage(headline, headline, `<p class="articolo-firma">di <strong>Livia Serra</strong> - foto di Bo Ek</p>`, "", "", ""), authors, "Livia Serra", false},
		"the paper's name":      {tramPage(headline, headline, `<p>By Mara Quill | The Elm Post | Published Nov. 30, 2026</p>`, "", "", ""), authors, "Elm Post", true},
		"an era in brackets":    {tramPage(headline, headline, `<p>2026年（令和8年）11月30日 月曜日</p>`, "", "", ""), func(a *article.Article) string { return a.PublishedAt.Format("2006-01-02") }, "2026-11-30", false},
		"a box without a form":  {tramPage(headline, headline, "", `<div><strong>The Morning Elm</strong><p>The day’s news, delivered to your inbox at six.</p><a href="/signup">Sign me up</a></div>`, "", ""), body, "delivered", true},
		"a letter in a story":   {tramPage(headline, headline, "", `<p>The letter was delivered to your inbox and mine alike, the mayor told the council, and nobody had read it to the end before the vote on Monday.</p>`, "", ""), body, "delivered", false},
		"follow somebody":       {tramPage(headline, headline, "", "", `<p><em>Follow Mara Quill on X: <a href="https://x.com/mq">@mq</a></em></p>`, ""), body, "Follow Mara", true},
		"rights":                {tramPage(headline, headline, "", "", `<p>© Riproduzione riservata</p>`, ""), body, "Riproduzione", true},
		"a caption behind br":   {tramPage(headline, headline, "", `<p><img src="/i/tram.jpg" width="900" height="600"><br><em>The harbour road on Monday</em></p>`, "", ""), caption, "The harbour road on Monday", false},
		"capitals in a caption": {tramPage(headline, headline, "", `<figure><img src="/i/t.jpg"><figcaption>Die Hafenstraße am Montag. Ivo Lent/dpa</figcaption></figure>`, "", ""), caption, "Die Hafenstraße am Montag.|Ivo Lent/dpa", false},
		"a second main":         {tramPage(headline, headline, "", "", "", `<main><article><h2>Baker Sells Her Oven</h2><p>By Ivo Lent</p><p>The baker of Mill Lane has sold her oven after forty years, and will open a library of recipes in its place next year.</p><p>She has found a buyer in the next town, who will take it apart and put it together again before the spring.</p></article></main>`), body, "baker of Mill Lane", true},
		"a date of digits":      {strings.Replace(tramPage(headline, headline, "", "", "", ""), "<meta", `<meta name="pubdate" content="20261130180500"><meta`, 1), func(a *article.Article) string { return a.PublishedAt.Format("2006-01-02 15:04") }, "2026-11-30 18:05", false},
	} {
		a := make1(t, Document{URL: "https://www.elmpost.example/2026/tram-vote", Body: []byte(tt.page), FetchedAt: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)})
		if got := tt.get(a); strings.Contains(got, tt.want) == tt.lacks {
			t.Errorf("%s: %q, want %q: %v", name, got, tt.want, !tt.lacks)
		}
	}
}
