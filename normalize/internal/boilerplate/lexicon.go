package boilerplate

import "golang.org/x/net/html"

// group is a family of words that publishers name elements with.
type group uint8

const (
	gStory group = iota
	gContent
	gText
	gComment
	gRelated
	gShare
	gLetter
	gAdvert
	gMenu
	gFooter
	gHeader
	gSide
	gAuthor
	gDate
	gCaption
	gTags
	gTeaser
	gTitle
	gLead
	gPopup
	gLogin
	gHidden
	gList
	gQuote
	gNote
	gLegal
	gEmbed
	gContents
	gButton
	gPopular
	gSupport
	gLive
	gBox
	gSearch
	gWrap
	groups
)

// lexicon maps the words of class and id attributes to their groups.
var lexicon = func() *wordTable {
	m := map[string]uint8{}
	for g, words := range [groups][]string{
		gStory:    {"article", "story", "post", "entry", "artikel", "articulo", "articolo", "noticia", "hentry", "news", "single", "blogpost", "beitrag"},
		gContent:  {"content", "main", "inhalt", "contenido", "contenu", "maincontent", "page"},
		gText:     {"body", "text", "paragraph", "prose", "articlebody", "copy", "rte", "richtext", "texte", "texto", "absatz", "para", "paywalled", "postbody", "storybody"},
		gComment:  {"comment", "comments", "disqus", "kommentar", "kommentare", "reply", "respond", "forum", "discussion", "commentlist", "responses"},
		gRelated:  {"related", "recommend", "recommended", "recommendation", "recommendations", "more", "readmore", "similar", "also", "mehr", "weitere", "further", "next", "previous", "prev", "recirc", "recirculation", "outbrain", "taboola", "crosslink", "liees", "relacionadas", "relacionados"},
		gShare:    {"share", "sharing", "social", "shares", "facebook", "whatsapp", "sharedaddy", "addthis", "follow", "teilen", "tools", "toolbar"},
		gLetter:   {"newsletter", "subscribe", "subscription", "signup", "optin", "mailchimp", "mail", "email", "subscriber"},
		gAdvert:   {"ad", "ads", "advert", "advertisement", "adv", "sponsor", "sponsored", "banner", "dfp", "gpt", "adslot", "anzeige", "werbung", "pub", "publicidad", "promo", "promotion", "affiliate", "product", "products", "shop", "buy", "price", "offer"},
		gMenu:     {"nav", "menu", "breadcrumb", "breadcrumbs", "navigation", "navbar", "pagination", "pager", "tabs", "submenu", "topbar", "burger"},
		gFooter:   {"footer", "foot", "bottom", "colophon", "footnote", "footnotes"},
		gHeader:   {"header", "head", "masthead", "top", "hero", "kopf"},
		gSide:     {"sidebar", "aside", "widget", "side", "rail", "sidecol", "column", "marginal", "complementary"},
		gAuthor:   {"author", "authors", "byline", "bio", "writer", "autor", "auteur", "contributor", "profile", "by", "vcard", "reporter", "about"},
		gDate:     {"date", "time", "meta", "timestamp", "published", "publish", "info", "datetime", "datum", "updated", "dateline", "postmeta", "byinfo", "kicker", "details"},
		gCaption:  {"caption", "credit", "figure", "image", "photo", "gallery", "picture", "img", "media", "bild", "foto", "copyright", "slideshow", "carousel", "figcaption", "legend", "source", "thumbnail", "thumb", "slider"},
		gTags:     {"tag", "tags", "topic", "topics", "category", "categories", "keyword", "keywords", "taxonomy", "themen", "cat", "section", "label"},
		gTeaser:   {"teaser", "card", "cards", "tile", "listing", "archive", "item", "items", "preview", "module", "headlines", "linklist"},
		gTitle:    {"title", "headline", "heading", "titre", "titel", "titulo", "h1", "h2", "h3", "subhead", "subheading", "intertitle"},
		gLead:     {"summary", "lead", "lede", "intro", "standfirst", "dek", "deck", "excerpt", "description", "subtitle", "chapo", "subheadline", "abstract", "vorspann", "entradilla", "ingress", "sapo", "desc", "sommario", "subline", "strapline", "leadtext"},
		gPopup:    {"popup", "modal", "overlay", "cookie", "consent", "gdpr", "dialog", "tooltip", "toast", "cookies", "privacy", "drawer", "lightbox"},
		gLogin:    {"login", "account", "register", "paywall", "premium", "abo", "user", "registration", "piano", "member", "membership", "metered", "regwall"},
		gHidden:   {"hidden", "sr", "only", "print", "noprint", "visually", "hide", "invisible", "collapsed", "screen", "reader"},
		gList:     {"list", "grid", "feed", "row", "stream", "index", "collection", "loop", "posts"},
		gQuote:    {"quote", "pullquote", "blockquote", "zitat", "citation", "testimonial", "pull"},
		gNote:     {"correction", "update", "note", "disclaimer", "editor", "editors", "disclosure", "clarification", "credits", "sources", "references", "reference", "acknowledgements"},
		gLegal:    {"legal", "rights", "terms", "policy", "license", "impressum", "imprint"},
		gEmbed:    {"embed", "twitter", "instagram", "tweet", "video", "player", "youtube", "audio", "podcast", "jwplayer", "brightcove", "iframe", "widgets", "poll", "quiz"},
		gContents: {"toc", "contents", "outline", "jump", "anchors"},
		gButton:   {"button", "btn", "cta", "link", "links", "action", "actions", "icon"},
		gPopular:  {"popular", "trending", "latest", "most", "viewed", "hot", "recent", "breaking", "ticker", "neueste", "meistgelesen"},
		gSupport:  {"support", "donate", "donation", "contribute", "contribution", "appeal", "spende"},
		gLive:     {"live", "liveblog", "timeline", "event", "events", "score", "scoreboard", "weather", "stock"},
		gBox:      {"box", "infobox", "factbox", "key", "points", "highlights", "highlight", "takeaways", "callout", "panel", "fact", "facts", "faq", "accordion", "table"},
		gSearch:   {"search", "form", "input", "field", "contact", "select"},
		gWrap:     {"wrapper", "container", "wrap", "inner", "block", "layout", "col", "component", "site"},
	} {
		for _, w := range words {
			m[w] = uint8(g)
		}
	}
	return newWordTable(m)
}()

// maxName is how many bytes of a class or id are read.
const maxName = 400

// naming is what the names of an element say.
type naming struct {
	groups uint64
	odds   tally
}

// namings reads the names of elements, each name once: a page repeats them.
type namings struct {
	odds Odds
	seen map[string]naming
}

// of is what an element's class, id and roles say.
func (t *namings) of(n *html.Node) (all naming) {
	for i, a := range n.Attr {
		if i >= maxAttr {
			break
		}
		if !names(a.Key) {
			continue
		}
		one, ok := t.seen[a.Val]
		if !ok {
			one = t.read(a.Val)
			if len(a.Val) <= maxName {
				t.seen[a.Val] = one
			}
		}
		all.groups |= one.groups
		all.odds.join(one.odds)
	}
	return all
}

// names reports whether an attribute names its element.
func names(key string) bool {
	switch key {
	case "class", "id", "data-component", "data-testid", "itemprop", "role", "data-type", "data-module":
		return true
	}
	return false
}

func (t *namings) read(name string) (one naming) {
	last := uint32(0)
	eachName(name, func(word []byte, h uint32) {
		if g, ok := lexicon.find(word, h); ok {
			one.groups |= 1 << g
		}
		for _, k := range [...]uint32{h, pairOf(last, h)} {
			if odds, ok := t.odds.of(k); ok {
				one.odds.add(odds)
			}
		}
		last = h
	})
	return one
}

// NameHashes are the hashes that an element's names are looked up by, for a
// trainer.
func NameHashes(n *html.Node) (list []uint32) {
	for _, a := range n.Attr[:min(len(n.Attr), maxAttr)] {
		if names(a.Key) {
			last := uint32(0)
			eachName(a.Val, func(_ []byte, h uint32) {
				list = append(list, h, pairOf(last, h))
				last = h
			})
		}
	}
	return list
}

// maxAttr is how many attributes of an element are looked at.
const maxAttr = 50

// eachName splits a name at what is no letter and at camelCase.
func eachName(name string, do func(word []byte, hash uint32)) {
	var word [24]byte
	n, lower, hash := 0, false, uint32(noHash)
	end := func() {
		if n > 1 && n < len(word) {
			do(word[:n], hash)
		}
		n, hash = 0, noHash
	}
	for i := 0; i < len(name) && i < maxName; i++ {
		c := name[i]
		switch {
		case c >= 'A' && c <= 'Z':
			if lower {
				end()
			}
			lower = false
			c += 'a' - 'A'
		case c >= 'a' && c <= 'z':
			lower = true
		default:
			end()
			lower = false
			continue
		}
		if n < len(word) {
			word[n] = c
			n++
			hash = hashRune(hash, rune(c))
		}
	}
	end()
}
