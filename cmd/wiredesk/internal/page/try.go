package page

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize/article"
)

const (
	cookieName = "wiredesk_try"
	cookieLife = 30 * 24 * time.Hour
	// tryWait is how long a page may take: robots.txt, redirects and their rests.
	tryWait = 45 * time.Second
	// maxForm bounds what is posted.
	maxForm = 16 << 10
)

// tryView is what /try shows.
type tryView struct {
	Open      bool // the token was given
	Wrong     bool // a wrong one was
	TokenFile string
	URL       string
	Problem   string
	Article   *articleView
}

// pass is what the cookie holds: whoever gets hold of it can try pages, and does
// not have the token. Cookies go to every port of a host.
func (p *Page) pass() string {
	mac := hmac.New(sha256.New, []byte(p.Token))
	mac.Write([]byte("wiredesk page: try"))
	return hex.EncodeToString(mac.Sum(nil))
}

func (p *Page) allowed(r *http.Request) bool {
	c, err := r.Cookie(cookieName)
	return err == nil && p.Token != "" && subtle.ConstantTimeCompare([]byte(c.Value), []byte(p.pass())) == 1
}

func (p *Page) serveTry(w http.ResponseWriter, r *http.Request) {
	p.showTry(w, r, http.StatusOK, tryView{})
}

func (p *Page) showTry(w http.ResponseWriter, r *http.Request, code int, v tryView) {
	if p.Extract == nil {
		p.fail(w, r, http.StatusNotFound, "Pages cannot be tried here",
			"Only a page that serves its own machine fetches others. `wiredesk extract --explain URL` does the same.")
		return
	}
	v.Open, v.TokenFile = p.allowed(r), p.TokenFile
	p.show(w, r, code, "try.html", layout{Title: "Try a page", Here: "try", Body: v})
}

// enterToken takes the token once and gives a cookie for it.
func (p *Page) enterToken(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	given := strings.TrimSpace(r.PostFormValue("token"))
	if p.Extract == nil || p.Token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(p.Token)) != 1 {
		p.showTry(w, r, http.StatusForbidden, tryView{Wrong: true})
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: p.pass(), Path: "/try", MaxAge: int(cookieLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
	http.Redirect(w, r, "/try", http.StatusSeeOther)
}

// try fetches a page by all the rules and shows what becomes of it. Nothing is
// stored or published.
func (p *Page) try(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	v := tryView{URL: strings.TrimSpace(r.PostFormValue("url"))}
	if p.Extract == nil || !p.allowed(r) {
		p.showTry(w, r, http.StatusForbidden, v)
		return
	}
	if v.URL != "" && !strings.Contains(v.URL, "://") {
		v.URL = "https://" + v.URL
	}
	select {
	case p.trying <- struct{}{}:
		defer func() { <-p.trying }()
	default:
		v.Problem = "Another page is being tried; one at a time."
		p.showTry(w, r, http.StatusTooManyRequests, v)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(tryWait + patience)) // a recorder in a test has none
	ctx, cancel := context.WithTimeout(r.Context(), tryWait)
	defer cancel()
	a, err := p.Extract(ctx, v.URL)
	if err != nil {
		v.Problem = err.Error()
		p.showTry(w, r, http.StatusOK, v)
		return
	}
	v.Article = p.tried(a)
	p.showTry(w, r, http.StatusOK, v)
}

func (p *Page) tried(a *article.Article) *articleView {
	return &articleView{Article: a, Tried: true, Copies: p.Journal.copies(a)}
}
