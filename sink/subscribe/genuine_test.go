package subscribe

import (
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
	for name, m := range map[string]struct{ id, header, about string }{
		"a path":                     {"../../x", "../../x:1", ""},
		"a path in the header alone": {id, "../../x:1", ""},
		"another version":            {id, id + ":2", ""},
		"no header":                  {id, "", ""},
		"about another story":        {id, id + ":1", strings.Repeat("0", 32)},
		"capitals":                   {strings.ToUpper(id), strings.ToUpper(id) + ":1", ""},
		"a colon too many":           {id, id + ":1:../x", ""},
		"an end of line":             {id + "\n", id + "\n:1", ""},
		"too long":                   {id + id, id + id + ":1", ""},
	} {
		data, err := article.Encode(&article.Article{Schema: article.Schema, ID: m.id, Version: 1, Event: article.Published})
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
	if wrong != 9 {
		t.Errorf("Read tells of %d of 9", wrong)
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
