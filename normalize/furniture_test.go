package normalize

import (
	"net/url"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestFurnitureIsKnownAsAWhole(t *testing.T) {
	for _, line := range []string{
		"ADVERTISEMENT", "Advertisement - Continue reading below", "La suite de l’article après cette publicité", "Publicidad", "— Anzeige —",
		"広告", "Реклама", "Reklam", "ADVERTISEMENT\u00a0| CONTINUE READING BELOW",
		"Continúa después de la publicidad", "Dalsza część artykułu pod materiałem wideo", "Der Text wird nach der Anzeige fortgesetzt",
		"Ihnen gefällt dieser Artikel? Abonnieren Sie unseren Newsletter „Hafenpost“.", "Enjoyed this story? Sign up for our newsletter.",
		"Share", "Facebook Twitter WhatsApp"[:8], "Teilen | Drucken | E-Mail", "Read more:", "Lesen Sie auch", "À lire aussi", "Leia também:",
		"Comments (3)", "3 comments", "12 Kommentare", "1.234 Aufrufe", "5 min read", "Temps de lecture : 4 min", "阅读 1234",
		"Updated 3 hours ago", "Atualizado há 3 horas", "Aktualisiert vor 2 Stunden", "Обновлено 2 часа назад",
		"Play Mute 0:00 / 2:13 Settings Fullscreen", "Wiedergabe Pause 0:00 / 3:41 Lautstärke Herunterladen",
		"Follow the Courier on WhatsApp for the latest news.", "Follow us on Facebook and X.", "Folgen Sie uns auf Instagram!",
		"Suivez-nous sur Facebook pour ne rien manquer.", "Síguenos en WhatsApp y Telegram.", "Подписывайтесь на наш канал в Telegram.",
		"➡️ Seguici su WhatsApp: tutte le notizie in tempo reale",
		"Sign up for our weekly newsletter.", "Subscribe to our newsletter and get the news in your inbox.", "Abonnez-vous à notre newsletter.",
		"Melden Sie sich für unseren Newsletter an.", "Suscríbete a nuestro boletín.",
		"Ce contenu est bloqué car vous n'avez pas accepté les cookies.", "To view this content, please accept cookies.",
		"Dieser Inhalt wird erst geladen, wenn Sie Cookies akzeptieren.",
		"Listen to this article 5 min. This audio is auto-generated. Please let us know if you have feedback.",
		"Écouter cet article 3 min. Lecture par une voix de synthèse.",
	} {
		if !isFurnitureLine(line) {
			t.Errorf("text: %q", line)
		}
	}
	for _, line := range []string{
		"Subscribers to the tide bulletin, of whom there are nine hundred, were told on Wednesday.",
		"Donatella Brix said she would use the time to repaint the bridge.", "Subscriber numbers fall", "Donated steel",
		"Follow US practice, the insurers had told the authority in a letter, and replace the hinges.",
		"Like Facebook, the company has struggled to explain what it does.", "Share of the burden", "Comments from the engineer", "Related costs",
		"Support for journalism today comes from few.", "Click here and there, and the door opens.", "Photo: three words that changed the trial.",
		"Advertising pays for most of it.", "Published 3 books.", "Updated 3 rules of the game.",
		"She followed us on foot to the quay, and then on Facebook she said that we had lied.",
		"Sign up sheets for the letter lay in our office.", "Cookies are baked with butter, content to rest.", "They lost 3:2, as in 2019.",
		"Three comments made him angry.",
		"Printed in red.", "Anzeige gegen unbekannt", "La publicité coûte cher.", "Комментарии экспертов разошлись.",
		"12 views of Mount Fuji hang in the hall.", "Read more slowly, she said.",
	} {
		if isFurnitureLine(line) {
			t.Errorf("furniture: %q", line)
		}
	}
}

func TestBylinesAreNoSentences(t *testing.T) {
	for _, line := range []string{
		"By Edda Marsh", "By Edda Marsh and Piet Olm", "BY EDDA MARSH", "By Edda Marsh, 20 November 2026",
		"By Edda Marsh | Published 20 Nov 2026 at 8.15am", "Von Ruben Fask, Wien", "Von Ruben Fask, aktualisiert am 20.11.2026",
		"Par Maëlle Tarrier le 19 novembre 2026",
		"Por Irene Salcega", "di Fosca Rambelli", "de Irene Salcega", "Door Jan de Vries", "Text: Ann Lee", "Автор: Анна Иванова",
		"โดย สมชาย ใจดี", "Written by Ann Lee.", "By Ann Lee, Courier staff",
	} {
		if !isBylineLine(line) {
			t.Errorf("no byline: %q", line)
		}
	}
	for _, line := range []string{
		"De oostelijke sluis van Velmouth gaat in januari 2027 voor elf weken dicht.",
		"By the spring of 2027 no ship may use the lock, the harbour authority said.", "Von Januar bis April 2027 bleibt die Schleuse gesperrt.",
		"De enero a abril de 2027 ningún barco podrá cruzar la esclusa.",
		"Da gennaio 2027 nessuna nave potrà attraversare la chiusa.", "Por 14 votos contra 9, a câmara aprovou o novo molhe em 2026.",
		"Par 14 voix contre 9, le conseil a voté.", "By Friday it was over.", "Von Mai an gilt die Regel.", "Av 14 ledamöter röstade nio nej.",
		"Fra 2027 er broen lukket.", "Od stycznia 2027 śluza będzie zamknięta.",
		"От моста до моста два километра.", "Text messages were sent to all.", "By", "Von der Straße aus war nichts zu sehen", "記者たちは驚いた。",
	} {
		if isBylineLine(line) {
			t.Errorf("byline: %q", line)
		}
	}
}

func TestALineOfDatesIsNoSentence(t *testing.T) {
	for _, line := range []string{"20 November 2026", "Updated 20 Nov 2026, 14:05 | Published 19 Nov 2026, 09:00",
		"Donnerstag, 19. November 2026, 09:00 Uhr", "Publié le 19 novembre 2026 à 8h15"} {
		if !isDateLine(line) {
			t.Errorf("no date: %q", line)
		}
	}
	for _, line := range []string{"The lock closes in 2027.", "Since 2009 nothing.", "Velmouth, 2026", "20 November"} {
		if isDateLine(line) {
			t.Errorf("date: %q", line)
		}
	}
}

func TestTheFirstSentenceOfAStoryStays(t *testing.T) {
	for _, lead := range []string{"Von Januar bis April 2027 bleibt die Schleuse für alle Schiffe gesperrt.",
		"De enero a abril de 2027 ningún barco podrá cruzar la esclusa oriental.", "By Friday it was over."} {
		page := strings.Replace(storyPage(""), "<h1>Town builds a bridge</h1>",
			"<h1>Town builds a bridge</h1><p class=byline>By Ann Lee</p><p>"+lead+"</p>", 1)
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)})
		if !strings.HasPrefix(a.BodyText, lead) {
			t.Errorf("%q begins %.60q", lead, a.BodyText)
		}
	}
}

func TestLinesThatLeadToOtherStoriesAreRelated(t *testing.T) {
	const link = `<a href="/2026/prices">What the crossing will cost from spring</a>`
	for _, markup := range []string{
		"<p>Read more: " + link + "</p>", "<p><strong>READ MORE: " + link + "</strong></p>", "<p><b>Leia também:</b> " + link + "</p>",
		"<p><em>Also on the Courier: " + link + ` and <a href="/x">Library reopens under a new roof</a></em></p>`,
		"<p>&gt;&gt; " + link + "</p>", "<p>" + link + "</p>", "<p>→ Lesen Sie auch " + link + ".</p>", "<p>Более того: " + link + "</p>",
		"<p>もっと読む： " + link + "</p>",
	} {
		a := storyWith(t, markup)
		if strings.Contains(a.BodyText, "What the crossing") || len(a.Related) == 0 || a.Related[0].URL != "https://www.example.org/2026/prices" {
			t.Errorf("%s: related %+v, body %q", markup, a.Related, a.BodyText)
		}
	}
	w := &blockWalk{page: &page{base: &url.URL{Scheme: "https", Host: "www.example.org"}}}
	foreign := textLine{text: "The whole of it stands here: A report on the state of all bridges", linked: 36,
		links: []article.Link{{URL: "https://other.example/report", Title: "A report on the state of all bridges"}}}
	if w.leadsAway(foreign, false) {
		t.Error("a source elsewhere is another story")
	}
	for _, markup := range []string{
		"<p>The plan is called “" + link + "”, and it is long.</p>", `<p>Write to<br><a href="mailto:a@b.example">a@b.example</a><br>or not</p>`,
		"<p>He said in the council: " + link + " is a bad title.</p>",
	} {
		if a := storyWith(t, markup); !strings.Contains(a.BodyText, "What the crossing") && !strings.Contains(a.BodyText, "a@b.example") {
			t.Errorf("%s: body %q", markup, a.BodyText)
		}
	}
}
