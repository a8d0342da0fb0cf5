package subscribe

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"

	"github.com/wiredesk/wiredesk/normalize/article"
)

// Who writes to the stream may be no wiredesk: what does not fit together reaches no
// handler, which would make names of files of it.
func TestWhatDoesNotFitTogetherReachesNoHandler(t *testing.T) {
	w := newWire(t)
	id := article.ID("https://news.example/a", "", "")
	wrongOnes := map[string]struct {
		id, header, about string
		event             article.Event
		kind              string
	}{
		"a path":                     {id: "../../x", header: "../../x:1"},
		"a path in the header alone": {id: id, header: "../../x:1"},
		"another version":            {id: id, header: id + ":2"},
		"no header":                  {id: id},
		"about another story":        {id: id, header: id + ":1", about: strings.Repeat("0", 32)},
		"capitals":                   {id: strings.ToUpper(id), header: strings.ToUpper(id) + ":1"},
		"a colon too many":           {id: id, header: id + ":1:../x"},
		"an end of line":             {id: id + "\n", header: id + "\n:1"},
		"too long":                   {id: id + id, header: id + id + ":1"},
		"an escape for an event":     {id: id, header: id + ":1", event: "\x1b[2Jpublished"},
		"a command for an event":     {id: id, header: id + ":1", event: "$(id)"},
		"no event":                   {id: id, header: id + ":1", event: "-"},
		"another event":              {id: id, header: id + ":1", event: article.Withdrawn},
		"another type":               {id: id, header: id + ":1", kind: "news.article.withdrawn"},
	}
	for name, m := range wrongOnes {
		data, err := article.Encode(&article.Article{Schema: article.Schema, ID: m.id, Version: 1, Event: cmp.Or(m.event, article.Published)})
		if err != nil {
			t.Fatal(err)
		}
		msg := &nats.Msg{Subject: english, Data: data, Header: nats.Header{}}
		if m.header != "" {
			msg.Header["ce-id"] = []string{m.header}
		}
		if m.about != "" {
			msg.Header["ce-subject"] = []string{m.about}
		}
		if m.kind != "" {
			msg.Header["ce-type"] = []string{m.kind}
		}
		if _, err := w.js.PublishMsg(t.Context(), msg); err != nil {
			t.Fatal(name, err)
		}
	}
	w.publish(1, english)
	for _, durable := range []string{"archive", ""} {
		messages := make(chan Message, 20)
		stop := run(t, Options{URL: w.url, Durable: durable, Logger: quiet()}, into(messages))
		wantHeadlines(t, collect(t, messages, 1), 1, 1)
		_ = stop()
		if len(messages) > 0 {
			t.Errorf("durable %q: a handler got %+v", durable, <-messages)
		}
	}
	wrong := 0
	for m, err := range Read(t.Context(), anonymous(t, w.url), Options{}) {
		switch {
		case err == nil && m.Article == nil, err != nil && m.Article != nil:
			t.Errorf("%+v, %v", m, err)
		case err != nil && !errors.Is(err, ErrNotGenuine):
			t.Error(err)
		case err != nil:
			wrong++
		}
	}
	if wrong != len(wrongOnes) {
		t.Errorf("Read tells of %d of %d", wrong, len(wrongOnes))
	}
}

// What somebody sends to the inbox of a subscriber, in whose account he is, is not of the stream.
func TestWhatIsSentToTheInboxIsNotOfTheStream(t *testing.T) {
	w := strictServer(t, []string{">"}, ">", nil)
	w.publish(1, english)
	id := article.ID("https://evil.example/", "", "")
	data, err := article.Encode(&article.Article{Schema: article.Schema, ID: id, Version: 1, Headline: "Forged"})
	if err != nil {
		t.Fatal(err)
	}
	forged := make(chan error, 100)
	evil := w.js.Conn()
	if _, err := evil.Subscribe("$JS.API.CONSUMER.MSG.NEXT.>", func(m *nats.Msg) {
		name := m.Subject[strings.LastIndexByte(m.Subject, '.')+1:]
		for _, stream := range []string{"ARTICLES", "OTHER"} {
			forged <- evil.PublishMsg(&nats.Msg{
				Subject: m.Reply, Reply: fmt.Sprintf("$JS.ACK.%s.%s.1.9.9.1700000000000000000.0", stream, name), Data: data,
				Header: nats.Header{"ce-id": {id + ":1"}},
			})
		}
	}); err != nil {
		t.Fatal(err)
	}
	if err := evil.Flush(); err != nil {
		t.Fatal(err)
	}
	messages := make(chan Message, 10)
	stop := run(t, Options{URL: w.url, Durable: "ana", Logger: quiet()}, into(messages))
	wantHeadlines(t, collect(t, messages, 1), 1, 1)
	if err := <-forged; err != nil {
		t.Fatal(err)
	}
	w.publish(1, english)
	wantHeadlines(t, collect(t, messages, 1), 2, 2)
	_ = stop()
}

func TestFiltersMatchSubjectsAsTheServerDoes(t *testing.T) {
	for _, tt := range []struct {
		filter, subject string
		want            bool
	}{
		{">", "a", true},
		{"a.>", "a.b.c", true},
		{"a.>", "a", false},
		{"a.*", "a.b", true},
		{"a.*", "a.b.c", false},
		{"a.*.c", "a.b.c", true},
		{"a.b", "a.b", true},
		{"a.b", "a.c", false},
		{"a.b", "a", false},
		{"a", "a.b", false},
		{"articles.v1.*.*.*", "_INBOX.x.y.z.w", false},
	} {
		if got := matches(tt.filter, tt.subject); got != tt.want {
			t.Errorf("%s of %s: %v", tt.filter, tt.subject, got)
		}
	}
}
