package normalize

import (
	"testing"
	"unicode/utf8"
)

// What is looked for before the expression never costs it a heading.
func FuzzCommentHeadsAreFound(f *testing.F) {
	for _, s := range []string{
		"Comments", "3 Comments", "Leave a reply", "Replies (4)", "12 thoughts on “Quay”", "Join the discussion", "Reader reactions", "Kommentare", "Lesermeinungen",
		"2 Antworten", "Diskussion", "Forum", "Commentaires", "Réactions", "3 réponses", "Comentarios", "Respuestas", "Comentários", "Respostas", "1 commento",
		"Risposte", "Reacties", "Opmerkingen", "Kommentarer", "Svar", "Kommentit", "Komentarze", "Komentáře", "Hozzászólások", "Comentarii", "Комментарии (2)",
		"Σχόλια", "Yorumlar", "التعليقات", "תגובות", "ความคิดเห็น", "Bình luận", "Tanggapan", "コメント", "评论", "댓글 3", "MEINUNGEN", "Коментарі", "komentari",
	} {
		f.Add(s)
		if !commentHead.MatchString(s) {
			f.Errorf("%q is no heading of comments", s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) && commentHead.MatchString(s) && !isCommentHead(s) {
			t.Errorf("%q is passed over", s)
		}
	})
}
