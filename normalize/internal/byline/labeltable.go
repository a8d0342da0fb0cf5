package byline

import (
	"slices"
	"strings"
)

// open are labels that need no colon.
var open = phrases{}.add(wrote, `by|written by|guest column by|guest post by|guest essay by|commentary by|blog by|feature by|
	letter by|sponsored post by|our correspondent|our special correspondent|show all articles of|see all articles by|
	view articles by|saved by|shared by|
	authored by|all articles by|view all articles by|more articles by|analysis and opinion by|reported by|posted by|published by|
	created by|submitted by|contributed by|words by|story by|text by|article by|report by|reporting by|writing by|
	additional reporting by|interview by|review by|analysis by|
	opinion by|essay by|column by|as told to|posts by|articles by|stories by|all posts by|view all posts by|more by|more from|
	see all posts by|
	von|alles von|von unserem korrespondenten|von unserer korrespondentin|von unserem redakteur|von unserer redakteurin|
	unser korrespondent|unsere korrespondentin|ein artikel von|artikel von|ein text von|gespeichert von|eingereicht von|
	gepostet von|zeige alle beiträge von|
	zeige alle artikel von|alle beiträge dieses autors von|ein bericht von|bericht von|text von|ein beitrag von|
	ein gastbeitrag von|gastbeitrag von|ein kommentar von|kommentar von|eine analyse von|analyse von|interview von|
	ein interview von|eine kolumne von|kolumne von|eine reportage von|reportage von|
	aus berlin berichtet|geschrieben von|verfasst von|veröffentlicht von|erstellt von|eingestellt von|alle beiträge von|
	alle artikel von|mehr von|protokoll von|ein essay von|
	par|écrit par|notre correspondant|notre correspondante|de notre correspondant|de notre correspondante|
	de notre envoyé spécial|de notre envoyée spéciale|rédigé par|publié par|posté par|propos recueillis par|un article de|
	texte de|textes de|texte par|recueilli par|
	enquête de|
	por|escrito por|nuestro corresponsal|nuestra corresponsal|nuestro enviado especial|nuestra enviada especial|publicado por|
	redactado por|texto de|texto por|texto:|un artículo de|elaborado por|postado por|
	scritto da|dal nostro inviato|dalla nostra inviata|dal nostro corrispondente|dalla nostra corrispondente|pubblicato da|
	a cura di|testo di|articolo di|servizio di|intervista di|
	door|geschreven door|onze correspondent|onze verslaggever|onze redacteur|tekst door|tekst van|door onze redacteur|
	door onze verslaggever|door onze correspondent|
	van onze redacteur|van onze verslaggever|van onze correspondent|
	av|skrevet av|skriven av|publicerad av|text av|tekst av|skrevet af|tekst af|kirjoittanut|kirjoittaja|teksti|
	przez|napisał|napisała|napisali|opracował|opracowała|napsal|napsala|autor článku|napísal|napísala|írta|scris de|articol de|
	piše|pišu|пише|пишу|napisao|napisala|autor teksta|
	автор|авторы|беседовал|беседовала|беседовали|записал|записала|подготовил|подготовила|спілкувався|спілкувалася|автори|
	автор статьи|текст|написал|написала|авторка|від|от|автор на текста|από|από τον|από την|γράφει ο|γράφει η|
	του|της|yazan|yazar|haber|muhabir|kaleme alan|nga|shkruar nga|
	بقلم|بقلم:|كتب|كتبت|كتبه|إعداد|اعداد|حوار|تقرير|نوشته|به قلم|نویسنده|گزارش|מאת|כתב|כתבה|द्वारा|लेखक|लेखिका|प्रस्तुति|রিপোর্ট|
	লেখক|লিখেছেন|โดย|เรื่องโดย|เขียนโดย|bởi|tác giả|bài và ảnh|bài|oleh|penulis|ditulis oleh|ni|isinulat ni|
	egilea|höfundur|eftir|ավտոր|հեղինակ|ავტორი|müəllif|muallif|words|story|reporting|tekijä`).
	add(wroteMaybe, `da|di|de|do|af|od|fra|ni|von der|nga|del|des|du|za|ze|z|u|του|της`)

// named are labels that need a colon, a line's end or a capital behind them.
var named = phrases{}.add(wrote, `author|authors|writer|writers|reporter|reporters|journalist|journalists|byline|text|texts|
	words|story|article|report|contributor|contributors|columnist|interview|
	autor|autorin|autoren|autor*in|autor:in|reporterin|redakteur|redakteurin|protokoll|bericht|
	auteur|auteurs|auteure|autrice|journaliste|texte|textes|propos|récit|article|
	autora|autores|autoras|periodista|redactor|redactora|texto|textos|redacción|reportero|autore|autrici|autori|testo|testi|
	giornalista|jornalista|repórter|reportagem|redação|
	tekst|schrijver|journalist|redacteur|skribent|skribenter|forfatter|forfattere|författare|reporter|toimittaja|toimittajat|
	kirjoittajat|teksti|teksty|autorzy|autorka|dziennikarz|autoři|autoři článku|szerző|szerzők|autoare|novinar|novinarka|avtor|
	avtorica|avtorji|
	journaliste|корреспондент|журналист|журналіст|новинар|новинарка|аутор|аутори|автор материала|συντάκτης|συντάκτρια|ρεπορτάζ|
	κείμενο|yazı|editörün yazısı|autorius|autorė|autors|autore|autori|
	الكاتب|الكاتبة|المؤلف|المحرر|خبرنگار|रिपोर्ट|रिपोर्टर|संवाददाता|প্রতিবেদক|ผู้เขียน|ผู้สื่อข่าว|phóng
	viên|wartawan|jurnalis|laporan|wartawati|pewarta|müəllif|muxbir`).
	add(other, `photo|photos|photograph|photographs|photography|photographer|pictures|picture|image|images|illustration|
	illustrations|illustrator|illustrated|graphic|graphics|video|videos|film|editor|editors|editing|edited|translation|
	translator|translated|source|sources|
	credit|credits|caption|fact check|fact-check|reviewer|reviewed|producer|producers|production|camera|data|design|music|audio|
	podcast|narrator|topics|tags|category|
	foto|fotos|fotografie|fotograf|fotografin|bild|bilder|illustrationen|grafik|redaktion|übersetzung|übersetzer|übersetzerin|
	quelle|quellen|lektorat|kamera|schnitt|mitarbeit|
	photographie|photographies|photographe|crédit|crédits|illustratrice|traduction|traducteur|vidéo|vidéos|édition|infographie|
	fotografía|fotografías|fotógrafo|fotógrafa|imagen|imágenes|ilustración|traducción|edición|fuente|fuentes|vídeo|vídeos|
	fotografia|fotografie di|immagini|traduzione|illustrazioni|fonte|fonti|ilustração|tradução|edição|imagens|
	beeld|fotografie:|illustratie|vertaling|bron|bilder:|foto och film|översättning|redigering|bildredaktör|kuvat|kuva|valokuvat|
	käännös|zdjęcia|zdjęcie|fot.|fot|tłumaczenie|redakcja|opracowanie graficzne|snímek|překlad|fotó|fotók|fordítás|fotografii|
	traducere|
	фото|фотограф|перевод|редактор|видео|источник|иллюстрации|иллюстрация|переклад|джерело|фотографије|извор|превод|φωτογραφία|
	φωτογραφίες|φωτό|μετάφραση|επιμέλεια|πηγή|fotoğraf|fotoğraflar|çeviri|editör|kaynak|kamera|kameraman|
	تصوير|صور|ترجمة|تحرير|المصدر|عکس|عکاس|ترجمه|ویرایش|منبع|צילום|צילומים|תרגום|עריכה|फोटो|संपादन|अनुवाद|स्रोत|ছবি|ภาพ|ช่างภาพ|
	บรรณาธิการ|แปล|ที่มา|ảnh|biên
	tập|dịch|nguồn|foto:|editor:|sumber|penyunting|penerjemah|fotografer`)

// others are phrases that need no colon and introduce those who did not write.
var others = phrases{}.add(other, `photo by|photos by|photograph by|photographs by|photography by|pictures by|picture by|
	images by|image by|illustration by|illustrations by|illustrated by|artwork by|graphic by|graphics by|video by|videos by|
	film by|edited by|editing by|
	translated by|translation by|translated from|adapted by|reviewed by|medically reviewed by|fact checked by|fact-checked by|
	factchecked by|checked by|produced by|production by|compiled by|curated by|narrated by|read by|hosted by|approved by|
	verified by|updated by|designed by|photography|
	copy edited by|additional editing by|expert reviewed by|clinically reviewed by|legally reviewed by|courtesy of|sponsored by|
	presented by|powered by|
	foto von|fotos von|foto:|bilder von|bild von|illustrationen von|illustration von|übersetzt von|aus dem englischen von|
	aus dem französischen von|aus dem spanischen von|aus dem englischen übersetzt von|bearbeitet von|geprüft von|redigiert von|
	überarbeitet von|aktualisiert von|
	photos de|photo de|photos par|photo par|photographies de|illustrations de|illustration de|traduit par|
	traduit de l'anglais par|traduit de l’anglais par|traduit de l'allemand par|traduction de|traduction par|relu par|vidéo de|
	foto de|fotos de|fotografías de|fotos por|ilustraciones de|traducido por|traducción de|revisado por|editado por|video de|vídeo de|
	foto di|fotografie di|illustrazioni di|traduzione di|tradotto da|video di|fotos por|tradução de|traduzido por|revisado por|
	edição de|
	foto's van|foto's door|beeld van|vertaald door|vertaling door|foto av|bild av|översättning av|oversatt av|oversat af|foto af|
	kuvat|suomennos|tłumaczył|tłumaczyła|przełożył|przełożyła|přeložil|přeložila|preložil|fordította|tradus de|превод на|перевёл|
	перевела|переклала|переклав|prevela|preveo|çeviren|
	تصوير|ترجمة|ภาพโดย|แปลโดย|ảnh của|foto oleh|diterjemahkan oleh`)

// fused are labels of Chinese, Japanese and Korean that need no space behind them,
// the longest first.
var fused = fusedLabels(
	`글·사진 사진·글 글·그림 글/사진
	文・写真 文・撮影 写真・文 文/图 文/圖 图/文 文图 本报记者 本報記者 特约记者 记者 記者 通讯员 作者名 作者 撰文 撰稿 文字 采写 取材・文 取材・執筆 執筆者 執筆 筆者 著者 ライター 取材 文責 글쓴이 취재기자 취재 기자명 文 글 기자`,
	`责任编辑 責任編輯 责编 責編 编辑 編輯 編集 编译 校对 审核 监制 摄影 攝影 图片 图 圖 来源 來源 稿源 写真 撮影 翻訳 構成 イラスト 監修 提供 出典 翻译 翻譯 사진 편집 번역 영상 그래픽 출처 정리 审校 标签 视频`,
)

// fusedLabel is a label and what it says.
type fusedLabel struct {
	label string
	what  part
}

func fusedLabels(writers, rest string) []fusedLabel {
	var all []fusedLabel
	for _, l := range strings.Fields(writers) {
		all = append(all, fusedLabel{l, wrote})
	}
	for _, l := range strings.Fields(rest) {
		all = append(all, fusedLabel{l, other})
	}
	slices.SortStableFunc(all, func(a, b fusedLabel) int { return len(b.label) - len(a.label) })
	return all
}
