package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/sink/embedded"
)

// ground is a desk with feeds of its configuration and one that was added by hand, and the
// server that its streams are on.
type ground struct {
	*crawl
	server *natsProcess // nil: it is built in
}

// newGround is a desk that has published all its stories.
func newGround(t *testing.T, elsewhere bool) *ground {
	t.Helper()
	g := &ground{}
	extra := ""
	if elsewhere {
		g.server = startNATS(t)
		extra = fmt.Sprintf("nats: {url: %q}", g.server.url)
	}
	g.crawl = newCrawl(t, 3, 4, extra)
	text := string(contentOf(t, g.config()))
	at := strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n") + 1
	added := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text[at:]), "-"))
	putFile(t, g.config(), []byte(text[:at]))
	g.says(t, exitOK, "add", added)
	g.run(t)
	g.says(t, exitOK, "status") // it opens and closes all as it should be
	return g
}

// hurt works on the streams as an operator, while a daemon runs or between two runs.
func (g *ground) hurt(t *testing.T, running bool, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	switch {
	case g.server != nil:
		nc := g.server.connect(t)
		defer nc.Close()
		js, err := jetstream.New(nc)
		must(t, err)
		must(t, do(t.Context(), js))
	case running:
		g.asOperator(t, do)
	default:
		g.inState(t, do)
	}
}

// asOperator works on the streams of a daemon.
func (c *crawl) asOperator(t *testing.T, do func(context.Context, jetstream.JetStream) error) {
	t.Helper()
	state := filepath.Join(c.dir, "state")
	var info *embedded.Info
	for deadline := time.Now().Add(30 * time.Second); info == nil && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		info, _ = embedded.Running(state) // it may not be there yet
	}
	if info == nil {
		t.Fatal("no daemon is running")
	}
	nc, err := nats.Connect(info.URL, embedded.Operator(state))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err == nil {
		err = do(t.Context(), js)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// ids are the ids of the messages of articles, in order.
func (g *ground) ids(t *testing.T, running bool) (ids []string) {
	t.Helper()
	g.hurt(t, running, func(ctx context.Context, js jetstream.JetStream) error {
		s, err := js.Stream(ctx, "ARTICLES")
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		state := s.CachedInfo().State
		for seq := state.FirstSeq; seq <= state.LastSeq && state.Msgs > 0; seq++ {
			m, err := s.GetMsg(ctx, seq)
			if errors.Is(err, jetstream.ErrMsgNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			ids = append(ids, m.Header.Get("ce-id"))
		}
		return nil
	})
	return ids
}

// A backup of a stream is what NATS makes of it when asked for one.
type streamBackup struct {
	Config, State json.RawMessage
	chunks        [][]byte
}

func apiRequest(ctx context.Context, nc *nats.Conn, subject string, with, into any) error {
	b, err := json.Marshal(with)
	if err != nil {
		return err
	}
	m, err := nc.RequestWithContext(ctx, subject, b)
	if err != nil {
		return fmt.Errorf("%s: %w", subject, err)
	}
	var failed struct{ Error *struct{ Description string } }
	if err := json.Unmarshal(m.Data, &failed); err != nil || failed.Error != nil {
		return fmt.Errorf("%s: %s", subject, m.Data)
	}
	return json.Unmarshal(m.Data, into)
}

// takeBackup does what `nats stream backup` does.
func takeBackup(ctx context.Context, js jetstream.JetStream, stream string) (*streamBackup, error) {
	nc := js.Conn()
	inbox := nc.NewInbox()
	sub, err := nc.SubscribeSync(inbox)
	if err != nil {
		return nil, err
	}
	defer func() { _ = sub.Unsubscribe() }()
	b := &streamBackup{}
	if err := apiRequest(ctx, nc, "$JS.API.STREAM.SNAPSHOT."+stream, map[string]any{"deliver_subject": inbox}, b); err != nil {
		return nil, err
	}
	for {
		m, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return nil, err
		}
		if len(m.Data) == 0 {
			return b, nil
		}
		b.chunks = append(b.chunks, m.Data)
		if m.Reply != "" {
			if err := m.Respond(nil); err != nil {
				return nil, err
			}
		}
	}
}

// restore does what `nats stream restore` does, in the place of the stream that is there.
func (b *streamBackup) restore(ctx context.Context, js jetstream.JetStream, stream string) error {
	if err := js.DeleteStream(ctx, stream); err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
		return err
	}
	var to struct {
		DeliverSubject string `json:"deliver_subject"`
	}
	nc := js.Conn()
	if err := apiRequest(ctx, nc, "$JS.API.STREAM.RESTORE."+stream, b, &to); err != nil {
		return err
	}
	for _, chunk := range append(b.chunks, nil) {
		m, err := nc.RequestWithContext(ctx, to.DeliverSubject, chunk)
		if err != nil {
			return fmt.Errorf("restore %s: %w", stream, err)
		}
		if bytes.Contains(m.Data, []byte(`"error"`)) {
			return fmt.Errorf("restore %s: %s", stream, m.Data)
		}
	}
	return nil
}
