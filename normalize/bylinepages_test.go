package normalize

import (
	"strings"
	"testing"
)

// Bylines in the markup and the words of many countries; each is a language, a line
// above the text, and the names in it.
func TestBylinesAreReadInManyLanguages(t *testing.T) {
	for _, c := range [][3]string{
		{"en", `<p class="author">By Ann Lee</p><p class="author">Bo Ek</p>`, "Ann Lee, Bo Ek"},
		{"en", `<div class="byline"><p>Ann Lee</p><p>Bo Ek</p></div>`, "Ann Lee, Bo Ek"},
		{"en", `<dl class="authors"><dt>By</dt><dd>Ann Lee</dd><dd>Bo Ek</dd></dl>`, "Ann Lee, Bo Ek"},
		{"en", `<div class="authors"><a href="/a/ann">Ann Lee</a> <a href="/a/bo">Bo Ek</a></div>`, "Ann Lee, Bo Ek"},
		{"en", `<div class="authors"><a href="/a/ann">Ann Lee</a><a href="/a/bo">Bo Ek</a></div>`, "Ann Lee, Bo Ek"},
		{"en", `<table><tr><td class="author">Ann Lee</td><td class="author">Bo Ek</td></tr></table>`, "Ann Lee, Bo Ek"},
		{"en", `<span itemprop="author">Ann Lee</span><span itemprop="author">Bo Ek</span>`, "Ann Lee, Bo Ek"},
		{"en", `<div class="byline"><img alt="Ann Lee" src="/x.jpg"><b>Ann Lee</b><em>Reporter</em></div>`, "Ann Lee"},
		{"en", `<div class="byline">By <strong>Ann Lee</strong> and <strong>Bo Ek</strong> | The Example Times</div>`, "Ann Lee, Bo Ek"},
		{"en", `<p><em>By Ann Lee</em></p>`, "Ann Lee"},
		{"en", `<p>by <b>Ann Lee</b></p>`, "Ann Lee"},
		{"en", `<div class="meta"><span>By</span><span>Ann Lee</span><span>20 November 2026</span></div>`, "Ann Lee"},
		{"en", `<div class="meta">By <span>Ann Lee</span>, <time>20 November 2026</time></div>`, "Ann Lee"},
		{"en", `<div class="contributors"><span class="contributor-name">Ann Lee</span><span class="contributor-role">Reporter</span><span class="contributor-name">Bo Ek</span></div>`, "Ann Lee, Bo Ek"},
		{"en", `<div class="author-block"><div class="author-name">Ann Lee</div><div class="author-title">Senior reporter</div><div class="author-email">al@x.example</div></div>`, "Ann Lee"},
		{"zh", `<div class="article-info"><span>2026-11-20</span><span>来源：海岛日报</span><span>作者：李明</span></div>`, "李明"},
		{"zh", `<div class="info">来源：海岛日报　作者：李明　2026-11-20</div>`, "李明"},
		{"zh", `<span class="name">记者 李明</span>`, "李明"},
		{"zh", `<div class="writer">文｜李明</div>`, "李明"},
		{"zh-TW", `<p class="author">記者王小明／台北報導</p>`, "王小明"},
		{"ja", `<p class="writer">取材・文／水城さやか</p>`, "水城さやか"},
		{"ja", `<div class="author"><span>水城さやか</span><span>記者</span></div>`, "水城さやか"},
		{"ja", `<p>文：水城さやか</p>`, "水城さやか"},
		{"ja", `<div class="article-author">執筆者：水城さやか</div>`, "水城さやか"},
		{"ko", `<div class="reporter"><strong>김하늘</strong> 기자</div>`, "김하늘"},
		{"ko", `<em class="media_end_head_journalist_name">김하늘 기자</em>`, "김하늘"},
		{"ko", `<p class="byline_p"><span>김하늘 기자 (sky@x.kr)</span></p>`, "김하늘"},
		{"ko", `<div>김하늘 기자</div>`, "김하늘"},
		{"ko", `<div>입력 2026.11.20 08:15 | 김하늘 기자</div>`, "김하늘"},
		{"ko", `<div class="byline">글 김하늘 · 사진 한바다</div>`, "김하늘"},
		{"th", `<div><span>โดย</span> <span>สมชาย ใจดี</span></div>`, "สมชาย ใจดี"},
		{"th", `<p>ผู้เขียน : สมชาย ใจดี</p>`, "สมชาย ใจดี"},
		{"hi", `<p>लेखक: अनीता शर्मा</p>`, "अनीता शर्मा"},
		{"hi", `<div class="author">द्वारा: अनीता शर्मा</div>`, "अनीता शर्मा"},
		{"ar", `<div class="author">بقلم: سارة حداد</div>`, "سارة حداد"},
		{"ar", `<p>كتبت: سارة حداد</p>`, "سارة حداد"},
		{"he", `<div class="author">מאת: נועה לוי</div>`, "נועה לוי"},
		{"el", `<div class="author">Του Νίκου Παππά</div>`, "Νίκου Παππά"},
		{"ru", `<div class="article__author">Автор: Анна Петрова</div>`, "Анна Петрова"},
		{"ru", `<p>Текст: Анна Петрова</p>`, "Анна Петрова"},
		{"uk", `<div class="author">Автор: Олена Коваль</div>`, "Олена Коваль"},
		{"vi", `<p class="author">Lê Minh</p>`, "Lê Minh"},
		{"id", `<p>Penulis: Budi Santoso</p>`, "Budi Santoso"},
		{"tr", `<div>Yazan: Ayşe Kaya</div>`, "Ayşe Kaya"},
		{"pl", `<div>Autor: Jan Nowak</div>`, "Jan Nowak"},
		{"cs", `<span class="autor">Autor: Jan Novák</span>`, "Jan Novák"},
		{"hu", `<p>Írta: Kovács Anna</p>`, "Kovács Anna"},
		{"fi", `<p>Teksti: Aino Laine</p>`, "Aino Laine"},
		{"bn", `<p>লেখক: রহিমা খাতুন</p>`, "রহিমা খাতুন"},
		{"fa", `<p>نویسنده: رضا کریمی</p>`, "رضا کریمی"},
		{"ka", `<p>ავტორი: ნინო ბერიძე</p>`, "ნინო ბერიძე"},
		{"de", `<p>Von Anna Lehr und Bo Ek</p>`, "Anna Lehr, Bo Ek"},
		{"de", `<p class="autor">Anna Lehr (al)</p>`, "Anna Lehr"},
		{"fr", `<p class="auteur">Par Claire Morel, envoyée spéciale à Rome</p>`, "Claire Morel"},
	} {
		base, _, _ := strings.Cut(c[0], "-")
		text, ok := wireTexts[base]
		if !ok {
			text = wireTexts["en"]
		}
		page := `<html lang="` + c[0] + `"><head><meta charset="utf-8"><title>Town Builds a Bridge</title><meta property="og:site_name" content="The Example Times"></head>
<body><nav><a href="/">Home</a></nav><main><article><h1>Town Builds a Bridge</h1>` + c[1] + `<p>` + strings.Join(text[:], "</p><p>") + `</p></article></main></body></html>`
		a := make1(t, Document{URL: "https://www.example.org/a", Body: []byte(page)})
		if got := joinNames(a.Authors); got != c[2] {
			t.Errorf("%s: %q by %s, want %q", c[1], got, a.Provenance.Fields["authors"].Source, c[2])
		}
	}
}

func TestWhoADatelineNamesIsTheAuthor(t *testing.T) {
	for _, c := range [][3]string{
		{"ko", "(서울=연합뉴스) 김하늘 기자 = 두 섬을 잇는 여객선이 한 달 동안 운항을 멈춘다고 선사가 20일 밝혔다.", "김하늘"},
		{"zh", "新华社北京11月20日电（记者 李明 王芳）连接两座岛屿的渡轮将停运一个月，运营公司星期一宣布。", "李明, 王芳"},
		{"zh-TW", "（中央社記者王小明台北20日電）連接兩座島嶼的渡輪將停駛一個月，業者星期一宣布這項消息。", "王小明"},
		{"ru", "ПАРИЖ, 20 ноя - РИА Новости, Иван Сомов. Паром между островами не будет ходить месяц, сообщила компания.", "Иван Сомов"},
		{"en", "LONDON, Nov 20 (Reuters) - The ferry between the two islands will stop for a month, owners said.", ""},
	} {
		a := make1(t, Document{URL: "https://www.example.org/a", Body: signedPage("start", c[0], c[1])})
		if got := joinNames(a.Authors); got != c[2] {
			t.Errorf("%q: %q, want %q", c[1], got, c[2])
		}
	}
}
