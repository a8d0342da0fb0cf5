package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wiredesk/wiredesk/normalize/date"
	"github.com/wiredesk/wiredesk/normalize/internal/byline"
	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Lengths, in bytes, of lines above a story that name its author or its date.
const (
	maxLeadByline = 160
	maxLeadDate   = 90
)

// leadSigns begin bylines, in the languages of news.
var leadSigns = phrasesOf("written by", "reported by", "posted by", "published by", "story by", "words by", "text by", "article by", "by",
	"geschrieben von", "veröffentlicht von", "von", "publié par",
	"rédigé par", "par", "publicado por", "escrito por", "por", "scritto da", "pubblicato da", "da", "di", "de", "geschreven door", "door",
	"skrevet av", "skrevet af", "av", "af", "fra", "skriven av",
	"tekst", "text", "texte", "texto", "testo", "autor", "autora", "autorin", "autore", "auteur", "auteurs", "author", "автор", "авторы",
	"текст", "от", "przez", "opracował", "opracowała", "kirjoittanut", "írta",
	"yazan", "haber", "oleh", "penulis", "bởi", "tác giả", "โดย", "बाय", "लेखक", "द्वारा", "بقلم", "كتب", "نویسنده", "מאת", "文", "文・", "作者",
	"記者", "记者", "撰文", "글", "기자", "od", "de la")

// besideNames are the small words of bylines that are no parts of names.
var besideNames = wordsOf(`and und et y og och en ja és e i и та ve και con with mit avec for the at special to our staff für der die des dem im in aus per la le les
	published updated posted first created on at am um den dem vom le il el uhr veröffentlicht aktualisiert erstellt publié mis à jour actualizado publicado atualizado pubblicato aggiornato gepubliceerd bijgewerkt
	publicerad uppdaterad publisert oppdatert opublikowano опубликовано обновлено güncelleme correspondent correspondente correspondant corresponsal notre nuestro nosso reporter writer editor redaktion`)

// isBylineLine reports whether a line names authors and nothing else: behind its
// first word it holds names, dates and the small words between them, and is no
// sentence. "By the spring of 2027 no ship may pass." begins as bylines do.
func isBylineLine(line string) bool {
	if len(line) > maxLeadByline {
		return false
	}
	rest, colon, ok := leadSigns.after(line)
	if !ok || rest == "" {
		return false
	}
	small, large, cased := 0, 0, false
	for _, w := range strings.FieldsFunc(rest, isBetweenWords) {
		first, _ := utf8.DecodeRuneInString(w)
		low := strings.ToLower(w)
		cased = cased || unicode.IsLower(first) || unicode.IsUpper(first)
		switch {
		case byline.IsParticle(low) || besideNames[low] || date.IsWord(low) || unicode.IsDigit(first):
		case unicode.IsLower(first):
			small++
		case unicode.IsLetter(first):
			large++
		}
	}
	switch {
	case large == 0 || small > 1 || small == 1 && large < 2:
		return false
	case !cased: // a script without capitals does not tell names from words
		return (colon || utf8.RuneCountInString(rest) <= maxPlainName) && !endsSentence(rest)
	}
	return colon || !endsSentence(rest) || small == 0 && large <= 4
}

// maxPlainName is the longest name, in characters, in a script without capitals.
const maxPlainName = 24

// yearIn is a year of these decades.
var yearIn = pattern.Of(`\b20\d\d\b`)

// isDateLine reports whether a line holds nothing but dates, and words that say of
// what: "Updated 20 Nov 2026, 14:05".
func isDateLine(line string) bool {
	if len(line) > maxLeadDate || !yearIn().MatchString(line) {
		return false
	}
	for _, w := range strings.FieldsFunc(line, isBetweenWords) {
		first, _ := utf8.DecodeRuneInString(w)
		low := strings.ToLower(w)
		if !unicode.IsDigit(first) && !date.IsWord(low) && !besideNames[low] && labelOf(low) == unlabelled {
			return false
		}
	}
	return true
}
