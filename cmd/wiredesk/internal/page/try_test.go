package page

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/article"
)

func TestAPageIsTriedWithTheTokenOnly(t *testing.T) {
	asked := []string{}
	w := newWorld(t, func(o *Options) {
		o.Extract = func(_ context.Context, url string) (*article.Article, error) {
			asked = append(asked, url)
			return newStory("/1", "Harbour reopens", "Text one."), nil
		}
	})
	if page := w.get(t, "/try", 200); !strings.Contains(page, "/state/token") || strings.Contains(page, `name="url"`) {
		t.Error("the form is open without the token")
	}
	page := url.Values{"url": {"news.example/story"}}
	for _, token := range []string{"", "wrong", theToken[1:], theToken + "x"} {
		if resp := w.post(t, "/try/token", url.Values{"token": {token}}, nil); resp.StatusCode != 403 || len(resp.Cookies()) > 0 {
			t.Errorf("token %q: %d", token, resp.StatusCode)
		}
	}
	for _, cookie := range []*http.Cookie{nil, {Name: cookieName, Value: ""}, {Name: cookieName, Value: theToken}} {
		if resp := w.post(t, "/try", page, cookie); resp.StatusCode != 403 {
			t.Errorf("cookie %v: %d", cookie, resp.StatusCode)
		}
	}
	if len(asked) > 0 {
		t.Errorf("fetched without the token: %v", asked)
	}
	resp := w.post(t, "/try/token", url.Values{"token": {" " + theToken + "\n"}}, nil)
	cookie := resp.Cookies()[0]
	if resp.StatusCode != 303 || cookie.SameSite != http.SameSiteStrictMode || !cookie.HttpOnly || cookie.Path != "/try" ||
		strings.Contains(cookie.Value, theToken) {
		t.Errorf("%d, %+v", resp.StatusCode, cookie)
	}
	text := body(t, w.post(t, "/try", page, cookie))
	if !strings.Contains(text, "Harbour reopens") || strings.Join(asked, " ") != "https://news.example/story" ||
		strings.Contains(text, "This version as JSON") {
		t.Errorf("%v: %s", asked, text)
	}
	if resp := w.post(t, "/try", page, cookie, "Sec-Fetch-Site", "cross-site"); resp.StatusCode != 403 {
		t.Errorf("another site: %d", resp.StatusCode)
	}
}

func TestOnePageIsTriedAtATime(t *testing.T) {
	begun, end := make(chan bool), make(chan bool)
	w := newWorld(t, func(o *Options) {
		o.Extract = func(context.Context, string) (*article.Article, error) {
			begun <- true
			<-end
			return newStory("/1", "Harbour reopens", "Text one."), nil
		}
	})
	cookie := w.post(t, "/try/token", url.Values{"token": {theToken}}, nil).Cookies()[0]
	form := url.Values{"url": {"https://news.example/story"}}
	done := make(chan int, 1)
	go func() { done <- w.post(t, "/try", form, cookie).StatusCode }()
	<-begun
	if resp := w.post(t, "/try", form, cookie); resp.StatusCode != 429 || !strings.Contains(body(t, resp), "one at a time") {
		t.Errorf("the second: %d", resp.StatusCode)
	}
	end <- true
	if code := <-done; code != 200 {
		t.Errorf("the first: %d", code)
	}
}

// Where others reach the page, it does not offer what it does not do.
func TestAPageForOthersTriesNothing(t *testing.T) {
	w := newWorld(t, func(o *Options) { o.Extract, o.Token = nil, "" })
	w.get(t, "/try", 404)
	if strings.Contains(w.get(t, "/", 200), `href="/try"`) {
		t.Error("the page leads to /try")
	}
	if resp := w.post(t, "/try/token", url.Values{"token": {""}}, nil); resp.StatusCode != 404 {
		t.Errorf("an empty token: %d", resp.StatusCode)
	}
	if resp := w.post(t, "/try", url.Values{"url": {"https://news.example/"}}, nil); resp.StatusCode != 404 {
		t.Errorf("try: %d", resp.StatusCode)
	}
}
