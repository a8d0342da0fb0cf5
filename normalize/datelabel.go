package normalize

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/date"
)

// What a label says of the date beside it.
const (
	unlabelled = iota
	asPublished
	asUpdated
)

// updatedWords begin words that say that a story was changed, publishedWords that
// it appeared, in small letters.
var (
	updatedWords = stems(`updat upd$ modif revis amend refreshed aktualisier stand$ zuletzt geändert überarbeitet màj maj$ à_jour mise_à_jour mis_à modifié actualiz modificad atualiz aggiorn modificat
		uppdater oppdater opdater ændret endret ändrad bijgewerkt gewijzigd laatst päivit muokat uppfær aktualiz zaktualiz zmodyfik upraven změn zmenen aktualiz izmijenj izmenj ažurir posodob spremenj frissít módosít modificat редактир обновл обнов измен оновл змінен
		актуализ ажурир промен ενημερ τροποπ güncel değişiklik yenilən yangilan تحديث تعديل محدث به` + "\u200c" + `روز بروزرسانی به_روز ویرایش עדכון עודכן अपडेट अद्यतन संशोधित আপডেট হালনাগাদ புதுப்பி అప్` + "\u200c" + `డేట్ อัปเดต อัพเดท แก้ไข cập_nhật diperbarui pembaruan dikemas imesasish 更新 最終更新 修正 改訂 改定 修改 수정 업데이트 갱신 최종수정`)
	publishedWords = stems(`publish posted first$ created issued$ filed$ released erstellt veröffentlicht erschienen erstmals online_seit publi posté mis_en_ligne créé paru$ publicad creado subido criado pubblicat creato inserito gepubliceerd geplaatst publicerad skapad publiceret publisert offentliggj oprettet julkaistu
		opublikow publikacj dodano utworzono vydáno vyšlo publikován zverejnen vydané megjelen közzé létrehoz objavljen objavlj publicat adăugat опублик публик созда размещ дата_публикации опублік створ објављ δημοσι yayın yayınlan giriş oluştur eklenme dərc نشر النشر تاريخ_النشر منتشر انتشار פורסם प्रकाशित पोस्ट প্রকাশ வெளியி ప్రచుర เผยแพร่ โพสต์ đăng xuất_bản diterbit dipublik tayang dimuat imechapish 公開 配信 掲載 発行 投稿 初出 发布 发表 發布 發佈 發表 刊登 입력 등록 게재 작성 승인`)
)

// labelOf says what words before or behind a date say of it: the last of them that
// says anything does.
func labelOf(words string) (label int) {
	if len(words) < 3 {
		return unlabelled
	}
	labelStems.each(strings.ToLower(words), func(kind int) { label = kind })
	return label
}

var labelStems = func() stemIndex {
	x := stemIndex{}
	x.add(asUpdated, updatedWords)
	x.add(asPublished, publishedWords)
	return x
}()

// labelledDate is a date of a line as it stands there, and what is said of it.
type labelledDate struct {
	text  string
	label int
}

// labelledDates are the dates of a line, each with what the words before it say of
// it, or those behind it where a line says it there: "Updated 20 Nov 2026, 14:05 |
// Published 19 Nov 2026, 09:00".
func labelledDates(line, before string, hints date.Hints) (list []labelledDate) {
	text, found := date.FindAll(line, hints)
	if len(found) == 0 {
		return nil
	}
	between := make([]int, 0, len(found)+1) // what the words around the dates say
	from, said := 0, 0
	for i := 0; i <= len(found); i++ {
		to := len(text)
		if i < len(found) {
			to = found[i].From
		}
		label := labelOf(text[from:to])
		if i == 0 && label == unlabelled {
			label = labelOf(before)
		}
		if between = append(between, label); label != unlabelled {
			said++
		}
		if i < len(found) {
			from = found[i].To
		}
	}
	behind := 0 // the words behind a date are its own, where there are none before the first
	if between[0] == unlabelled && said > 0 && between[len(found)] != unlabelled && !hasDigit(text[from:]) {
		behind = 1
	}
	updated, bare := false, len(text)
	for i, f := range found {
		list = append(list, labelledDate{text[f.From:f.To], between[i+behind]})
		updated, bare = updated || between[i+behind] == asUpdated, bare-(f.To-f.From)
	}
	if updated && bare <= maxAroundDates {
		besideUpdated(list)
	}
	return list
}

// maxAroundDates is how many bytes a line has beside its dates that holds nothing else.
const maxAroundDates = 60

// besideUpdated says of the dates of a line that nothing is said of that they are of
// publication: another one is of a change.
func besideUpdated(list []labelledDate) {
	for i := range list {
		if list[i].label == unlabelled {
			list[i].label = asPublished
		}
	}
}
