package normalize

import (
	"bufio"
	"html"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// wireTexts are paragraphs of stories, by language; others get the English ones.
var wireTexts = map[string][3]string{
	"en": {paragraphs[0], paragraphs[1], paragraphs[2]},
	"de": {"Der Rat der Stadt hat am Montag über die neue Brücke beraten, die seit vielen Jahren geplant ist, und sich nach vier Stunden darauf geeinigt, sie zu bauen.",
		"Die Arbeiten sollen im Frühjahr beginnen, sobald das Eis fort ist, und zwei Sommer lang dauern; bis dahin fährt die alte Fähre weiter, alle zwanzig Minuten.",
		"«Darauf warten wir, seit ich ein Kind war», sagte die Bürgermeisterin, die einundsechzig ist, nach der Abstimmung und dankte allen, die gekommen waren."},
	"fr": {"Le conseil de la ville s'est réuni lundi pour décider du nouveau pont sur la rivière, prévu depuis de longues années, et s'est mis d'accord pour le construire.",
		"Les travaux doivent commencer au printemps, dès que la glace aura fondu, et durer deux étés ; d'ici là, le vieux bac continue, toutes les vingt minutes.",
		"« Nous attendons cela depuis que je suis enfant », a dit la maire, qui a soixante et un ans, après le vote, en remerciant tous ceux qui étaient venus."},
	"es": {"El consejo de la ciudad se reunió el lunes para decidir sobre el nuevo puente, previsto desde hace muchos años, y acordó construirlo tras cuatro horas de debate.",
		"Las obras deben empezar en primavera, en cuanto se vaya el hielo, y durar dos veranos; hasta entonces sigue la vieja barca, cada veinte minutos.",
		"«Lo esperamos desde que yo era niña», dijo la alcaldesa, que tiene sesenta y un años, después de la votación, y dio las gracias a todos los presentes."},
	"ru": {"Городской совет в понедельник собрался, чтобы решить судьбу нового моста через реку, который планировали много лет, и после четырёх часов споров решил его строить.",
		"Работы начнутся весной, как только сойдёт лёд, и продлятся два лета; до тех пор старый паром будет ходить каждые двадцать минут, как ходил всегда.",
		"«Мы ждали этого с тех пор, как я была ребёнком», — сказала после голосования мэр, которой шестьдесят один год, и поблагодарила всех, кто пришёл."},
	"ar": {"اجتمع مجلس المدينة يوم الاثنين لاتخاذ قرار بشأن الجسر الجديد فوق النهر، الذي يجري التخطيط له منذ سنوات طويلة، ووافق على بنائه بعد أربع ساعات من النقاش.",
		"من المقرر أن تبدأ الأعمال في الربيع بمجرد ذوبان الجليد وأن تستمر صيفين كاملين، وحتى ذلك الحين تستمر العبارة القديمة في العمل كل عشرين دقيقة.",
		"وقالت رئيسة البلدية التي تبلغ من العمر واحدا وستين عاما بعد التصويت إن السكان ينتظرون هذا اليوم منذ طفولتها، وشكرت كل من حضر إلى القاعة."},
	"hi": {"नगर परिषद ने सोमवार को नदी पर नए पुल के बारे में फैसला करने के लिए बैठक की, जिसकी योजना कई वर्षों से बन रही थी, और चार घंटे की बहस के बाद उसे बनाने पर सहमति दी।",
		"बर्फ पिघलते ही वसंत में काम शुरू होगा और दो गर्मियों तक चलेगा; तब तक पुरानी नाव हर बीस मिनट पर चलती रहेगी, जैसा हमेशा से होता आया है।",
		"मतदान के बाद महापौर ने कहा कि वे बचपन से इसकी प्रतीक्षा कर रही थीं, और उन्होंने उन सभी लोगों को धन्यवाद दिया जो बैठक में आए थे।"},
	"ja": {"市議会は二十日、長年計画されてきた川の新しい橋について話し合い、四時間の議論の末、建設することで合意した。傍聴席には百人を超える住民が詰めかけた。",
		"工事は氷が解ける来春に始まり、二度の夏をかけて進められる。それまでは古い渡し船が二十分おきに運航を続けるという。",
		"「子どもの頃からずっと待っていました」と六十一歳の市長は採決の後に述べ、会場に集まった人たちに礼を言った。"},
	"ko": {"시의회는 20일 오랫동안 계획해 온 강 위의 새 다리를 두고 회의를 열어 네 시간의 토론 끝에 다리를 짓기로 합의했다고 밝혔다. 방청석에는 주민 백여 명이 모였다.",
		"공사는 얼음이 녹는 내년 봄에 시작해 두 번의 여름 동안 이어지며, 그때까지는 낡은 나룻배가 이십 분마다 계속 다닌다고 시는 설명했다.",
		"예순한 살인 시장은 표결이 끝난 뒤 어릴 때부터 이날을 기다려 왔다고 말하고 회의장을 찾은 주민들에게 고마움을 전했다."},
	"zh": {"市议会20日召开会议，讨论规划多年的新桥方案，经过四个小时的辩论，决定动工兴建。旁听席上坐着一百多名居民，会后许多人留下来鼓掌。",
		"工程将在明年春天冰雪融化后开始，预计历时两个夏天；在此之前，旧渡船将继续每二十分钟一班，往返于两岸之间。",
		"现年六十一岁的市长在表决后说，她从小就盼着这一天，并向所有前来旁听的居民表示感谢，希望大家耐心等待。"},
	"th": {"สภาเมืองประชุมเมื่อวันจันทร์เพื่อตัดสินใจเรื่องสะพานใหม่ข้ามแม่น้ำซึ่งวางแผนมาหลายปี และเห็นชอบให้สร้างหลังการอภิปรายนานสี่ชั่วโมง",
		"งานก่อสร้างจะเริ่มในฤดูใบไม้ผลิและใช้เวลาสองฤดูร้อน จนกว่าจะถึงเวลานั้นเรือข้ามฟากลำเก่าจะยังคงวิ่งทุกยี่สิบนาทีเหมือนเดิม",
		"นายกเทศมนตรีวัยหกสิบเอ็ดปีกล่าวหลังการลงมติว่ารอคอยเรื่องนี้มาตั้งแต่เด็ก และขอบคุณทุกคนที่มาร่วมฟังการประชุมในวันนี้"},
}

// signedPage is a page of a story that is signed in one way, or names an agency in
// one.
func signedPage(form, language, text string) []byte {
	base, _, _ := strings.Cut(language, "-")
	p, ok := wireTexts[base]
	if !ok {
		p = wireTexts["en"]
	}
	head, above, below, after := "", "", "", ""
	t := html.EscapeString(text)
	switch form {
	case "start":
		p[0] = t
	case "end", "notice":
		below = "<p>" + t + "</p>"
	case "close":
		p[2] += " " + t
	case "byline":
		above = `<div class="byline">` + t + `</div>`
	case "line":
		above = `<div>` + t + `</div>`
	case "author":
		head = `<meta name="author" content="` + t + `">`
	case "meta":
		head = `<meta name="syndication-source" content="` + t + `">`
	case "org":
		head = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","author":{"@type":"Organization","name":"` + text + `"}}</script>`
	case "source":
		head = `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Town Builds a Bridge","sourceOrganization":{"@type":"Organization","name":"` + text + `"}}</script>`
	case "caption":
		above = `<figure><img src="/i/12345678.jpg"><figcaption>` + t + `</figcaption></figure>`
	case "link":
		below = `<p><a href="/n/101">` + t + `</a></p>`
	case "comment":
		after = `<section class="comments"><h3>Comments</h3><div class="comment"><b>Bo</b><p>` + t + `</p></div></section>`
	case "site":
		after = `<footer><p>` + t + `</p></footer>`
	}
	return []byte(`<!DOCTYPE html><html lang="` + language + `"><head><meta charset="utf-8"><title>Town Builds a Bridge - The Island Courier</title>` + head + `</head><body><nav><a href="/">Home</a></nav>
<main><article><h1>Town Builds a Bridge</h1>` + above + `<p>` + p[0] + `</p><p>` + p[1] + `</p><p>` + p[2] + `</p>` + below + `</article></main>` + after + `<footer><p>Imprint</p></footer></body></html>`)
}

func signedLines(t *testing.T, file string, fields int) (all [][]string) {
	t.Helper()
	f, err := os.Open("testdata/agencies/" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := lines.Text(); !strings.HasPrefix(line, "#") {
			all = append(all, strings.SplitN(line, "|", fields))
		}
	}
	return all
}

// agenciesOf are the agencies of an article.
func agenciesOf(a *article.Article) []string {
	switch {
	case len(a.Agencies) > 0:
		return a.Agencies
	case a.Agency != "":
		return []string{a.Agency}
	}
	return nil
}

// What agencies sign in 48 languages is found on whole pages, and what only speaks
// of them is not. The figures are promises; each failure is shown.
func TestWhatAgenciesSignIsFoundOnPages(t *testing.T) {
	found, wanted, wrong, places, datelines := 0, 0, 0, 0, 0
	for _, s := range signedLines(t, "signed.txt", 5) {
		a := make1(t, Document{URL: "https://www.courier.example/a", Body: signedPage(s[0], s[1], s[4])})
		want := strings.Split(s[2], "+")
		got := agenciesOf(a)
		wanted += len(want)
		for _, name := range got {
			if slices.Contains(want, name) {
				found++
			} else {
				wrong++
			}
		}
		if !slices.Equal(got, want) {
			t.Logf("%s %s %q: %v, want %v", s[0], s[1], s[4], got, want)
		}
		if s[3] != "" {
			if datelines++; a.Located == s[3] {
				places++
			} else {
				t.Logf("%q: located %q, want %q", s[4], a.Located, s[3])
			}
		}
	}
	quiet, mentions := 0, signedLines(t, "mentioned.txt", 3)
	for _, s := range mentions {
		a := make1(t, Document{URL: "https://www.courier.example/a", Body: signedPage(s[0], s[1], s[2])})
		if got := agenciesOf(a); got != nil {
			wrong += len(got)
			t.Logf("%s %s %q: %v, want none", s[0], s[1], s[2], got)
		} else {
			quiet++
		}
		if a.Located != "" {
			t.Errorf("%q: located %q", s[2], a.Located)
		}
	}
	recall, precision := float64(found)/float64(wanted), float64(found)/float64(found+wrong)
	t.Logf("%d of %d found (%.3f), %d wrong (precision %.3f), %d of %d texts that only name one are quiet, %d of %d places", found, wanted, recall, wrong, precision, quiet, len(mentions), places, datelines)
	if recall < .95 || precision < .99 || places*100 < datelines*95 {
		t.Error("less than .95 are found, or less than .99 are right, or less than .95 of the places")
	}
}
