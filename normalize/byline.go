package normalize

import (
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/agency"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// maxAuthors bounds the authors of one story.
const maxAuthors = 20

// maxByline is the longest byline, in bytes, with its markup.
const maxByline = 1000

// splitNames reads the field of data that names authors: one name or several, with
// or without a word such as "By" before them.
func (r *recipe) splitNames(s string) []article.Author {
	return slices.Clone(r.lineRead(s).names)
}

// lineOfNames reads a line that readers see. A line with a sentence in it is no
// byline.
func (r *recipe) lineOfNames(line string) ([]article.Author, bool) {
	read := r.lineRead(line)
	for _, n := range read.names {
		if nameWords(n.Name) > maxNameWords && n.Kind == "person" {
			return nil, false
		}
	}
	return slices.Clone(read.names), read.ok
}

// nameWords counts the words of a name, but for initials, particles and what stands behind
// it: "J. R. van der Quill III" has one.
func nameWords(name string) (n int) {
	for _, w := range strings.Fields(name) {
		if len(strings.Trim(w, ".,")) > 1 && !byline.IsParticle(strings.ToLower(w)) && !ranks[strings.Trim(w, ".,")] {
			n++
		}
	}
	return n
}

// ranks stand behind a name and tell it from that of a parent.
var ranks = map[string]bool{"Jr": true, "Sr": true, "II": true, "III": true, "IV": true}

// maxNameWords is how many words the name of a person has in a line that is no data.
const maxNameWords = 5

// lineRead reads a line. Pages name an author in many places, so each line is read
// once.
func (r *recipe) lineRead(s string) readLine {
	if s == "" || len(s) > maxByline {
		return readLine{}
	}
	read, known := r.page.split[s]
	if known {
		return read
	}
	if strings.Contains(s, "<") || strings.Contains(s, "&") {
		read = r.namesIn(plainText(s))
	} else {
		read = r.namesIn(withoutUnseen(s))
	}
	if r.page.split == nil {
		r.page.split = map[string]readLine{}
	}
	r.page.split[s] = read
	return read
}

func (r *recipe) namesIn(line string) readLine {
	if strings.Contains(line, "://") {
		return readLine{}
	}
	names, ok := byline.Read(line, r.isKnownName)
	return readLine{r.authorsNamed(names), ok}
}

// isKnownName reports whether a name is that of an agency or of the page's site.
func (r *recipe) isKnownName(name string) bool {
	return agency.Of(name, r.page.lang) != "" || r.isSiteName(name)
}

func (r *recipe) authorsNamed(names []string) []article.Author {
	var list []article.Author
	for _, name := range names[:min(len(names), maxAuthors)] {
		list = append(list, article.Author{Name: name, Kind: r.kindOf(name)})
	}
	return list
}

// kindOf tells people from organisations and agencies.
func (r *recipe) kindOf(name string) string {
	if agency.Of(name, r.page.lang) != "" {
		return "agency"
	}
	if r.isSite(name) || orgWord().MatchString(name) || domainName().MatchString(name) {
		return "org"
	}
	return "person"
}

var orgWord = pattern.Of(`(?i)\b(?:newsroom|redaktion|editorial|staff|team|desk|news|agency|agentur|agencia|times|post|gazette|herald|tribune|press|` +
	`media|magazine|zeitung|redacción|rédaction|redazione|редакция|office|ministry|university|online|tv|gmbh|inc|ltd|llc|e\.\s?v|` +
	`stiftung|verlag|verein|verband|foundation|institute|` +
	`association|society|agencies|collective|corporation|bureau|department|landesanstalt|bundesanstalt|bundesamt|ministerium|hochschule)\b`)

// domainName is an author that is named by an address: "timesofindia.com".
var domainName = pattern.Of(`(?i)^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|info|news|tv|[a-z]{2})$`)

// unique are the authors, each once, also agencies that two names mean.
func unique(list []article.Author) []article.Author {
	seen := map[string]bool{}
	var out []article.Author
	for _, a := range list {
		key := squeeze(a.Name)
		if a.Kind == "agency" {
			key = firstOf(agency.Named(a.Name, ""), key)
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, a)
		}
	}
	return out
}

func joinNames(list []article.Author) string {
	names := make([]string, len(list))
	for i, a := range list {
		names[i] = a.Name
	}
	return strings.Join(names, ", ")
}
