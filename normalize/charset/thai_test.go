package charset

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

const thaiNews = "สภาเมืองเลื่อนการลงมติเรื่องสะพานคนเดินใหม่ออกไปจนถึงเดือนหน้า เพราะค่าใช้จ่ายเพิ่มขึ้นอีกครั้ง"

func TestThaiIsKnownWithoutALabel(t *testing.T) {
	page := "<rss><channel><title>News</title><item><title>" + thaiNews + "</title></item></channel></rss>"
	body, err := charmap.Windows874.NewEncoder().Bytes([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	if got := Decode(body, Labels{}); !got.Guessed || got.Name != "windows-874" || !strings.Contains(string(got.Bytes), thaiNews) {
		t.Errorf("%+v", got)
	}
}

func TestOtherLanguagesAreNotThai(t *testing.T) {
	const russian = "Городской совет отложил решение о новом пешеходном мосте до следующего месяца, потому что расходы снова выросли"
	const german = "Über die Brücke für Fußgänger wird später entschieden, größere Mängel müssen zunächst geprüft und für alle verständlich erklärt werden: höhere Gebühren"
	const chinese = "市议会将新人行桥的决定推迟到下个月因为费用再次上涨居民在会上提出反对意见"
	const greek = "Το δημοτικό συμβούλιο ανέβαλε την απόφαση για τη νέα πεζογέφυρα έως τον επόμενο μήνα"
	for name, tc := range map[string]struct {
		enc  encoding.Encoding
		text string
	}{
		"windows-1251": {charmap.Windows1251, russian}, "koi8-r": {charmap.KOI8R, russian}, "iso-8859-5": {charmap.ISO8859_5, russian},
		"windows-1252": {charmap.Windows1252, german}, "windows-1253": {charmap.Windows1253, greek},
		"gbk": {simplifiedchinese.GBK, chinese},
	} {
		b, err := tc.enc.NewEncoder().Bytes([]byte(tc.text))
		if err != nil {
			t.Fatal(err)
		}
		if looksThai(b) {
			t.Errorf("%s was taken for Thai", name)
		}
	}
	if looksThai([]byte("\xe0\xa1")) {
		t.Error("two bytes were judged")
	}
}
