package normalize

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// Bounds of what shows that comments begin: words of the story before them, how
// many lines below their heading are looked at, bytes of that heading and of a line
// that names who commented.
const (
	minBeforeComments = 40
	commentLines      = 12
	maxCommentHead    = 120
	maxCommenter      = 90
)

// comments leaves out what readers have written below the story: a heading that
// counts them, and lines below it that name who wrote when.
func (s *survey) comments() {
	asked := 0
	for i := range s.cut.Segments {
		if s.kept(0, i) < minBeforeComments || asked == maxAsked {
			continue
		}
		text := s.cut.Text(i)
		if len(text) > maxCommentHead || !isCommentHead(text) {
			continue
		}
		asked++
		last := s.commentsEnd(i)
		if s.kept(i, last) > 0 && s.commenters(i+1, last, vagueHead.MatchString(text)) {
			s.leave(i, last, "comments")
			return
		}
	}
}

// commentHead counts comments, or is their heading.
var commentHead = regexp.MustCompile(`(?i)^\W*(?:(?:\d[\d.,]*|one|no|all|show|view)\s+)?(?:` +
	`(?:reader |user |latest |recent )?comments?|replies|reply|responses?|thoughts? on\s.*|comments? on\s.*|responses? to\s.*|replies to\s.*|discussion|join the (?:discussion|conversation)|leave a (?:reply|comment)|reader reactions?|` +
	`(?:leser)?kommentare?(?: zu\s.*)?|lesermeinungen|meinungen|antworten|diskussion|forum|commentaires?|réactions?|réponses?|comentarios?|respuestas?|comentários?|respostas?|commenti|commento|risposte|reacties?|opmerkingen|kommentarer?|svar|kommentti?a?|kommentit|komentarze|komentarzy?|komentáře|komentářů|komentari?|hozzászólások?|comentarii|` +
	`комментари(?:й|и|я|ев)|обсуждение|отзывы|коментар[іи](?:в)?|σχόλια|yorum(?:lar)?|التعليقات|تعليقات|نظرات|تعليقًا|תגובות|टिप्पणियाँ|ความคิดเห็น|bình luận|komentar|tanggapan|コメント|评论|評論|留言|댓글|읽은 의견)` +
	`\s*[:：]?\s*(?:\(\s*\d[\d.,]*\s*\)|\[\d+\]|\d[\d.,]*\s*(?:件|条|則|개)?)?\W*$`)

// vagueHead may be the heading of something else.
var vagueHead = regexp.MustCompile(`(?i)^\W*(?:reply|replies|discussion|antworten|diskussion|forum|meinungen|réponses?|réactions?|respuestas?|respostas?|risposte|svar|tanggapan|обсуждение|отзывы)\W*$`)

// commentWords are letters one of which each heading of comments in Latin script has;
// others have none of that script.
var commentWords = partsOf("comm", "repl", "respon", "thought", "discussion", "action", "kommen", "meinungen", "antworten", "diskussion", "forum",
	"ponse", "respuesta", "respost", "risposte", "reacties", "opmerkingen", "svar", "koment", "coment", "hozz", "yorum", "nh lu", "tanggapan")

func isCommentHead(text string) bool {
	return (commentWords.heldBy(text) || foreign(text)) && commentHead.MatchString(text)
}

// foreign reports whether a text has letters of another script than the Latin one.
func foreign(text string) bool {
	for _, r := range text {
		if r >= 0x370 && unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) || r == 'ſ' || r == '\u212a' { // which fold to s and k
			return true
		}
	}
	return false
}

// commentsEnd is where the part of the page ends in which comments stand below
// their heading: with the element that holds both, else with the page.
func (s *survey) commentsEnd(head int) int {
	for i := len(s.elements) - 1; i >= 0; i-- {
		e := s.elements[i]
		if e.First <= head && e.Last > head+1 && s.total(head+1, e.Last) >= minNext {
			if isPlace(e.Node.DataAtom) || e.Node.DataAtom == atom.Table {
				return e.Last
			}
		}
	}
	return len(s.cut.Segments)
}

var (
	// saysSo ends a line that names who wrote a comment.
	saysSo = regexp.MustCompile(`(?i)\b(?:says|said|wrote|writes|commented|replied|schrieb|schreibt|sagt|sagte|meint|kommentierte|a dit|dit|a écrit|écrit|dice|dijo|escribió|comentó|diz|disse|escreveu|comentou|ha scritto|scrive|schreef|zegt|skriver|skrev|säger|napisał|napisała|pisze|napsal|napsala|írta|a scris|spune|kaže|piše|пишет|написал|написала|говорит|пише|каже|dedi ki|yazdı|διαβάζει|έγραψε)\s*:?\s*(?:\n|$)|さん$|님$`)
	// answers are what readers press below a comment.
	answers = regexp.MustCompile(`(?i)^\W*(?:reply|report|like|dislike|quote|permalink|antworten|melden|zitieren|répondre|signaler|responder|denunciar|rispondi|segnala|antwoorden|reageer|svara|svar|svar på|odpowiedz|odpovědět|válasz|răspunde|odgovori|ответить|відповісти|yanıtla|cevapla|رد|پاسخ|返信|回复|回覆|답글)\W*$`)
	// agoIn is a time that is told by how long ago it is.
	agoIn = regexp.MustCompile(`(?i)\b\d+\s*(?:h|hours?|min(?:ute)?s?|days?|weeks?|months?|years?|std|stunden?|minuten|tagen?|wochen?|heures?|jours?|semaines?|horas?|días?|dias?|semanas?|ore|giorni|uur|dagen|timmar|timer|godzin|dni|часов|минут|дней|saat|gün)\b|\d+\s*(?:時間|分|日|小时|分钟|天|시간|분|일)\s*(?:前|전)`)
)

// commenters reports whether the lines after a heading are those of comments: at
// least one says who wrote and when, or is a link to answer; two where the heading
// is vague.
func (s *survey) commenters(first, last int, vague bool) bool {
	signs, prose := 0, 0
	for i := first; i < min(first+commentLines, last); i++ {
		text := s.cut.Text(i)
		switch {
		case len(text) <= maxCommenter && (answers.MatchString(text) || saysSo.MatchString(text)):
			signs += 2
		case s.beginsComment(text):
			signs += 2
		case s.cut.Words(i) >= 6:
			prose++
		}
	}
	return signs >= 4 || signs >= 2 && prose <= 3 && !vague
}

// beginsComment reports whether a line names who wrote, and when: all of it if it
// is short, else its beginning.
func (s *survey) beginsComment(text string) bool {
	if len(text) <= maxCommenter {
		return !endsSentence(text) && (mayBeDate(text) || agoIn.MatchString(text))
	}
	begin := text[:min(len(text), maxCommenter)]
	for !utf8.ValidString(begin) {
		begin = begin[:len(begin)-1]
	}
	if name, _, ok := strings.Cut(begin, ":"); ok && saysSo.MatchString(name+":") && words(name) <= 5 {
		return true
	}
	name, rest, ok := strings.Cut(begin, ",")
	if !ok || words(name) > 4 || endsSentence(name) {
		return false
	}
	rest = rest[:min(len(rest), 40)]
	return mayBeDate(strings.ToValidUTF8(rest, "")) || agoIn.MatchString(rest)
}
