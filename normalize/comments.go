package normalize

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// Bounds of what shows that comments begin: words of the story before them, how
// many lines below their heading are looked at, bytes of that heading and of a line
// that names who commented.
const (
	minBeforeComments = 40
	commentLines      = 12
	maxCommentHead    = 120
	maxCommenter      = 90
	maxHeadWords      = 25
)

// comments leaves out what readers have written below the story: a heading that
// counts them, and lines below it that name who wrote when.
func (s *survey) comments() {
	asked := 0
	for i := range s.cut.Segments {
		if s.kept(0, i) < minBeforeComments || asked == maxAsked {
			continue
		}
		if s.total(i, i+1) > maxHeadWords {
			continue
		}
		text := s.cut.Text(i)
		if len(text) > maxCommentHead || !isCommentHead(text) {
			continue
		}
		asked++
		last := s.commentsEnd(i)
		counted := hasDigit(text) && s.kept(i+1, last) < s.kept(0, i) // "2 comments" is the heading of nothing else
		if s.kept(i, last) > 0 && (counted || s.commenters(i+1, last, vagueHead().MatchString(text))) {
			s.leave(i, last, "comments")
			return
		}
	}
}

// commentHeads are the words with which headings of comments begin, behind a
// number of them.
var commentHeads = phrasesOf("comment", "comments", "reader comments", "user comments", "latest comments", "recent comments", "show comments", "view comments", "all comments", "reply", "replies", "response", "responses", "thought", "thoughts",
	"discussion", "join the discussion", "join the conversation", "leave a reply", "leave a comment", "reader reactions", "kommentar", "kommentare", "leserkommentare", "lesermeinungen", "meinungen", "antworten", "diskussion", "forum",
	"commentaire", "commentaires", "réaction", "réactions", "réponse", "réponses", "comentario", "comentarios", "respuesta", "respuestas", "comentário", "comentários", "resposta", "respostas", "commento", "commenti", "risposte",
	"reactie", "reacties", "opmerkingen", "kommentarer", "svar", "kommentti", "kommenttia", "kommentit", "komentarz", "komentarze", "komentarzy", "komentáře", "komentářů", "komentář", "komentáre", "komentari", "komentara", "hozzászólás", "hozzászólások", "comentarii",
	"комментарий", "комментарии", "комментария", "комментариев", "обсуждение", "отзывы", "коментар", "коментарі", "коментарів", "коментари", "коментара", "σχόλιο", "σχόλια", "yorum", "yorumlar", "تعليق", "تعليقات", "التعليقات", "تعليقا", "نظر", "نظرات", "תגובה", "תגובות", "टिप्पणी", "टिप्पणियाँ", "মন্তব্য",
	"ความคิดเห็น", "bình luận", "komentar", "tanggapan", "コメント", "件のコメント", "评论", "条评论", "評論", "則留言", "留言", "發表留言", "댓글", "개의 댓글")

// titledHeads go on with the title of what is commented.
var titledHeads = phrasesOf("thought on", "thoughts on", "comment on", "comments on", "response to", "responses to", "reply to", "replies to", "kommentare zu", "kommentar zu", "commentaires sur", "commentaires à", "commentaire à", "réactions à", "réaction à", "réponses à", "réactions sur", "reactions to", "reaktionen auf", "antworten auf", "comentarios a", "comentarios sobre", "respuestas a", "commenti a", "risposte a", "kommentarer till", "kommentarer til", "komentarze do", "komentarzy do", "комментарии к", "коментарі до", "comentarios en", "comentários em", "commenti su", "reacties op", "комментариев к", "комментария к")

// isCommentHead reports whether a line counts comments, or is their heading.
func isCommentHead(text string) bool {
	text = strings.TrimLeftFunc(text, func(c rune) bool { return !unicode.IsLetter(c) })
	if _, _, ok := titledHeads.after(text); ok {
		return true
	}
	rest, _, ok := commentHeads.after(text)
	return ok && strings.IndexFunc(rest, func(c rune) bool { return unicode.IsLetter(c) && !strings.ContainsRune("件条則개", c) }) < 0
}

// vagueHead may be the heading of something else.
var vagueHead = pattern.Of(`(?i)^\W*(?:reply|replies|discussion|antworten|diskussion|forum|meinungen|réponses?|réactions?|respuestas?|respostas?|risposte|svar|tanggapan|обсуждение|отзывы)\W*$`)

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
	// wroteSo ends a line that names who wrote a comment.
	wroteSo = pattern.Of(`(?i)\b(?:says|said|wrote|writes|commented|replied|schrieb|schreibt|sagt|sagte|meint|kommentierte|a dit|dit|a écrit|écrit|dice|dijo|escribió|comentó|diz|disse|escreveu|comentou|ha scritto|scrive|schreef|zegt|skriver|skrev|säger|napisał|napisała|pisze|napsal|napsala|írta|a scris|spune|kaže|piše|пишет|написал|написала|говорит|пише|каже|dedi ki|yazdı|διαβάζει|έγραψε)\s*:?\s*(?:\n|$)|さん$|님$`)
	// answers are what readers press below a comment.
	answers = pattern.Of(`(?i)^\W*(?:reply|report|like|dislike|quote|permalink|antworten|melden|zitieren|répondre|signaler|responder|denunciar|rispondi|segnala|antwoorden|reageer|svara|svar|svar på|odpowiedz|odpovědět|válasz|răspunde|odgovori|ответить|відповісти|yanıtla|cevapla|رد|پاسخ|返信|回复|回覆|답글)\W*$`)
	// agoIn is a time that is told by how long ago it is.
	agoIn = pattern.Of(`(?i)\b\d+\s*(?:h|hours?|min(?:ute)?s?|days?|weeks?|months?|years?|std|stunden?|minuten|tagen?|wochen?|heures?|jours?|semaines?|horas?|días?|dias?|semanas?|ore|giorni|uur|dagen|timmar|timer|godzin|dni|часов|минут|дней|saat|gün)\b|\d+\s*(?:時間|分|日|小时|分钟|天|시간|분|일)\s*(?:前|전)`)
)

// commenters reports whether the lines after a heading are those of comments: at
// least one says who wrote and when, or is a link to answer; two where the heading
// is vague.
func (s *survey) commenters(first, last int, vague bool) bool {
	signs, prose := 0, 0
	for i := first; i < min(first+commentLines, last); i++ {
		text := s.cut.Text(i)
		switch {
		case len(text) <= maxCommenter && (answers().MatchString(text) || wroteSo().MatchString(text)):
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
		return !endsSentence(text) && (mayBeDate(text) || agoIn().MatchString(text))
	}
	begin := text[:min(len(text), maxCommenter)]
	for !utf8.ValidString(begin) {
		begin = begin[:len(begin)-1]
	}
	if name, _, ok := strings.Cut(begin, ":"); ok && wroteSo().MatchString(name+":") && words(name) <= 5 {
		return true
	}
	name, rest, ok := strings.Cut(begin, ",")
	if !ok || words(name) > 4 || endsSentence(name) {
		return false
	}
	rest = rest[:min(len(rest), 40)]
	return mayBeDate(strings.ToValidUTF8(rest, "")) || agoIn().MatchString(rest)
}
