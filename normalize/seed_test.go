package normalize

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// seedParagraphs are a story as agencies write them.
var seedParagraphs = []string{
	"The last ferry across the Velna left on Sunday evening with four passengers and a dog, after the regional council voted to close the line that has linked the two halves of the port for 140 years.",
	"“There was no money for a new engine, and nobody wanted to say so before the summer,” captain Irena Solm told AFP on the deck, where neighbours had left flowers.",
	"The council said the bridge that opened upstream in March would carry buses every ten minutes. Residents of the old quarter counter that the detour takes them half an hour.",
	"Traffic on the line had fallen by two thirds since 2019, according to figures of the port authority, which put the cost of repairs at 3.4 million euros.",
	"A petition to keep the boat as a museum has gathered 11,000 signatures. The council is to take it up in December.",
}

const seedHead = `<title>Last Ferry Leaves Velna After 140 Years - The Velna Times</title>
<meta name="description" content="The regional council voted to close the line that has linked the two halves of the port.">
<meta name="author" content="AFP"><meta name="keywords" content="Velna, Transport, Shipping">
<link rel="canonical" href="https://www.velnatimes.example/2026/11/22/last-ferry-leaves-velna-a48213">
<meta property="og:title" content="Last Ferry Leaves Velna After 140 Years"><meta property="og:site_name" content="The Velna Times">
<meta property="og:type" content="article"><meta property="og:url" content="https://www.velnatimes.example/2026/11/22/last-ferry-leaves-velna-a48213">
<meta property="og:image" content="https://static.velnatimes.example/image/og/1b/last-ferry-of-velna.jpg">
<meta property="article:section" content="News"><meta property="article:published_time" content="2026-11-22T21:11:00+02:00">
<script type="application/ld+json">{"@context":"http://schema.org/","@type":"NewsArticle","headline":"Last Ferry Leaves Velna After 140 Years",
"datePublished":"2026-11-22T21:11:00+02:00","dateModified":"2026-11-22T21:40:00+02:00","articleSection":"News",
"author":[{"@type":"Person","name":"AFP"}],"keywords":["Velna","Transport","Shipping"],
"image":{"@type":"ImageObject","url":"https://static.velnatimes.example/image/og/1b/last-ferry-of-velna.jpg","width":1200,"height":630},
"publisher":{"@type":"Organization","name":"The Velna Times","logo":{"@type":"ImageObject","url":"https://static.velnatimes.example/logo.png"}}}</script>`

// seedPage is a wire story on the page of a paper that lives from its readers.
func seedPage(head string) []byte {
	var text strings.Builder
	for _, p := range seedParagraphs {
		text.WriteString(`<div class="article__block article__block--html article__block--column" data-id="article-block-type"><p>` + p + `</p></div>` + "\n")
	}
	return []byte(`<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">` + head + `</head><body class="article-page">
<div class="contribution-bar"><div class="contribution-bar__text">Support The Velna Times! Every contribution helps to keep our reporters at work.</div><a class="contribution-bar__button" href="/contribute">Contribute today</a></div>
<header class="site-header"><a href="/" class="site-header__logo"><img src="/img/logo.svg" alt="The Velna Times"></a><nav class="nav-expanded"><ul><li><a href="/news">News</a></li><li><a href="/opinion">Opinion</a></li><li><a href="/business">Business</a></li></ul></nav></header>
<main><article class="article article--news">
<header class="article__header"><span class="label"><a href="/news">News</a></span><h1>Last Ferry Leaves Velna After 140 Years</h1></header>
<div class="article__byline byline"><div class="byline__details"><div class="byline__column">By <a href="/author/afp" class="byline__author__name" title="AFP">AFP</a></div><div class="byline__column"><time class="byline__datetime timeago" datetime="2026-11-22T21:11:00+02:00">Nov. 22, 2026</time></div></div></div>
<div class="social social--share"><a href="https://share.example/f?u=x" title="Share on Facebook">Share</a> <a href="https://share.example/t?u=x">Tweet</a></div>
<figure class="article__featured-image featured-image"><img src="https://static.velnatimes.example/image/article_1360/1b/last-ferry-of-velna.jpg" alt=""><figcaption><span class="article__featured-image__caption featured-image__caption">The ferry on its way to the eastern quay on Sunday.</span> <span class="article__featured-image__credits featured-image__credits">Marek Toll / AFP</span></figcaption></figure>
<div class="article__content-container"><div class="article__content">
` + text.String() + `</div></div>
<div class="article__bottom"></div>
<div class="article__tags">Read more about: <a href="/tag/velna" title="Velna">Velna</a>, <a href="/tag/transport">Transport</a>, <a href="/tag/shipping">Shipping</a></div>
<div class="contribution-teaser"><h4>A Message From Our Editors</h4><p>Your support, from only two euros a month, makes the difference. It is quick to set up, and you can stop at any time.</p><a href="/contribute">Continue</a> <a href="#">Not ready to support today? Remind me later</a></div>
</article>
<section class="cluster related-articles"><h3>Read more</h3>
<a class="related-article" href="/2026/11/20/council-opens-budget-talks-a48100"><h4>Council Opens Talks on Budget</h4><p>The talks are to last until the middle of December, the chair said.</p></a>
<a class="related-article" href="/2026/11/18/bridge-counts-first-million-a47911"><h4>New Bridge Counts Its First Million</h4><p>Drivers of buses say that the lights are set too short.</p></a></section>
<div class="newsletterbanner"><h4>Sign up for our free weekly newsletter</h4><p>Our best stories of the week, every Friday, in your inbox.</p><form><input type="email" placeholder="Your email"><button>Subscribe</button></form></div>
</main><footer class="footer"><p>© The Velna Times, all rights reserved.</p><ul><li><a href="/about">About us</a></li><li><a href="/privacy">Privacy policy</a></li></ul></footer>
</body></html>`)
}

// The promise that this project began with: such a page is read exactly, with
// all its metadata and with none but what its readers see.
func TestAPageOfAWireStoryIsReadExactly(t *testing.T) {
	for name, head := range map[string]string{"with metadata": seedHead, "without": "<title>Last Ferry Leaves Velna After 140 Years - The Velna Times</title>"} {
		t.Run(name, func(t *testing.T) {
			a := make1(t, Document{URL: "https://www.velnatimes.example/2026/11/22/last-ferry-leaves-velna-a48213", Body: seedPage(head), Status: 200})
			if diff := cmp.Diff(strings.Join(seedParagraphs, "\n\n"), a.BodyText); diff != "" {
				t.Errorf("body: %s", diff)
			}
			if a.Headline != "Last Ferry Leaves Velna After 140 Years" || a.Agency != "AFP" || joinNames(a.Authors) != "AFP" || a.Authors[0].Kind != "agency" {
				t.Errorf("headline %q, agency %q, authors %+v", a.Headline, a.Agency, a.Authors)
			}
			if want := time.Date(2026, 11, 22, 19, 11, 0, 0, time.UTC); !a.PublishedAt.Equal(want) {
				t.Errorf("published %s", a.PublishedAt)
			}
			var tags []string
			for _, tag := range a.Tags {
				tags = append(tags, tag.Name)
			}
			if diff := cmp.Diff([]string{"Velna", "Transport", "Shipping"}, tags); diff != "" {
				t.Errorf("tags: %s", diff)
			}
			seedPicture(t, a.Images)
			if a.Section != "News" && head == seedHead || a.Language == nil || a.Language.Tag != "en" || a.Completeness != article.Full {
				t.Errorf("section %q, language %+v, completeness %s", a.Section, a.Language, a.Completeness)
			}
			if a.URL != "https://www.velnatimes.example/2026/11/22/last-ferry-leaves-velna-a48213" || a.Publisher.Domain != "velnatimes.example" {
				t.Errorf("url %q, publisher %+v", a.URL, a.Publisher)
			}
		})
	}
}

func seedPicture(t *testing.T, images []article.Image) {
	t.Helper()
	if len(images) != 1 {
		t.Fatalf("images %+v", images)
	}
	if i := images[0]; i.Role != "cover" || i.Caption != "The ferry on its way to the eastern quay on Sunday." || i.Credit != "Marek Toll / AFP" {
		t.Errorf("image %+v", i)
	}
}
