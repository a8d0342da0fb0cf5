package normalize

import (
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/internal/agency"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
)

// authorsOfLD are those whom an object of JSON-LD names. The name of a person is
// taken as a whole.
func (r *recipe) authorsOfLD(ld object) []article.Author {
	var list []article.Author
	for _, property := range []string{"author", "creator"} {
		for _, o := range objects(ld[property]) {
			list = append(list, r.authorsOfObject(o)...)
		}
		for _, s := range plainTexts(ld[property]) {
			list = append(list, r.splitNames(s)...)
		}
		if property == "author" && len(list) > 0 && !r.moreCreators(ld, list) {
			break
		}
	}
	return withoutDesks(unique(list))
}

// withoutDesks leaves out what data call a person and is the desk of a paper, where
// people are named beside it.
func withoutDesks(list []article.Author) []article.Author {
	isDesk := func(a article.Author) bool { return a.Kind != "agency" && byline.Desk(a.Name) != "" }
	if !slices.ContainsFunc(list, func(a article.Author) bool { return a.Kind == "person" && words(a.Name) > 1 && !isDesk(a) }) {
		return list
	}
	return slices.DeleteFunc(list, isDesk)
}

// moreCreators reports whether an object names a single author, and this one and
// others as its creators.
func (r *recipe) moreCreators(ld object, authors []article.Author) bool {
	creators := plainTexts(ld["creator"])
	return len(authors) == 1 && len(creators) > 1 && slices.Contains(creators, authors[0].Name)
}

// organizationTypes are the types of authors that are no people.
var organizationTypes = []string{"Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO",
	"CollegeOrUniversity"}

func (r *recipe) authorsOfObject(o object) []article.Author {
	var list []article.Author
	named := texts(o["name"])
	if first, last := o.text("givenName"), o.text("familyName"); len(named) == 0 && first != "" && last != "" {
		named = []string{first + " " + last}
	}
	for _, name := range named {
		if strings.Contains(name, "://") {
			continue
		}
		switch {
		case o.is(organizationTypes...):
			list = append(list, r.organization(name)...)
		case o.is("Person"):
			list = append(list, r.people(name)...)
		default:
			list = append(list, r.splitNames(name)...)
		}
	}
	if u := texts(o["url"]); len(u) > 0 && len(list) == 1 {
		list[0].URL = r.page.url(u[0])
	}
	return list
}

// people are those whom the name of a person names.
func (r *recipe) people(name string) []article.Author {
	name = plainText(clip(name, maxByline))
	if by, rest, _ := strings.Cut(name, " "); smallBy[by] { // "von Anna Brandt", and not "von Brandt"
		if first, _, more := strings.Cut(rest, " "); more && byline.IsFirstName(withoutAccents(first)) {
			name = rest
		}
	}
	list := r.authorsNamed(byline.Person(name, r.isKnownName))
	return list
}

// smallBy are the words before a name that data have kept from a byline.
var smallBy = map[string]bool{"by": true, "By": true, "von": true, "Von": true, "par": true, "Par": true, "por": true, "Por": true, "door": true, "Door": true, "av": true, "Av": true}

// organization is the one that a name stands for, with the "and" in it: but "The
// Times and AFP" are two.
func (r *recipe) organization(name string) []article.Author {
	name = plainText(clip(name, maxByline))
	if agency.Named(name, r.page.lang) != "" {
		return []article.Author{{Name: name, Kind: "agency"}}
	}
	parts := r.splitNames(name)
	parted := strings.ContainsAny(name, ",;|/@\n") || hasAgency(parts)
	if !parted && len(name) <= maxOrganization && !byline.IsNobody(name) {
		return []article.Author{{Name: name, Kind: "org"}}
	}
	for i := range parts {
		if parts[i].Kind == "person" {
			parts[i].Kind = "org"
		}
	}
	return parts
}

func hasAgency(list []article.Author) bool {
	return slices.ContainsFunc(list, func(a article.Author) bool { return a.Kind == "agency" })
}

// maxOrganization is the longest name of one, in bytes.
const maxOrganization = 100

// plainTexts are the strings of a value that are no objects.
func plainTexts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				all = append(all, s)
			}
		}
		return all
	}
	return nil
}
