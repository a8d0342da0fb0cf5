package agency

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sources are how papers say before a name that a text comes from there. They
// need a colon, or nothing but the name behind them.
var sources = labelSet(`source|sources|news source|original source|quelle|quellen|fuente|fuentes|fonte|fonti|fontes|bron|bronnen|
	kilde|kilder|källa|källor|lähde|lähteet|źródło|źródła|zdroj|zdroje|forrás|sursa|surse|
	vir|izvor|извор|източник|источник|источники|крыніца|джерело|дереккөз|πηγή|πηγές|kaynak|kaynaklar|burimi|avots|avoti|šaltinis|
	allikas|heimild|المصدر|مصدر|المصادر|منبع|ماخذ|מקור|स्रोत|स्त्रोत|सोर्स|সূত্র|உறுதுணை|ที่มา|แหล่งที่มา|
	nguồn|sumber|pinagkunan|font|iturria|ffynhonnell|foinse|sors|աղբյուր|წყარო|mənbə|manba|эх сурвалж|出典|出所|提供|配信|翻訳編集|翻訳・編集|情報源|
	来源|來源|稿源|文章来源|新闻来源|消息来源|资料来源|本文来源|出处|출처|자료|इनपुट|इनपुट्स|input|inputs|
	credit|crédito|agency|agencia|agência|agence|agenzia|agentur|agencija|agencia de noticias|provider|provided by|supplied
	by|published by|syndicated by|distributed by|via|vía|from|laut`)

// withs are how they say that a text was made with the help of one.
var withs = labelSet(`with|with reporting from|with reporting by|with inputs from|with input from|with inputs|
	with information from|with material from|with files from|with agency inputs from|additional reporting by|
	additional reporting from|reporting by|
	inputs from|input from|additional inputs from|based on reports from|based on reporting by|compiled from|
	compiled with reports from|as reported by|
	mit|mit material von|mit material der|mit material von der|mit informationen von|mit informationen der|
	mit agenturmaterial von|unter verwendung von material der|unter verwendung von|nach material von|nach informationen der|
	avec|avec l'|avec des informations de|avec les informations de|avec l’|d'après|d’après|par|
	con|con información de|con informacion de|con informaciones de|con datos de|con material de|con reportes de|con notas de|
	con despachos de|información de|tomado de|redacción con|
	com|com informações da|com informações de|com informações do|com informações das|com a|com agência|com agências|com dados da|
	con informazioni di|con informazioni dell'|con notizie|da|dall'|
	met|met informatie van|met medewerking van|med|med material från|med information från|med oplysninger fra|med informasjon fra|
	z|ze|na podstawie|za|po|s|sa|с|з|по материалам|по информации|по сообщению|за матеріалами|за інформацією|
	theo|dengan informasi dari|據|据|綜合`)

// bys begin a byline.
var bys = labelSet(`by|von|par|por|di|da|de|door|av|af|od|od strane|autor|autorin|auteur|auteurs|autore|author|authors|text|
	texte|texto|testo|tekst|przez|от|автор|автори|авторы|текст|kirjoittanut|írta|szerző|yazan|haber|muhabir|oleh|penulis|bởi|
	tác giả|ni|โดย|लेखक|द्वारा|
	بقلم|كتب|کاتب|نویسنده|מאת|作者|作者名|文|取材|글|redaktion|redazione|redacción|redacao|redação|rédaction|la rédaction|edited
	by|written by|reported by|posted by|published by|story by|agency`)

func labelSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, l := range strings.Split(s, "|") {
		if l = strings.TrimSpace(l); l != "" {
			set[l] = true
		}
	}
	return set
}

// maxLabel is how many words a label may have.
const maxLabel = 5

// cutLabel takes a label of a set off the beginning of a text, and the colon behind
// it; the longest that is there. colon says that there was one, or another mark
// that means as much.
func cutLabel(s string, set map[string]bool) (rest string, colon, ok bool) {
	if head, rest, mark := cutColon(s); mark && set[strings.ToLower(head)] {
		return rest, true, true
	}
	ends := wordEnds(s, maxLabel)
	for i := len(ends) - 1; i >= 0; i-- {
		head := strings.ToLower(strings.TrimRight(s[:ends[i]], " .,"))
		if set[head] && ends[i] < len(s) {
			return strings.TrimSpace(s[ends[i]:]), false, true
		}
	}
	return s, false, false
}

// cutColon cuts a text at the first colon, at the sign that Korean papers put in
// its place, or at the end of the bracket that Japanese ones do: "【翻訳編集】 AFPBB News".
func cutColon(s string) (head, rest string, ok bool) {
	if inner, rest, ok := strings.Cut(strings.TrimPrefix(s, "【"), "】"); ok && rest != "" {
		return strings.TrimSpace(inner), strings.TrimSpace(rest), true
	}
	i := strings.IndexAny(s, ":：=＝")
	if i < 0 {
		return s, "", false
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+n:]), true
}

// wordEnds are the ends of the first words of a text; an apostrophe ends one too.
func wordEnds(s string, most int) []int {
	var ends []int
	for i, r := range s {
		if len(ends) == most {
			break
		}
		switch {
		case (r == '\'' || r == '’') && i > 0:
			ends = append(ends, i+utf8.RuneLen(r))
		case unicode.IsSpace(r) && i > 0:
			ends = append(ends, i)
		}
	}
	return ends
}
