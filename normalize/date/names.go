package date

import (
	"strings"
	"sync"
	"time"
)

// noise are words between the parts of a date, in many languages, and what
// follows the number of a day or a year.
var noise = wordSet(`at um à a às alle ore de del di le kl den el la o ng uhr г года р року στις в о st nd rd th er º ª e em the of on ngày năm lúc
	pukul jam saat klo v ob godz z dne год 年 月 日 년 월 일 d' al på के को बजे`)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// months maps the names and short names of months, in lower case, in the cases
// that dates use.
var months = sync.OnceValue(func() map[string]int {
	return monthTable(
		"january february march april may june july august september october november december",
		"jan feb mar apr may jun jul aug sep oct nov dec",
		"- - - - - - - - sept - - -",
		// German
		"januar februar märz april mai juni juli august september oktober november dezember",
		"jänner feber mär apr mai jun jul aug sept okt nov dez",
		"- - mrz - - - - - - - - -",
		"- - maerz - - - - - - - - -",
		// French
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
		"janv févr mars avr mai juin juil août sept oct nov déc",
		"- fevrier - - - - - aout - - - decembre",
		// Spanish, Catalan, Galician, Italian, Portuguese, Romanian
		"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"ene feb mar abr may jun jul ago set oct nov dic",
		"- - - - - - - - setiembre - - -",
		"gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
		"xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
		"gen feb mar apr mag giu lug ago set ott nov dic",
		"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
		"jan fev mar abr mai jun jul ago set out nov dez",
		"ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
		// Russian, Ukrainian, Belarusian, Bulgarian
		"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
		"январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
		"янв фев мар апр май июн июл авг сен окт ноя дек",
		"- февр - - - - - - сент - нояб -",
		"січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
		"січ лют бер кві тра чер лип сер вер жов лис гру",
		"січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
		"- - берез квіт трав черв лип серп верес жовт листоп груд",
		"студзень люты сакавік красавік май чэрвень ліпень жнівень верасень кастрычнік лістапад снежань",
		"студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
		"януари февруари март април май юни юли август септември октомври ноември декември",
		// Polish, Czech, Slovak, Slovene, Croatian, Serbian
		"stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
		"sty lut mar kwi maj cze lip sie wrz paź lis gru",
		"styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
		"ledna února března dubna května června července srpna září října listopadu prosince",
		"leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
		"januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
		"januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
		"siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga prosinca",
		"- - - - - - - - - - studenog -",
		"januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
		"јануари февруари март април мај јуни јули август септември октомври ноември декември",
		"јан феб мар апр мај јун јул авг сеп окт нов дец",
		"- фев - - - - - - септ окт ноем дек",
		"- - - - - - - - - - ное -",
		"јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
		// Dutch, Swedish, Danish, Norwegian, Icelandic, Finnish, Estonian, Latvian, Lithuanian, Hungarian
		"januari februari maart april mei juni juli augustus september oktober november december",
		"- - mrt - - - - - - okt - -",
		"januari februari mars april maj juni juli augusti september oktober november december",
		"januar februar marts april maj juni juli august september oktober november december",
		"januar februar mars april mai juni juli august september oktober november desember",
		"- - - - - - - - - - - des",
		"januar februar mars apríl mai juni juli august september oktober november desember", // Faroese
		"janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember",
		"tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
		"jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
		"janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
		"sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
		"január február március április május június július augusztus szeptember október november december",
		"jan febr márc ápr máj jún júl aug szept okt nov dec",
		// Turkish, Azerbaijani, Greek, Albanian
		"ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
		"oca şub mar nis may haz tem ağu eyl eki kas ara",
		"yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
		"ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου",
		"ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
		"ιανουαριου φεβρουαριου μαρτιου απριλιου μαϊου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
		"ιανουάριος φεβρουάριος μάρτιος απρίλιος μαϊ ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος",
		"- - - - μαΐ - - - - - - -",
		"ιαν φεβ μάρ απρ μάι ιούν ιούλ αύγ σεπ οκτ νοέ δεκ",
		"ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος δεκέμβριος",
		"janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor",
		// Arabic, as in Egypt and the Gulf, in the Levant, in Algeria and Tunisia
		"يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
		"- - - إبريل - يونيه يوليه - - - - -",
		"كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
		"جانفي فيفري - أفريل ماي جوان جويلية أوت - - - -",
		// Hebrew, with and without the preposition; Persian; Urdu
		"ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
		"בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
		"ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
		"جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
		// Hindi, Marathi, Bengali, Tamil, Telugu
		"जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
		"- फ़रवरी - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर",
		"जानेवारी फेब्रुवारी मार्च एप्रिल मे जून जुलै ऑगस्ट सप्टेंबर ऑक्टोबर नोव्हेंबर डिसेंबर",
		"জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর",
		"ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்",
		"జనవరి ఫిబ్రవరి మార్చి ఏప్రిల్ మే జూన్ జులై ఆగస్టు సెప్టెంబర్ అక్టోబర్ నవంబర్ డిసెంబర్",
		// Gujarati, Kannada, Malayalam, Punjabi, Nepali
		"જાન્યુઆરી ફેબ્રુઆરી માર્ચ એપ્રિલ મે જૂન જુલાઈ ઑગસ્ટ સપ્ટેમ્બર ઑક્ટોબર નવેમ્બર ડિસેમ્બર",
		"ಜನವರಿ ಫೆಬ್ರವರಿ ಮಾರ್ಚ್ ಏಪ್ರಿಲ್ ಮೇ ಜೂನ್ ಜುಲೈ ಆಗಸ್ಟ್ ಸೆಪ್ಟೆಂಬರ್ ಅಕ್ಟೋಬರ್ ನವೆಂಬರ್ ಡಿಸೆಂಬರ್",
		"ജനുവരി ഫെബ്രുവരി മാർച്ച് ഏപ്രിൽ മേയ് ജൂൺ ജൂലൈ ഓഗസ്റ്റ് സെപ്റ്റംബർ ഒക്ടോബർ നവംബർ ഡിസംബർ",
		"ਜਨਵਰੀ ਫ਼ਰਵਰੀ ਮਾਰਚ ਅਪ੍ਰੈਲ ਮਈ ਜੂਨ ਜੁਲਾਈ ਅਗਸਤ ਸਤੰਬਰ ਅਕਤੂਬਰ ਨਵੰਬਰ ਦਸੰਬਰ",
		"जनवरी फेब्रुअरी मार्च अप्रिल मे जुन जुलाई अगस्ट सेप्टेम्बर अक्टोबर नोभेम्बर डिसेम्बर",
		// Georgian, Armenian, Kazakh
		"იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი",
		"იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ",
		"հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի",
		"հուն փետ մար ապր մայ հուն հուլ օգս սեպ հոկ նոյ դեկ",
		"հնվ փտվ մրտ ապր մյս հնս հլս օգս սեպ հոկ նոյ դեկ",
		"қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
		"қаң ақп нау сәу мам мау шіл там қыр қаз қар жел",
		// Chinese
		"一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
		// Basque, Welsh, Afrikaans, Filipino
		"urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua",
		"ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
		"januarie februarie maart april mei junie julie augustus september oktober november desember",
		"enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre",
		// Thai, Indonesian and Malay, Swahili
		"มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
		"januari februari maret april mei juni juli agustus september oktober november desember",
		"- - mac - - jun julai ogos - - - disember",
		"- - - - - - - agu - okt - des",
		"januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba")
})

// persianMonths are those of the Solar Hijri calendar.
var persianMonths = sync.OnceValue(func() map[string]int {
	return monthTable(
		"فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
		"حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت")
})

// localMonths are names that mean another month in a language of their own.
var localMonths = map[string]map[string]int{
	"hr": {"listopada": 10, "lipnja": 6, "srpnja": 7, "lip": 6, "srp": 7, "lis": 10},
	"bs": {"listopada": 10},
	"az": {"mart": 3, "may": 5},
}

// monthTable puts lists of twelve names into one table. Where languages differ,
// the first list wins.
func monthTable(lists ...string) map[string]int {
	table := map[string]int{}
	for _, list := range lists {
		for i, name := range strings.Fields(list) {
			if name = lower(strings.ReplaceAll(name, "_", " ")); name != "-" && table[name] == 0 {
				table[name] = i + 1
			}
		}
	}
	return table
}

// lower writes a word in small letters, and Turkish ones without the dots that
// capitals of other languages do not know: MAYIS is mayıs.
func lower(word string) string {
	return dots.Replace(strings.ToLower(word))
}

var dots = strings.NewReplacer("ı", "i", "i\u0307", "i")

// monthOf is the month that a word means in a language, 0 for none; persian says
// that it is one of the Solar Hijri calendar.
func monthOf(word, language string) (month int, persian bool) {
	word = lower(word)
	if m := localMonths[language][word]; m > 0 {
		return m, false
	}
	if m := months()[word]; m > 0 {
		return m, false
	}
	m := persianMonths()[word]
	return m, m > 0
}

// IsWord reports whether a word, in small letters, is one of those that dates are
// made of: a month, a day of the week, a zone, a small word between them.
func IsWord(word string) bool {
	if noise[word] || months()[lower(word)] > 0 || persianMonths()[lower(word)] > 0 || word == "am" || word == "pm" {
		return true
	}
	_, day := weekdays()[word]
	_, zone := zones[strings.ToUpper(word)]
	return day || zone && len(word) > 2
}

// weekdays are names that days of the week have in the languages whose pages
// write dates in numbers that may mean two days.
var weekdays = sync.OnceValue(func() map[string]time.Weekday {
	table := map[string]time.Weekday{}
	for _, list := range []string{
		"sunday monday tuesday wednesday thursday friday saturday", "sun mon tue wed thu fri sat", "- - tues - thur - -", "- - - - thurs - -",
		"sonntag montag dienstag mittwoch donnerstag freitag samstag", "so mo di mi do fr sa",
		"dimanche lundi mardi mercredi jeudi vendredi samedi", "dim lun mar mer jeu ven sam",
		"domingo lunes martes miércoles jueves viernes sábado", "dom lun mar mié jue vie sáb",
		"domenica lunedì martedì mercoledì giovedì venerdì sabato",
		"domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
		"zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
		"minggu senin selasa rabu kamis jumat sabtu", "søndag mandag tirsdag onsdag torsdag fredag lørdag",
		"söndag måndag tisdag onsdag torsdag fredag lördag",
		"воскресенье понедельник вторник среда четверг пятница суббота", "вс пн вт ср чт пт сб",
		"неділя понеділок вівторок середа четвер п’ятниця субота",
		"niedziela poniedziałek wtorek środa czwartek piątek sobota", "neděle pondělí úterý středa čtvrtek pátek sobota",
		"pazar pazartesi salı çarşamba perşembe cuma cumartesi",
		"κυριακή δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο", "sunnuntai maanantai tiistai keskiviikko torstai perjantai lauantai",
		"الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت",
	} {
		for day, name := range strings.Fields(list) {
			if _, taken := table[name]; name != "-" && !taken {
				table[name] = time.Weekday(day)
			}
		}
	}
	return table
})

// IsMonth reports whether a word is the name of a month, or a short form of one,
// in any language.
func IsMonth(word string) bool {
	month, _ := monthOf(word, "")
	return month > 0
}
