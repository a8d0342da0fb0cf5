package normalize

import (
	"strings"
	"unicode"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// inFull is a single author, named by the first name alone or by the name of an
// account, as another credit names the same one.
func inFull(names []article.Author, others []credit) []article.Author {
	if len(names) != 1 || names[0].Kind != "person" || words(names[0].Name) != 1 {
		return names
	}
	for _, o := range others {
		if len(o.names) != 1 || words(o.names[0].Name) > 3 {
			continue
		}
		if full := o.names[0].Name; strings.HasPrefix(full, names[0].Name+" ") || isAccountOf(names[0].Name, full) {
			return o.names
		}
	}
	return names
}

// isAccountOf reports whether a word is how systems name the account of a person:
// "annlee" or "alee".
func isAccountOf(account, name string) bool {
	account, name = withoutAccents(squeeze(account)), withoutAccents(strings.ToLower(name))
	first, last, ok := strings.Cut(name, " ")
	return ok && first != "" && (account == squeeze(name) || account == first[:1]+squeeze(last))
}

// isWord reports whether a credit is to one word that is no name of an account.
func isWord(names []article.Author) bool {
	return len(names) == 1 && names[0].Kind == "person" && words(names[0].Name) == 1 && !isUncased(names[0].Name) && !isHandle(names)
}

// isHandle reports whether a credit is to the name of an account, or to some letters,
// as systems print them, and to nobody else: "KatieS", "MCJ".
func isHandle(names []article.Author) bool {
	if len(names) != 1 || words(names[0].Name) != 1 || names[0].Kind != "person" {
		return false
	}
	name := names[0].Name
	inner := strings.IndexFunc(strings.TrimLeftFunc(name, unicode.IsUpper), unicode.IsUpper) >= 0
	return inner || strings.ToUpper(name) == name && !isUncased(name) || strings.ToLower(name) == name && !isUncased(name) || hasDigit(name)
}
