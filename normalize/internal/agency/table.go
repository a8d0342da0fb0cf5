package agency

// Agency is a news agency as the world knows it.
type Agency struct {
	// Name is how articles name it.
	Name string
	// Country is where it has its seat, in two letters (ISO 3166-1).
	Country string
	// Languages are the tags of those in which its short signs are believed on
	// their own, parted by spaces.
	Languages string
	// Names are its full names, which mean nothing else.
	Names []string
	// Signs are short names that nothing else is written as.
	Signs []string
	// Weak are short names that may be a word, a person or something else: they
	// count in a dateline, behind a word such as Source, beside another agency,
	// and alone in one of its languages.
	Weak []string
	// Domains are its own.
	Domains []string
}

func list(s ...string) []string { return s }

// table holds the agencies that papers take texts from.
var table = []Agency{
	// of the world
	{"AFP", "FR", "fr en es de pt ar", list("Agence France-Presse", "Agence France Press", "L'Agence France-Presse", "AFP News", "AFP Relaxnews", "AFPBB News", "AFP通信", "法新社", "وكالة فرانس برس", "فرانس برس", "Франс Пресс", "Франс-пресс", "Γαλλικό Πρακτορείο", "프랑스통신"), list("AFP", "أ ف ب", "ا ف ب", "أف ب", "АФП", "एएफपी", "এএফপি", "เอเอฟพี", "AFP통신"), nil, list("afp.com", "afpbb.com")},
	{"Reuters", "GB", "en de fr es pt it ja ru ar", list("Thomson Reuters", "Thomson Reuters Foundation", "Reuters News", "Reuters Staff", "路透社", "路透社電", "ロイター通信", "로이터통신", "وكالة رويترز", "সংবাদ সংস্থা রয়টার্স"), list("Reuters", "路透", "ロイター", "로이터", "رويترز", "רויטרס", "Рейтер", "Рейтерс", "रॉयटर्स", "रायटर", "রয়টার্স", "รอยเตอร์", "รอยเตอร์ส", "Ρόιτερ", "Ρόιτερς", "Rojters", "Ројтерс", "Ройтерс", "رویترز"), nil, list("reuters.com", "thomsonreuters.com")},
	{"AP", "US", "en es de fr", list("Associated Press", "The Associated Press", "AP News", "美联社", "美聯社", "AP通信", "أسوشيتد برس", "اسوشيتد برس", "Ассошиэйтед Пресс", "آسوشیتدپرس"), list("AP", "एपी", "เอพี", "AP통신"), list("أ ب"), list("apnews.com", "ap.org")},
	{"dpa", "DE", "de en es", list("Deutsche Presse-Agentur", "Deutsche Presseagentur", "dpa-infocom", "dpa-AFX", "dpa-Custom Content", "dpa English", "German Press Agency", "Agencia Alemana de Prensa", "德新社", "وكالة الأنباء الألمانية"), list("dpa", "د ب أ", "د ب ا"), nil, list("dpa.com", "dpa-news.de", "dpa-international.com", "dpa-afx.de")},
	{"UPI", "US", "en es", list("United Press International"), list("UPI"), nil, list("upi.com")},
	{"Bloomberg", "US", "en de es", list("Bloomberg News", "Bloomberg LP", "Bloomberg Línea", "Блумберг"), nil, list("Bloomberg"), list("bloomberg.com", "bloomberg.net")},
	{"Dow Jones", "US", "en de", list("Dow Jones Newswires", "Dow Jones News"), nil, list("DJN", "Dow Jones"), list("dowjones.com")},
	{"IPS", "IT", "-", list("Inter Press Service", "Inter Press Service News Agency"), nil, list("IPS"), list("ipsnews.net")},
	{"Pressenza", "EC", "en es it de fr pt", list("Pressenza International Press Agency"), list("Pressenza"), nil, list("pressenza.com")},

	// of German
	{"APA", "AT", "de", list("Austria Presse Agentur", "Austria Presseagentur", "APA - Austria Presse Agentur", "APA-OTS", "APA-Science"), list("APA"), nil, list("apa.at")},
	{"Kathpress", "AT", "de", list("Katholische Presseagentur", "Katholische Presseagentur Österreich"), list("Kathpress"), list("KAP"), list("kathpress.at")},
	{"Keystone-SDA", "CH", "de fr it", list("Keystone-SDA", "Keystone-ATS", "Keystone SDA ATS", "Schweizerische Depeschenagentur", "Agence télégraphique suisse", "Agenzia telegrafica svizzera"), list("SDA"), list("ATS"), list("keystone-sda.ch", "keystone-ats.ch", "sda.ch")},
	{"AWP", "CH", "de fr", list("AWP Finanznachrichten", "awp Finanznachrichten"), nil, list("AWP"), list("awp.ch")},
	{"SID", "DE", "de", list("Sport-Informations-Dienst", "Sportinformationsdienst"), list("SID"), nil, list("sid.de")},
	{"KNA", "DE", "de", list("Katholische Nachrichten-Agentur", "Katholische Nachrichtenagentur"), list("KNA"), nil, list("kna.de")},
	{"epd", "DE", "de", list("Evangelischer Pressedienst", "Evangelischen Pressedienstes"), list("epd"), nil, list("epd.de")},
	{"ddp", "DE", "de", list("Deutscher Depeschendienst", "ddp Nachrichtenagentur"), list("ddp", "dapd"), nil, nil},
	{"dts", "DE", "de", list("dts Nachrichtenagentur", "Deutsche Textservice Nachrichtenagentur"), list("dts"), nil, list("dts-nachrichtenagentur.de")},
	{"pressetext", "AT", "de en", list("pressetext Nachrichtenagentur", "pressetext.redaktion"), list("pressetext"), list("pte"), list("pressetext.com")},

	// of English
	{"PA Media", "GB", "en", list("PA Media", "Press Association", "The Press Association", "PA News Agency", "PA Sport"), nil, list("PA"), list("pamediagroup.com", "pressassociation.com", "pa.media")},
	{"The Canadian Press", "CA", "en fr", list("The Canadian Press", "Canadian Press", "La Presse Canadienne", "Presse Canadienne"), nil, nil, list("thecanadianpress.com", "lapressecanadienne.ca")},
	{"QMI", "CA", "fr en", list("Agence QMI", "QMI Agency"), list("QMI"), nil, list("qmiagency.ca")},
	{"AAP", "AU", "en", list("Australian Associated Press", "AAP FactCheck", "AAP Newswire"), list("AAP"), nil, list("aap.com.au")},
	{"TNS", "US", "en", list("Tribune News Service", "Tribune Content Agency"), nil, list("TNS"), list("tribunecontentagency.com")},
	{"RNS", "US", "-", list("Religion News Service"), nil, list("RNS"), list("religionnews.com")},
	{"Catholic News Agency", "US", "en es de", list("Catholic News Agency", "ACI Prensa"), nil, nil, list("catholicnewsagency.com", "aciprensa.com")},
	{"KFF Health News", "US", "en", list("KFF Health News", "Kaiser Health News"), nil, nil, list("kffhealthnews.org")},
	{"NZ Newswire", "NZ", "en", list("New Zealand Newswire", "NZ Newswire"), list("NZN"), nil, nil},

	// of French
	{"Belga", "BE", "fr nl", list("Agence Belga", "Belga News Agency", "Belga News", "Persbureau Belga"), list("Belga"), nil, list("belga.be", "belganewsagency.eu")},
	{"APS", "DZ", "fr ar", list("Algérie Presse Service", "وكالة الأنباء الجزائرية"), nil, list("APS", "وأج", "واج"), list("aps.dz")},
	{"TAP", "TN", "fr ar", list("Tunis Afrique Presse", "وكالة تونس إفريقيا للأنباء"), nil, list("TAP", "وات"), list("tap.info.tn")},
	{"MAP", "MA", "fr ar es", list("Maghreb Arabe Presse", "Agence marocaine de presse", "وكالة المغرب العربي للأنباء"), nil, list("MAP", "و م ع"), list("mapnews.ma", "map.ma")},
	{"APS Sénégal", "SN", "fr", list("Agence de presse sénégalaise"), nil, nil, list("aps.sn")},
	{"AIP", "CI", "fr", list("Agence ivoirienne de presse"), nil, list("AIP"), list("aip.ci")},
	{"ACP", "CD", "fr", list("Agence congolaise de presse"), nil, list("ACP"), list("acp.cd")},
	{"AIB", "BF", "fr", list("Agence d'information du Burkina"), nil, list("AIB"), list("aib.media")},
	{"APA News", "SN", "fr en", list("Agence de presse africaine", "African Press Agency", "APAnews"), nil, nil, list("apanews.net")},
	{"Panapress", "SN", "fr en", list("Panapress", "Pan African News Agency"), nil, list("PANA"), list("panapress.com")},

	// of Spanish and Portuguese
	{"EFE", "ES", "es pt en", list("Agencia EFE", "EFE Noticias", "EFE Verifica", "Efeagro", "Efeverde", "Efesalud"), list("EFE"), nil, list("efe.com")},
	{"Europa Press", "ES", "es ca", list("Europa Press", "Agencia Europa Press", "EuropaPress"), nil, nil, list("europapress.es", "europapress.net")},
	{"Servimedia", "ES", "es", list("Agencia Servimedia"), list("Servimedia"), nil, list("servimedia.es")},
	{"Colpisa", "ES", "es", list("Agencia Colpisa"), list("Colpisa"), nil, list("colpisa.com")},
	{"ACN", "ES", "ca", list("Agència Catalana de Notícies", "Agencia Catalana de Noticias"), nil, list("ACN"), list("acn.cat")},
	{"Notimex", "MX", "es", list("Agencia Notimex", "Agencia de Noticias del Estado Mexicano"), list("Notimex"), nil, list("notimex.gob.mx")},
	{"Quadratín", "MX", "es", list("Agencia Quadratín"), list("Quadratín"), nil, list("quadratin.com.mx")},
	{"Télam", "AR", "es", list("Agencia Télam", "Agencia Telam"), list("Télam", "Telam"), nil, list("telam.com.ar")},
	{"Noticias Argentinas", "AR", "es", list("Noticias Argentinas", "Agencia Noticias Argentinas"), nil, nil, list("noticiasargentinas.com")},
	{"Prensa Latina", "CU", "es en", list("Prensa Latina", "Agencia Prensa Latina"), nil, nil, list("prensa-latina.cu", "plenglish.com")},
	{"AVN", "VE", "es", list("Agencia Venezolana de Noticias"), list("AVN"), nil, list("avn.info.ve")},
	{"ABI", "BO", "es", list("Agencia Boliviana de Información"), nil, list("ABI"), list("abi.bo")},
	{"Andina", "PE", "es", list("Agencia Andina", "Agencia Peruana de Noticias"), nil, list("Andina"), list("andina.pe")},
	{"Colprensa", "CO", "es", list("Agencia Colprensa"), list("Colprensa"), nil, list("colprensa.com")},
	{"Agencia IP", "PY", "es", list("Agencia IP", "Agencia de Información Paraguaya"), nil, nil, list("ip.gov.py")},
	{"AGN", "GT", "es", list("Agencia Guatemalteca de Noticias"), nil, list("AGN"), list("agn.gt")},
	{"Lusa", "PT", "pt", list("Agência Lusa", "Agência LUSA", "Lusa - Agência de Notícias de Portugal"), nil, list("Lusa"), list("lusa.pt")},
	{"Agência Brasil", "BR", "pt", list("Agência Brasil", "Agencia Brasil"), nil, list("ABr"), list("agenciabrasil.ebc.com.br")},
	{"Estadão Conteúdo", "BR", "pt", list("Estadão Conteúdo", "Estadao Conteudo", "Agência Estado"), nil, nil, nil},
	{"Folhapress", "BR", "pt", list("Agência Folha"), list("Folhapress"), nil, list("folhapress.folha.com.br")},
	{"Angop", "AO", "pt", list("Agência Angola Press", "Angola Press"), list("Angop"), nil, list("angop.ao")},
	{"AIM", "MZ", "pt", list("Agência de Informação de Moçambique"), nil, list("AIM"), list("aimnews.org")},
	{"Inforpress", "CV", "pt", list("Agência Cabo-verdiana de Notícias"), list("Inforpress"), nil, list("inforpress.cv")},

	// of Italian, Greek, Maltese and Turkish
	{"ANSA", "IT", "it en", list("Agenzia ANSA", "Agenzia Nazionale Stampa Associata", "ANSA.it", "ANSA Brasil", "Agência ANSA"), list("ANSA", "АНСА"), nil, list("ansa.it")},
	{"Adnkronos", "IT", "it", list("Agenzia Adnkronos"), list("Adnkronos", "AdnKronos"), list("ADN"), list("adnkronos.com")},
	{"AGI", "IT", "it", list("Agenzia Italia", "Agenzia Giornalistica Italia"), list("AGI"), nil, list("agi.it")},
	{"LaPresse", "IT", "it", list("Agenzia LaPresse"), list("LaPresse"), nil, list("lapresse.it")},
	{"Askanews", "IT", "it", list("Agenzia Askanews"), list("Askanews", "askanews"), nil, list("askanews.it")},
	{"Italpress", "IT", "it", list("Agenzia Italpress"), list("Italpress"), nil, list("italpress.com")},
	{"Agenzia Nova", "IT", "it", list("Agenzia Nova"), nil, list("Nova"), list("agenzianova.com", "nova.news")},
	{"Radiocor", "IT", "it", list("Il Sole 24 Ore Radiocor", "Il Sole 24 Ore Radiocor Plus", "Radiocor Plus"), list("Radiocor"), nil, nil},
	{"DIRE", "IT", "it", list("Agenzia DIRE", "Agenzia di stampa Dire"), nil, list("DIRE"), list("dire.it")},
	{"9Colonne", "IT", "it", list("Agenzia 9Colonne"), list("9Colonne"), nil, list("9colonne.it")},
	{"SIR", "IT", "it", list("Agenzia SIR", "Servizio Informazione Religiosa", "AgenSIR"), nil, list("SIR"), list("agensir.it")},
	{"Fides", "VA", "it en fr es de", list("Agenzia Fides", "Agence Fides", "Fides News Agency", "Agencia Fides"), nil, list("Fides"), list("fides.org")},
	{"APE-MPE", "GR", "el", list("ΑΠΕ-ΜΠΕ", "ANA-MPA", "AMNA", "APE-MPE", "Athens-Macedonian News Agency", "Αθηναϊκό-Μακεδονικό Πρακτορείο Ειδήσεων", "Αθηναϊκό Πρακτορείο Ειδήσεων"), list("ΑΠΕ"), list("ANA"), list("amna.gr", "ana-mpa.gr")},
	{"Cyprus News Agency", "CY", "el", list("Κυπριακό Πρακτορείο Ειδήσεων", "Cyprus News Agency"), list("ΚΥΠΕ"), nil, list("cna.org.cy")},
	{"Anadolu", "TR", "tr", list("Anadolu Ajansı", "Anadolu Agency", "Anadolu Ajansi", "Agence Anadolu", "Agencia Anadolu", "Anadolu Haber Ajansı", "وكالة الأناضول", "Анадолу"), list("Anadolu", "الأناضول"), list("AA"), list("aa.com.tr")},
	{"İHA", "TR", "tr", list("İhlas Haber Ajansı", "Ihlas News Agency", "Ihlas Haber Ajansi"), list("İHA"), list("IHA"), list("iha.com.tr")},
	{"DHA", "TR", "tr", list("Demirören Haber Ajansı", "Doğan Haber Ajansı", "Demirören News Agency"), list("DHA"), nil, list("dha.com.tr")},
	{"ANKA", "TR", "tr", list("ANKA Haber Ajansı"), nil, list("ANKA"), list("ankahaber.net")},

	// of the Low Countries and the North
	{"ANP", "NL", "nl", list("Algemeen Nederlands Persbureau", "ANP Producties"), list("ANP"), nil, list("anp.nl")},
	{"TT", "SE", "sv", list("TT Nyhetsbyrån", "Tidningarnas Telegrambyrå", "TT News Agency"), list("TT"), nil, list("tt.se")},
	{"NTB", "NO", "no nb nn", list("Norsk Telegrambyrå", "NTB Nynorsk"), list("NTB"), nil, list("ntb.no")},
	{"Ritzau", "DK", "da", list("Ritzaus Bureau", "Ritzau Bureau", "Ritzau Finans"), list("Ritzau"), nil, list("ritzau.dk", "ritzau.com")},
	{"STT", "FI", "fi sv", list("Suomen Tietotoimisto", "Finska Notisbyrån", "STT-Lehtikuva", "STT Viestintäpalvelut"), nil, list("STT", "FNB"), list("stt.fi")},
	{"BNS", "EE", "et lv lt en ru", list("Baltic News Service"), list("BNS"), list("БНС"), list("bns.ee", "bns.lt", "bnsnews.lt")},
	{"LETA", "LV", "lv", list("Ziņu aģentūra LETA", "Latvijas Telegrāfa aģentūra"), list("LETA", "ЛЕТА"), nil, list("leta.lv")},
	{"ELTA", "LT", "lt", list("Lietuvos naujienų agentūra ELTA", "Naujienų agentūra ELTA"), list("ELTA"), nil, list("elta.lt")},

	// of Central and South-East Europe
	{"PAP", "PL", "pl", list("Polska Agencja Prasowa", "PAP MediaRoom", "PAP Biznes", "PAP SA"), list("PAP"), nil, list("pap.pl")},
	{"IAR", "PL", "pl", list("Informacyjna Agencja Radiowa"), nil, list("IAR"), nil},
	{"ISBnews", "PL", "pl", list("Agencja ISBnews"), list("ISBnews"), nil, list("isbnews.pl")},
	{"ČTK", "CZ", "cs", list("Česká tisková kancelář", "Czech News Agency", "ČTK České noviny"), list("ČTK"), list("CTK"), list("ctk.cz", "ceskenoviny.cz")},
	{"TASR", "SK", "sk", list("Tlačová agentúra Slovenskej republiky"), list("TASR"), nil, list("tasr.sk", "teraz.sk")},
	{"SITA", "SK", "sk", list("Slovenská tlačová agentúra", "SITA Slovenská tlačová agentúra"), nil, list("SITA"), list("sita.sk")},
	{"MTI", "HU", "hu", list("Magyar Távirati Iroda", "MTVA Sajtó- és Fotóarchívum"), list("MTI"), nil, list("mti.hu")},
	{"Agerpres", "RO", "ro", list("Agenția Națională de Presă Agerpres", "Agenția Agerpres"), list("Agerpres"), nil, list("agerpres.ro")},
	{"Mediafax", "RO", "ro", list("Agenția Mediafax"), list("Mediafax"), nil, list("mediafax.ro")},
	{"Moldpres", "MD", "ro ru", list("Agenția Moldpres", "Agenția Informațională de Stat Moldpres"), list("Moldpres", "Молдпрес"), nil, list("moldpres.md")},
	{"Infotag", "MD", "ro ru", list("Agenția Infotag"), list("Infotag", "Инфотаг"), nil, list("infotag.md")},
	{"BTA", "BG", "bg", list("Българска телеграфна агенция", "Bulgarian News Agency"), list("БТА"), list("BTA"), list("bta.bg")},
	{"BGNES", "BG", "bg", list("Агенция БГНЕС"), list("BGNES", "БГНЕС"), nil, list("bgnes.bg", "bgnes.com")},
	{"Tanjug", "RS", "sr en", list("Novinska agencija Tanjug", "Новинска агенција Танјуг"), list("Tanjug", "Танјуг", "Танюг"), nil, list("tanjug.rs")},
	{"Beta", "RS", "sr", list("Novinska agencija Beta", "Agencija Beta", "Новинска агенција Бета", "Beta News Agency"), nil, list("Beta", "Бета"), list("beta.rs")},
	{"FoNet", "RS", "sr", list("Novinska agencija FoNet", "Agencija FoNet"), list("FoNet", "ФоНет"), nil, list("fonet.rs")},
	{"SRNA", "BA", "sr bs", list("Novinska agencija Republike Srpske", "Новинска агенција Републике Српске"), list("SRNA", "СРНА"), nil, list("srna.rs")},
	{"FENA", "BA", "bs hr sr", list("Federalna novinska agencija"), list("FENA"), nil, list("fena.news", "fena.ba")},
	{"Hina", "HR", "hr", list("Hrvatska izvještajna novinska agencija", "Croatian News Agency"), nil, list("Hina"), list("hina.hr")},
	{"STA", "SI", "sl", list("Slovenska tiskovna agencija", "Slovenian Press Agency"), nil, list("STA"), list("sta.si")},
	{"MIA", "MK", "mk sq", list("Медиумска информативна агенција", "Media Information Agency"), list("МИА"), list("MIA"), list("mia.mk")},
	{"Makfax", "MK", "mk", list("Макфакс"), list("Makfax"), nil, list("makfax.com.mk")},
	{"MINA", "ME", "sr cnr", list("Agencija MINA", "Mina News Agency"), nil, list("MINA"), list("mina.news")},
	{"ATSH", "AL", "sq", list("Agjencia Telegrafike Shqiptare", "Albanian Telegraphic Agency"), list("ATSH"), list("ATA"), list("ata.gov.al")},

	// of the East of Europe, the Caucasus and Central Asia
	{"TASS", "RU", "ru en", list("ТАСС", "ИТАР-ТАСС", "ITAR-TASS", "塔斯社", "タス通信", "타스통신", "وكالة تاس"), list("TASS"), list("تاس", "타스"), list("tass.ru", "tass.com", "itar-tass.com")},
	{"RIA Novosti", "RU", "ru", list("РИА Новости", "RIA Novosti", "RIA Nowosti", "俄新社", "РИАН"), nil, list("РИА", "RIA"), list("ria.ru", "rian.ru")},
	{"Sputnik", "RU", "ru", list("Sputnik News", "Sputnik International", "Агентство Sputnik"), nil, list("Sputnik"), list("sputniknews.com", "sputnikglobe.com", "sputniknews.ru")},
	{"Interfax", "RU", "ru en", list("Интерфакс", "ИНТЕРФАКС", "INTERFAX.RU", "Interfax-Kazakhstan", "Интерфакс-Казахстан", "Интерфакс-Запад", "国际文传电讯社", "俄国际文传电讯社"), list("Interfax"), nil, list("interfax.ru", "interfax.com", "interfax.by", "interfax.kz")},
	{"Prime", "RU", "ru", list("Агентство экономической информации ПРАЙМ", "АЭИ ПРАЙМ", "Агентство Прайм"), nil, list("ПРАЙМ"), list("1prime.ru")},
	{"Regnum", "RU", "ru", list("ИА REGNUM", "ИА Регнум", "ИА Красная весна"), nil, list("REGNUM"), list("regnum.ru")},
	{"Rosbalt", "RU", "ru", list("ИА Росбалт", "Росбалт"), nil, nil, list("rosbalt.ru")},
	{"Ukrinform", "UA", "uk ru en", list("Укрінформ", "Укринформ"), list("Ukrinform"), nil, list("ukrinform.ua", "ukrinform.net", "ukrinform.ru")},
	{"UNIAN", "UA", "uk ru", list("УНІАН", "УНИАН"), list("UNIAN"), nil, list("unian.ua", "unian.net", "unian.info")},
	{"UNN", "UA", "uk ru", list("Українські Національні Новини", "Украинские Национальные Новости"), list("УНН"), list("UNN"), list("unn.ua", "unn.com.ua")},
	{"Interfax-Ukraine", "UA", "uk ru en", list("Інтерфакс-Україна", "Интерфакс-Украина", "Interfax-Ukraine"), nil, nil, list("interfax.com.ua")},
	{"RBC-Ukraine", "UA", "uk ru", list("РБК-Україна", "РБК-Украина", "RBC-Ukraine"), nil, nil, list("rbc.ua")},
	{"BelTA", "BY", "ru be en", list("Белорусское телеграфное агентство", "Беларускае тэлеграфнае агенцтва"), list("БЕЛТА", "БелТА", "BelTA"), nil, list("belta.by")},
	{"Kazinform", "KZ", "kk ru en", list("Казинформ", "Қазақпарат", "МИА Казинформ"), list("Kazinform"), nil, list("inform.kz")},
	{"KazTAG", "KZ", "ru kk", list("КазТАГ"), list("KazTAG"), nil, list("kaztag.kz")},
	{"Kabar", "KG", "ky ru", list("Кыргызское национальное информационное агентство Кабар", "НИА Кабар"), nil, list("Кабар", "Kabar"), list("kabar.kg")},
	{"AKIpress", "KG", "ru en", list("ИА AKIpress", "АКИpress"), list("AKIpress"), nil, list("akipress.com", "akipress.org")},
	{"UzA", "UZ", "uz ru", list("Национальное информационное агентство Узбекистана"), list("ЎзА"), list("UzA", "УзА"), list("uza.uz")},
	{"Khovar", "TJ", "tg ru", list("НИАТ Ховар", "НИАТ «Ховар»"), nil, list("Ховар", "Khovar"), list("khovar.tj")},
	{"Montsame", "MN", "mn en", list("МОНЦАМЭ", "Монцамэ агентлаг"), list("Montsame"), nil, list("montsame.mn")},
	{"AZERTAC", "AZ", "az ru en", list("Азертадж", "Azərtac", "Azərbaycan Dövlət İnformasiya Agentliyi"), list("AZERTAC", "АЗЕРТАДЖ", "AZƏRTAC", "AZERTAG"), nil, list("azertag.az")},
	{"Armenpress", "AM", "hy ru en", list("Арменпресс", "Արմենպրես"), list("Armenpress", "АРМЕНПРЕСС", "ԱՐՄԵՆՊՐԵՍ"), nil, list("armenpress.am")},
	{"InterPressNews", "GE", "ka en", list("ინტერპრესნიუსი"), list("InterPressNews"), list("IPN"), list("interpressnews.ge")},

	// of the Near East and North Africa
	{"MENA", "EG", "ar", list("وكالة أنباء الشرق الأوسط", "Middle East News Agency"), list("أ ش أ", "أ.ش.أ"), list("MENA"), list("mena.org.eg")},
	{"SPA", "SA", "ar", list("وكالة الأنباء السعودية", "Saudi Press Agency"), list("واس"), list("SPA"), list("spa.gov.sa")},
	{"WAM", "AE", "ar", list("وكالة أنباء الإمارات", "Emirates News Agency"), nil, list("وام", "WAM"), list("wam.ae")},
	{"KUNA", "KW", "ar", list("وكالة الأنباء الكويتية", "Kuwait News Agency"), list("كونا", "KUNA"), nil, list("kuna.net.kw")},
	{"QNA", "QA", "ar", list("وكالة الأنباء القطرية", "Qatar News Agency"), nil, list("قنا", "QNA"), list("qna.org.qa")},
	{"BNA", "BH", "ar", list("وكالة أنباء البحرين", "Bahrain News Agency"), nil, list("بنا", "BNA"), list("bna.bh")},
	{"ONA", "OM", "ar", list("وكالة الأنباء العمانية", "Oman News Agency"), nil, list("العمانية", "ONA"), list("omannews.gov.om")},
	{"Petra", "JO", "ar", list("وكالة الأنباء الأردنية", "Jordan News Agency", "وكالة بترا"), nil, list("بترا", "Petra"), list("petra.gov.jo")},
	{"SANA", "SY", "ar", list("الوكالة العربية السورية للأنباء", "Syrian Arab News Agency"), nil, list("سانا", "SANA"), list("sana.sy")},
	{"NNA", "LB", "ar fr", list("الوكالة الوطنية للإعلام", "National News Agency Lebanon"), nil, list("وطنية", "NNA"), list("nna-leb.gov.lb")},
	{"INA", "IQ", "ar", list("وكالة الأنباء العراقية", "Iraqi News Agency"), nil, list("واع", "INA"), list("ina.iq")},
	{"WAFA", "PS", "ar", list("وكالة الأنباء والمعلومات الفلسطينية", "وكالة وفا", "Palestine News and Info Agency"), nil, list("وفا", "WAFA"), list("wafa.ps")},
	{"Saba", "YE", "ar", list("وكالة الأنباء اليمنية", "Yemen News Agency"), nil, list("سبأ"), list("saba.ye", "sabanew.net")},
	{"SUNA", "SD", "ar", list("وكالة السودان للأنباء", "Sudan News Agency"), nil, list("سونا", "SUNA"), list("suna-sd.net")},
	{"LANA", "LY", "ar", list("وكالة الأنباء الليبية", "Libyan News Agency"), nil, list("وال", "LANA"), list("lana.gov.ly")},
	{"IRNA", "IR", "fa en", list("خبرگزاری جمهوری اسلامی", "Islamic Republic News Agency"), list("IRNA", "ایرنا", "إرنا", "ارنا"), nil, list("irna.ir")},
	{"ISNA", "IR", "fa en", list("خبرگزاری دانشجویان ایران", "Iranian Students' News Agency"), list("ISNA", "ایسنا"), nil, list("isna.ir")},
	{"Mehr", "IR", "fa", list("خبرگزاری مهر", "Mehr News Agency", "Mehr News"), nil, list("مهر", "MNA"), list("mehrnews.com")},
	{"Tasnim", "IR", "fa en", list("خبرگزاری تسنیم", "Tasnim News Agency"), list("Tasnim"), list("تسنیم"), list("tasnimnews.com", "tasnimnews.ir")},
	{"Fars", "IR", "fa", list("خبرگزاری فارس", "Fars News Agency"), nil, list("فارس", "Fars", "FNA"), list("farsnews.ir")},

	// of Africa
	{"NAN", "NG", "-", list("News Agency of Nigeria"), nil, list("NAN"), list("nannews.ng")},
	{"GNA", "GH", "en", list("Ghana News Agency"), list("GNA"), nil, list("gna.org.gh")},
	{"Kenya News Agency", "KE", "en", list("Kenya News Agency"), nil, nil, list("kenyanews.go.ke")},
	{"ENA", "ET", "am", list("Ethiopian News Agency", "የኢትዮጵያ ዜና አገልግሎት"), nil, list("ENA", "ኢዜአ"), list("ena.et")},
	{"African News Agency", "ZA", "en", list("African News Agency", "African News Agency (ANA)"), nil, nil, list("africannewsagency.com")},
	{"SAPA", "ZA", "en af", list("South African Press Association"), list("Sapa"), nil, nil},
	{"SAnews", "ZA", "en", list("SAnews.gov.za", "South African Government News Agency"), list("SAnews"), nil, list("sanews.gov.za")},
	{"New Ziana", "ZW", "en", list("New Ziana"), nil, nil, list("newziana.co.zw")},
	{"Nampa", "NA", "af", list("Namibia Press Agency"), nil, list("Nampa"), list("nampa.org")},

	// of South Asia
	{"PTI", "IN", "en hi", list("Press Trust of India", "PTI News", "पीटीआई-भाषा", "पीटीआई भाषा"), list("PTI", "पीटीआई"), list("भाषा"), list("ptinews.com")},
	{"ANI", "IN", "en hi", list("Asian News International", "ANI News", "ANI Digital"), list("ANI", "एएनआई"), nil, list("aninews.in")},
	{"IANS", "IN", "en hi", list("Indo-Asian News Service", "IANS Live", "IANS English"), list("IANS", "आईएएनएस"), nil, list("ians.in")},
	{"UNI", "IN", "en hi", list("United News of India", "यूनीवार्ता"), nil, list("UNI", "वार्ता"), list("uniindia.com")},
	{"Hindusthan Samachar", "IN", "hi en", list("Hindusthan Samachar", "हिन्दुस्थान समाचार"), list("हि.स.", "हि स"), nil, list("hindusthansamachar.in")},
	{"APP", "PK", "ur", list("Associated Press of Pakistan"), list("اے پی پی"), list("APP"), list("app.com.pk")},
	{"INP", "PK", "ur", list("Independent News Pakistan"), nil, list("INP"), list("inp.net.pk")},
	{"BSS", "BD", "bn", list("Bangladesh Sangbad Sangstha", "বাংলাদেশ সংবাদ সংস্থা"), list("বাসস"), list("BSS"), list("bssnews.net")},
	{"UNB", "BD", "bn", list("United News of Bangladesh"), list("ইউএনবি"), list("UNB"), list("unb.com.bd")},
	{"RSS", "NP", "ne", list("Rastriya Samachar Samiti", "राष्ट्रिय समाचार समिति"), list("रासस"), list("RSS"), list("rssnepal.com")},

	// of East Asia, South-East Asia and Oceania
	{"Xinhua", "CN", "zh en es fr ar ru", list("新华社", "新華社", "新华网", "新華網", "新华通讯社", "新華通訊社", "Xinhua News Agency", "Xinhua News", "Agence Xinhua", "Agencia Xinhua", "Синьхуа", "شينخوا", "وكالة شينخوا", "신화통신", "신화사", "新華社通信", "Tân Hoa Xã", "ซินหัว"), list("Xinhua", "XINHUA"), nil, list("xinhuanet.com", "news.cn", "xinhua.org")},
	{"CNS", "CN", "zh", list("中新社", "中新网", "中新網", "中国新闻网", "中國新聞網", "中国新闻社", "中國新聞社", "China News Service"), nil, list("CNS", "ECNS"), list("chinanews.com.cn", "chinanews.com", "ecns.cn")},
	{"CNA", "TW", "zh", list("中央社", "中央通訊社", "中央通讯社", "Central News Agency", "Focus Taiwan"), nil, list("CNA"), list("cna.com.tw", "focustaiwan.tw")},
	{"Kyodo", "JP", "ja en", list("共同通信", "共同通信社", "一般社団法人共同通信社", "共同网", "共同社", "共同ニュース", "Kyodo News", "Kyodo News Service", "교도통신"), list("Kyodo"), list("共同"), list("kyodonews.net", "kyodonews.jp", "kyodo.co.jp")},
	{"Jiji", "JP", "ja en", list("時事通信", "時事通信社", "時事ドットコム", "时事社", "時事社", "Jiji Press", "지지통신"), list("JIJI", "Jiji"), list("時事"), list("jiji.com")},
	{"Yonhap", "KR", "ko en ja zh", list("연합뉴스", "연합뉴스TV", "聯合ニュース", "韩联社", "韓聯社", "Yonhap News", "Yonhap News Agency", "Рёнхап"), list("Yonhap"), list("연합"), list("yna.co.kr", "yonhapnews.co.kr")},
	{"Newsis", "KR", "ko", list("뉴시스", "민영통신사 뉴시스"), list("Newsis"), nil, list("newsis.com")},
	{"News1", "KR", "ko", list("뉴스1", "뉴스1코리아", "News1 Korea"), list("News1"), nil, list("news1.kr")},
	{"KCNA", "KP", "ko en", list("조선중앙통신", "朝鮮中央通信", "朝中社", "Korean Central News Agency"), list("KCNA"), nil, list("kcna.kp")},
	{"VNA", "VN", "vi", list("TTXVN", "Thông tấn xã Việt Nam", "Vietnam News Agency", "Agence vietnamienne d'information", "VietnamPlus", "Vietnam+"), nil, list("VNA", "AVI"), list("vnanet.vn", "vietnamplus.vn", "baotintuc.vn")},
	{"TNA", "TH", "th", list("สำนักข่าวไทย", "Thai News Agency"), nil, list("TNA"), list("tna.mcot.net")},
	{"AKP", "KH", "km", list("Agence Kampuchea Presse"), nil, list("AKP"), list("akp.gov.kh")},
	{"KPL", "LA", "lo en", list("Lao News Agency", "ຂ່າວສານປະເທດລາວ"), nil, list("KPL", "ຂປລ"), list("kpl.gov.la")},
	{"Antara", "ID", "id en", list("ANTARA News", "LKBN Antara", "Kantor Berita Antara", "Antara News Agency", "ANTARA News Agency"), list("ANTARA"), list("Antara"), list("antaranews.com")},
	{"Bernama", "MY", "ms en", list("Pertubuhan Berita Nasional Malaysia", "Malaysian National News Agency"), list("Bernama"), nil, list("bernama.com")},
	{"PNA", "PH", "en tl", list("Philippine News Agency"), nil, list("PNA"), list("pna.gov.ph")},
}
