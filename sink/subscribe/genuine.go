package subscribe

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/sink/internal/subject"
)

// ErrNotGenuine says that a message does not fit together as wiredesk's do: who may
// write to the stream, or send to a subscriber's inbox, need not be wiredesk.
var ErrNotGenuine = errors.New("the message does not fit together")

// typePrefix begins the types of CloudEvents that articles are.
const typePrefix = "news.article."

// genuine checks what programs build names of files, keys of databases and lines on a
// terminal from: that the id and the event are ones, that headers, subject and article
// say the same, and that the message has come from the stream that was asked.
func genuine(m jetstream.Msg, id string, md *jetstream.MsgMetadata, stream string, subjects []string, a *article.Article) error {
	about, kind := m.Headers()["ce-subject"], m.Headers()["ce-type"]
	switch {
	case !article.IsID(a.ID):
		return fmt.Errorf("%w: its id is %.80q", ErrNotGenuine, a.ID)
	case id != fmt.Sprintf("%s:%d", a.ID, a.Version):
		return fmt.Errorf("%w: ce-id is %.80q, the article %s:%d", ErrNotGenuine, id, a.ID, a.Version)
	case len(about) > 0 && about[0] != a.ID:
		return fmt.Errorf("%w: ce-subject is %.80q, the article's id %s", ErrNotGenuine, about[0], a.ID)
	case !subject.IsWord(string(a.Event)) || !strings.HasSuffix(m.Subject(), "."+string(a.Event)):
		return fmt.Errorf("%w: its event is %.40q, its subject %.120q", ErrNotGenuine, a.Event, m.Subject())
	case len(kind) > 0 && kind[0] != typePrefix+string(a.Event):
		return fmt.Errorf("%w: ce-type is %.80q, the article's event %s", ErrNotGenuine, kind[0], a.Event)
	case !slices.ContainsFunc(subjects, func(filter string) bool { return matches(filter, m.Subject()) }):
		return fmt.Errorf("%w: its subject is %.120q, asked was %s", ErrNotGenuine, m.Subject(), listed(subjects))
	case md.Stream != stream || md.Sequence.Stream == 0:
		return fmt.Errorf("%w: it comes from stream %.80q, asked was %s", ErrNotGenuine, md.Stream, stream)
	}
	return nil
}
