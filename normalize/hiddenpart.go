package normalize

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wiredesk/wiredesk/normalize/internal/boilerplate"
)

// hiddenParts leaves out what no reader sees before something is pressed, such as
// dialogs. A part that is hidden stays where it is the rest of the story, or the
// answer below a question.
func (s *survey) hiddenParts() {
	asked := 0
	for _, e := range s.elements {
		n := s.keptIn(e)
		if n == 0 || n*2 > s.story() || asked == maxAsked {
			continue
		}
		switch {
		case isDialog(e.Node):
			s.leave(e.First, e.Last, "a dialog")
			asked++
		case isHidden(e.Node):
			if asked++; !s.isRest(e, n) {
				s.leave(e.First, e.Last, "hidden")
			}
		}
	}
}

// isDialog reports whether an element calls itself one.
func isDialog(n *html.Node) bool {
	role := attr(n, "role")
	return role == "dialog" || role == "alertdialog" || attr(n, "aria-modal") == "true"
}

// isHidden reports whether the element itself says that it is not shown.
func isHidden(n *html.Node) bool {
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden", "popover":
			return !strings.EqualFold(a.Val, "until-found")
		case "style":
			if hides(a.Val) {
				return true
			}
		case "aria-hidden":
			if strings.EqualFold(a.Val, "true") {
				return true
			}
		}
	}
	return false
}

// hidingStyles are declarations, without spaces and in small letters, that hide
// their element.
var hidingStyles = []string{"display:none", "visibility:hidden", "visibility:collapse", "opacity:0;", "text-indent:-999", "left:-999",
	"top:-999", "right:-999", "clip:rect(0", "clip-path:inset(50%", "content-visibility:hidden", "transform:scale(0)"}

func hides(style string) bool {
	if len(style) > 2000 {
		return false
	}
	plain := strings.Map(func(c rune) rune {
		switch {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			return -1
		case c >= 'A' && c <= 'Z':
			return c + 'a' - 'A'
		}
		return c
	}, style) + ";"
	plain = ";" + strings.ReplaceAll(plain, "!important", "")
	for _, s := range hidingStyles {
		for from := 0; ; {
			at := strings.Index(plain[from:], s)
			if at < 0 {
				break
			}
			if at += from; at > 0 && (plain[at-1] == ';' || plain[at-1] == ':') { // not max-height:0, and text-indent with any number
				return true
			}
			from = at + 1
		}
	}
	return false
}

// maxDialog is how many segments of a hidden part are read.
const maxDialog = 30

// isRest reports whether a hidden element holds what belongs to the story: its
// rest, below which nothing of it is shown, the answer below a heading or a
// button, or a part that is named as one that opens.
func (s *survey) isRest(e boilerplate.Element, n int) bool {
	if speaksOfAccounts(s.textOf(e.First, min(e.Last, e.First+maxDialog))) {
		return false
	}
	after := s.kept(e.Last, len(s.cut.Segments))
	if opens.heldBy(attr(e.Node, "class")) || opens.heldBy(attr(e.Node, "id")) {
		return true
	}
	before := previousElement(e.Node)
	if before != nil && (isHeading(before.DataAtom) || before.DataAtom == atom.Button || before.DataAtom == atom.Summary ||
		before.DataAtom == atom.Dt || find(before, atom.Button) != nil) {
		return true
	}
	return after == 0 && n*5 >= s.story() && s.sameHolder(e)
}

// opens are parts of the names of elements that open where somebody wants to read
// on.
var opens = partsOf("read-more", "readmore", "read_more", "more-content", "morecontent", "more-text", "expand", "collaps", "accordion",
	"toggle", "panel", "tab-content", "tabpanel", "rest", "full-text", "fulltext", "full-article", "full-story", "fullstory", "hidden-content",
	"continue", "weiterlesen", "lire-suite", "remaining", "article-body", "article-content", "story-body", "transcript", "answer", "faq",
	"spoiler", "truncat")

func previousElement(n *html.Node) *html.Node {
	for n = n.PrevSibling; n != nil; n = n.PrevSibling {
		if n.Type == html.ElementNode {
			return n
		}
	}
	return nil
}

// sameHolder reports whether an element stands in one that holds text of the story
// before it.
func (s *survey) sameHolder(e boilerplate.Element) bool {
	for _, x := range s.elements {
		if x.Node == e.Node.Parent {
			return s.kept(x.First, e.First) > 0
		}
	}
	return false
}

// speaksOfAccounts reports whether a text is about what dialogs are about: an
// account, a password, cookies, a letter.
func speaksOfAccounts(text string) bool {
	low := strings.ToLower(text)
	hits := 0
	for _, w := range accountWords {
		if (wordList{w}).in(low) {
			hits++
		}
	}
	return hits > 0 && (hits > 1 || words(low) < 40)
}

// accountWords are words of dialogs.
var accountWords = wordList{
	"log in", "login", "log-in", "sign in", "sign up", "password", "your account", "an account", "register", "subscribe", "newsletter",
	"cookies", "cookie", "consent", "privacy policy", "terms of use", "e-mail address", "email address",
	"anmelden", "einloggen", "passwort", "konto", "registrieren", "abonnieren", "datenschutz", "datenschutzerklärung", "e-mail-adresse",
	"nutzungsbedingungen", "kundenkonto", "abo",
	"se connecter", "connectez-vous", "mot de passe", "compte", "inscription", "s'inscrire", "abonnez-vous", "s'abonner", "adresse e-mail",
	"adresse mail", "politique de confidentialité",
	"iniciar sesión", "inicia sesión", "contraseña", "cuenta", "regístrate", "registrarse", "suscríbete", "suscripción", "correo electrónico",
	"política de privacidad",
	"entrar", "iniciar sessão", "senha", "palavra-passe", "conta", "cadastre-se", "registe-se", "assine", "política de privacidade",
	"accedi", "password", "account", "registrati", "abbonati", "iscriviti", "indirizzo e-mail", "informativa sulla privacy", "inloggen",
	"wachtwoord", "e-mailadres", "privacybeleid", "logga in", "lösenord", "konto", "logg inn", "passord", "log ind", "adgangskode", "kirjaudu",
	"salasana",
	"zaloguj", "hasło", "konto", "zarejestruj", "polityka prywatności", "přihlásit", "přihlaste", "heslo", "účet", "prihlásiť",
	"bejelentkezés", "jelszó", "fiók", "autentificare", "parolă", "cont", "prijavite", "lozinka", "račun",
	"войти", "войдите", "пароль", "аккаунт", "регистрация", "зарегистрируйтесь", "подписка", "увійти", "обліковий запис", "вход", "парола",
	"σύνδεση", "κωδικός", "λογαριασμό", "giriş yap", "şifre", "parola", "hesap", "üye ol",
	"تسجيل الدخول", "كلمة المرور", "حساب", "ورود", "رمز عبور", "התחברות", "סיסמה", "חשבון", "लॉग इन", "पासवर्ड", "เข้าสู่ระบบ", "รหัสผ่าน",
	"đăng nhập", "mật khẩu", "tài khoản", "masuk", "kata sandi", "akun", "ログイン", "パスワード", "会員登録", "登录", "密码", "注册", "登入", "密碼", "註冊", "로그인",
	"비밀번호", "회원가입",
}
