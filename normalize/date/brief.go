package date

import (
	"strings"
	"sync"
)

// briefNames are the short names of months and days that programs write into dates
// (CLDR's, and those of blogs) where they would be words in a line of text, or mean
// other months in other languages. They count in a text that is nothing but a date.
var briefNames = map[string]struct{ months, days string }{
	"cs": {"led úno bře dub kvě čvn čvc srp zář říj lis pro", "ne po út st čt pá so"},
	"fi": {"tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu", "su ma ti ke to pe la"},
	"hr": {"sij velj ožu tra svi lip srp kol ruj lis stu pro", "ned pon uto sri čet pet sub"},
	"pl": {"sty lut mar kwi maj cze lip sie wrz paź lis gru", "niedz pon wt śr czw pt sob"},
	"lt": {"saus vas kov bal geg birž liep rugp rugs spal lapkr gruod", "sk pr an tr kt pn št"},
	"lv": {"janv febr marts apr maijs jūn jūl aug sept okt nov dec", "svētd pirmd otrd trešd ceturtd piektd sestd"},
	"et": {"jaan veebr märts apr mai juuni juuli aug sept okt nov dets", "p e t k n r l"},
	"sk": {"jan feb mar apr máj jún júl aug sep okt nov dec", "ne po ut st št pi so"},
	"sl": {"jan feb mar apr maj jun jul avg sep okt nov dec", "ned pon tor sre čet pet sob"},
	"ro": {"ian feb mar apr mai iun iul aug sept oct nov dec", "dum lun mar mie joi vin sâm"},
	"hu": {"jan febr márc ápr máj jún júl aug szept okt nov dec", "v h k sze cs p szo"},
	"sq": {"jan shk mar pri maj qer korr gush sht tet nën dhj", "die hën mar mër enj pre sht"},
	"eu": {"urt ots mar api mai eka uzt abu ira urr aza abe", "ig al ar az og or lr"},
	"ca": {"gen febr març abr maig juny jul ag set oct nov des", "dg dl dt dc dj dv ds"},
	"gl": {"xan feb mar abr mai xuñ xul ago set out nov dec", "dom luns mar mér xov ven sáb"},
	"is": {"jan feb mar apr maí jún júl ágú sep okt nóv des", "sun mán þri mið fim fös lau"},
	"az": {"yan fev mar apr may iyn iyl avq sen okt noy dek", "b be ça ç ca c ş"},
	"uz": {"yan fev mar apr may iyn iyl avg sen okt noy dek", "yak dush sesh chor pay jum shan"},
	"be": {"сту лют сак кра мая чэр ліп жні вер кас ліс сне", "нд пн аў ср чц пт сб"},
	"bg": {"яну фев мар апр май юни юли авг сеп окт ное дек", "нд пн вт ср чт пт сб"},
	"cy": {"ion chw maw ebr mai meh gor awst medi hyd tach rhag", "sul llun maw mer iau gwe sad"},
	"ga": {"ean feabh márta aib beal meith iúil lún mfómh dfómh samh noll", "domh luan máirt céad déar aoine sath"},
	"ms": {"jan feb mac apr mei jun jul ogo sep okt nov dis", "ahd isn sel rab kha jum sab"},
	"sw": {"jan feb mac apr mei jun jul ago sep okt nov des", ""},
	"tl": {"ene peb mar abr may hun hul ago set okt nob dis", "lin lun mar miy huw biy sab"},
	"hi": {"जन फ़र मार्च अप्रैल मई जून जुल अग सित अक्टू नव दिस", "रवि सोम मंगल बुध गुरु शुक्र शनि"},
}

// briefer are further short names of months.
var briefer = map[string]string{
	"cs": "led úno bře dub kvě čer čec srp zář říj lis pro", "fi": "tam hel maa huh tou kes hei elo syy lok mar jou",
	"lt": "sau vas kov bal geg bir lie rgp rgs spa lap gru", "hr": "sij vlj ožu tra svi lip srp kol ruj lis stu pro",
	"et": "jaan veb mär apr mai jun jul aug sep okt nov det", "sq": "jan shk mar pri maj qer kor gus sht tet nen dhj",
	"hu": "jan feb már ápr máj jún júl aug sze okt nov dec", "ro": "ian feb mar apr mai iun iul aug sep oct noi dec",
}

// briefTables are the months that a short name has, by language, and the languages that
// a short name of a day is of.
var briefTables = sync.OnceValues(func() (monthsOf map[string]map[string]int, languagesOf map[string][]string) {
	months, days := map[string]map[string]int{}, map[string][]string{}
	for language, names := range briefNames {
		for _, list := range []string{names.months, briefer[language]} {
			for i, name := range strings.Fields(list) {
				if months[name] == nil {
					months[name] = map[string]int{}
				}
				months[name][language] = i + 1
			}
		}
		for _, name := range strings.Fields(names.days) {
			days[name] = append(days[name], language)
		}
	}
	return months, days
})

// monthIn is the month that a word of a date means: in the language around it, in that
// of its day's name, in general, or where all languages agree. 0 is none.
func (r *reader) monthIn(word, language string, spoken []string) (month int, persian bool) {
	monthsOf, _ := briefTables()
	brief := monthsOf[word]
	if m := brief[language]; m > 0 {
		return m, false
	}
	for _, l := range spoken {
		if m := brief[l]; m > 0 && (month == 0 || m == month) {
			month = m
		} else if m > 0 { // they do not agree
			month = 0
			break
		}
	}
	if month > 0 {
		return month, false
	}
	if month, persian = monthOf(word, language); month > 0 {
		return month, persian
	}
	for _, m := range brief {
		if month > 0 && m != month {
			return 0, false
		}
		month = m
	}
	return month, false
}
