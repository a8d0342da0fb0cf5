package normalize

import (
	"testing"
	"unicode/utf8"
)

func FuzzCommentHeads(f *testing.F) {
	for _, s := range []string{
		"Comments", "3 Comments", "Leave a reply", "Replies (4)", "12 thoughts on “Quay”", "Join the discussion", "Reader reactions", "Kommentare", "Lesermeinungen",
		"2 Antworten", "Diskussion", "Forum", "Commentaires", "Réactions", "3 réponses", "Comentarios", "Respuestas", "Comentários", "Respostas", "1 commento",
		"Risposte", "Reacties", "Opmerkingen", "Kommentarer", "Svar", "Kommentit", "Komentarze", "Komentáře", "Hozzászólások", "Comentarii", "Комментарии (2)",
		"Σχόλια", "Yorumlar", "التعليقات", "תגובות", "ความคิดเห็น", "Bình luận", "Tanggapan", "コメント", "评论", "댓글 3", "MEINUNGEN", "Коментарі", "komentari",
	} {
		f.Add(s)
		if !isCommentHead(s) {
			f.Errorf("%q is no heading of comments", s)
		}
	}
	for _, s := range []string{"Comments from the engineer", "Forum in the town hall", "Kommentare der Woche", "Replying to all", "Svarta havet", "コメント欄で話題の店"} {
		if f.Add(s); isCommentHead(s) {
			f.Errorf("%q is a heading of comments", s)
		}
	}
	f.Fuzz(func(t *testing.T, s string) {
		if utf8.ValidString(s) && isCommentHead(s) != isCommentHead(" "+s+" ") {
			t.Errorf("%q and the same between spaces differ", s)
		}
	})
}
