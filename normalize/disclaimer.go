package normalize

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// disclaims is how papers say that an opinion is not theirs. It is the whole beginning of a
// line; a story that speaks of opinions goes on otherwise.
var disclaims = pattern.Of(`(?i)^(?:(?:the )?(?:views|opinions)(?: and (?:views|opinions))? (?:expressed|stated|contained|presented)\b.{0,80}\b(?:author|writer|columnist|contributor|their own|his own|her own)|` +
	`die (?:hier |in diesem (?:beitrag|artikel|text) )?(?:geäußerten|vertretenen|dargestellten) (?:meinungen|ansichten|positionen)\b|` +
	`les (?:opinions|propos|points de vue) (?:exprimés|exprimées|émises|émis|tenus)\b.{0,80}\b(?:auteurs?|autrices?|rédaction)|` +
	`las opiniones (?:expresadas|vertidas|contenidas)\b.{0,80}\b(?:autor|autora|autores|responsabilidad)|` +
	`as opiniões (?:expressas|emitidas|contidas)\b.{0,80}\b(?:autor|autora|autores|responsabilidade)|` +
	`le opinioni (?:espresse|contenute)\b.{0,80}\b(?:autore|autrice|autori)|` +
	`de (?:meningen|opinies) (?:in|die|van)\b.{0,80}\b(?:auteur|auteurs|schrijver))`)

// opinionStems are parts of the words for opinions, one of which each disclaimer has.
var opinionStems = []string{"pinion", "iews", "einung", "nsicht", "ositionen", "ropos", "oints de vue", "piniões", "eningen", "pinies"}

func hasStem(s string, stems []string) bool {
	for _, stem := range stems {
		if strings.Contains(s, stem) {
			return true
		}
	}
	return false
}

// isDisclaimer reports whether a line says no more than whose the opinions of a text are.
func isDisclaimer(line string) bool {
	return hasStem(line, opinionStems) && sentences(line) <= 3 && disclaims().MatchString(strings.TrimLeft(line, "(*—– "))
}

// tips is how papers ask their readers for news.
var tips = pattern.Of(`(?i)^(?:have|got|do you have) (?:a|any) (?:news )?(?:tip|tips|story|lead|scoop)\b|^do you know more\b|^(?:haben sie|hast du|habt ihr) (?:einen |weitere |noch )?(?:hinweis|hinweise|tipps?)\b|` +
	`^(?:vous avez|tu as|avez-vous) (?:une info|une information|un témoignage)|^¿?(?:tienes|tiene) (?:una pista|información|una historia)|` +
	`^(?:hai|avete) (?:una segnalazione|una notizia)|` +
	`^heb je (?:een tip|nieuws)|^har du (?:tips|et tips|ett tips)`)

// asksForTips reports whether a line asks readers for news, and says where to send them.
func asksForTips(line string) bool {
	if !strings.Contains(line, "?") || sentences(line) > 3 || !tips().MatchString(line) {
		return false
	}
	low := strings.ToLower(line)
	for _, way := range []string{"@", "contact", "email", "e-mail", "write to", "reach", "signal", "send", "tell us", "schreib", "melde", "kontakt", "écrivez", "contactez", "escrib", "scriv", "mail"} {
		if strings.Contains(low, way) {
			return true
		}
	}
	return false
}
