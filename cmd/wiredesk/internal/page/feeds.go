package page

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/feedindex"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
)

// pageSize is how many feeds a page of the list has.
const pageSize = 50

// feedList is a page of the list of feeds.
type feedList struct {
	feedindex.Query
	Feeds  []feedindex.Entry
	Total  int
	Counts feedindex.Counts
	Number int // of the page, from 1
	Pages  int
}

// orders are the orders of the list, with their names.
var orders = []choice{
	{string(feedindex.ByAttention), "what needs attention first"}, {string(feedindex.ByName), "by site"},
	{string(feedindex.ByNext), "by next poll"},
	{string(feedindex.ByPolled), "by last poll"}, {string(feedindex.ByRate), "busiest first"},
}

// choice is a value of a form with its name.
type choice struct{ Value, Name string }

// Orders are the orders that the form offers.
func (feedList) Orders() []choice { return orders }

// StateChoices are the states that the form offers, with how many feeds are in them.
func (l feedList) StateChoices() []choice {
	list := []choice{{"", "all"}, {feedindex.NeedAttention, fmt.Sprintf("needs attention (%d)", l.Counts.Attention)}}
	for _, s := range feedindex.States {
		if n := l.Counts.States[s]; n > 0 || s == l.State {
			list = append(list, choice{s, fmt.Sprintf("%s (%d)", stateWords(s), n)})
		}
	}
	return list
}

// Link is the address of another page of the same list.
func (l feedList) Link(number int) string {
	v := url.Values{}
	for name, value := range map[string]string{"q": l.Text, "state": l.State, "sort": string(l.Order)} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if number > 1 {
		v.Set("page", strconv.Itoa(number))
	}
	if len(v) == 0 {
		return "/feeds"
	}
	return "/feeds?" + v.Encode()
}

// JSON is the address of this page for programs.
func (l feedList) JSON() string {
	return "/feeds.json" + l.Link(l.Number)[len("/feeds"):]
}

// First and Last number the feeds on the page.
func (l feedList) First() int { return min(l.Offset+1, l.Total) }

// Last is the number of the last feed on the page.
func (l feedList) Last() int { return l.Offset + len(l.Feeds) }

// listOf reads what a request wants. What is no state, order or page is passed over.
func (p *Page) listOf(r *http.Request) feedList {
	v := r.URL.Query()
	l := feedList{Number: 1}
	l.Text = words.Clip(v.Get("q"), 200)
	if s := v.Get("state"); s == feedindex.NeedAttention || slices.Contains(feedindex.States, s) {
		l.State = s
	}
	for _, o := range orders {
		if v.Get("sort") == o.Value {
			l.Order = feedindex.Order(o.Value)
		}
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 0 && n < 1_000_000 {
		l.Number = n
	}
	l.Limit, l.Offset = pageSize, (l.Number-1)*pageSize
	l.Counts = p.feeds.Counts()
	l.Feeds, l.Total = p.feeds.Find(l.Query)
	l.Pages = max(1, (l.Total+pageSize-1)/pageSize)
	if l.Number > l.Pages {
		l.Number = l.Pages
		l.Offset = (l.Number - 1) * pageSize
		l.Feeds, l.Total = p.feeds.Find(l.Query)
	}
	return l
}

func (p *Page) serveFeeds(w http.ResponseWriter, r *http.Request) {
	if wantsJSON(r) {
		p.serveFeedsJSON(w, r)
		return
	}
	p.show(w, r, http.StatusOK, "feeds.html", layout{Title: "Feeds", Here: "feeds", Refresh: 60, Body: p.listOf(r)})
}

func (p *Page) serveFeedsJSON(w http.ResponseWriter, r *http.Request) {
	l := p.listOf(r)
	sendJSON(w, r, http.StatusOK, map[string]any{
		"feeds": l.Feeds, "total": l.Total, "page": l.Number, "pages": l.Pages, "states": l.Counts.States,
	})
}
