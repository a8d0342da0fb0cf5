package embedded

import (
	"fmt"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
)

const (
	gatePrefix = "wiredesk.gate."
	jsPrefix   = "$JS.API."
	nextPrefix = jsPrefix + "CONSUMER.MSG.NEXT."
	ackPrefix  = "$JS.ACK."

	aboutJetStream = jsPrefix + "INFO"

	operatorAccount = "WIREDESK"
	// fullAccount takes nobody in: the server's way to say that there is no room.
	fullAccount = "FULL"
)

// schemaStream holds the key-value bucket with the JSON Schema of the articles
// (package sink), which readers may get keys of.
const schemaStream = "KV_SCHEMAS"

// service is something that readers may ask: of the gate, or, where no answer can be
// larger or stranger than the stream is, of the server itself.
type service struct {
	subject string
	direct  bool
	many    bool // one request, many answers
	granted bool // only for consumers that the gate has granted to a connection
}

// readerServices lists, one by one, all a reader may ask. What is missing here
// cannot be asked: publishing, deleting, purging, other streams and KV buckets,
// pausing or resetting a consumer.
func readerServices(stream string) []service {
	return []service{
		{subject: aboutJetStream},
		{subject: "$JS.API.STREAM.NAMES"},
		{subject: "$JS.API.STREAM.INFO." + stream},
		{subject: "$JS.API.STREAM.MSG.GET." + stream},
		{subject: "$JS.API.DIRECT.GET." + stream},
		{subject: "$JS.API.DIRECT.GET." + stream + ".>"},
		{subject: "$JS.API.STREAM.INFO." + schemaStream},
		{subject: "$JS.API.STREAM.MSG.GET." + schemaStream},
		{subject: "$JS.API.DIRECT.GET." + schemaStream, direct: true, many: true},
		{subject: "$JS.API.DIRECT.GET." + schemaStream + ".>", direct: true, many: true},
		{subject: "$JS.API.CONSUMER.NAMES." + stream},
		{subject: "$JS.API.CONSUMER.LIST." + stream},
		{subject: "$JS.API.CONSUMER.INFO." + stream + ".*"},
		{subject: "$JS.API.CONSUMER.CREATE." + stream},
		{subject: "$JS.API.CONSUMER.CREATE." + stream + ".>"},
		{subject: "$JS.API.CONSUMER.DURABLE.CREATE." + stream + ".*"},
		{subject: "$JS.API.CONSUMER.DELETE." + stream + ".*"},
		{subject: nextPrefix + stream + ".*", direct: true, many: true, granted: true},
		{subject: ackPrefix + stream + ".>", direct: true, granted: true},
	}
}

// gated is where in the operator's account the gate hears of a service asked from a
// seat. The subject says who asks: the server writes it, not the reader.
func gated(token string, s service) string {
	if s.direct {
		return s.subject
	}
	return gatePrefix + token + "." + strings.TrimPrefix(s.subject, jsPrefix)
}

// readerPermissions are those of everybody who is not the operator or a writer, for the
// consumers that are granted to them.
func readerPermissions(o Options, consumers []string) *server.Permissions {
	p := &server.Permissions{
		Publish:   &server.SubjectPermission{},
		Subscribe: &server.SubjectPermission{Allow: append([]string{"_INBOX.>"}, o.Subjects...)},
	}
	for _, s := range o.Subjects { // a queue is shared beyond accounts, by its name: who joins it takes from the others
		p.Subscribe.Deny = append(p.Subscribe.Deny, s+" >")
	}
	for _, s := range readerServices(o.Stream) {
		if !s.granted {
			p.Publish.Allow = append(p.Publish.Allow, s.subject)
		}
	}
	for _, name := range consumers {
		p.Publish.Allow = append(p.Publish.Allow, nextPrefix+o.Stream+"."+name, ackPrefix+o.Stream+"."+name+".>")
	}
	return p
}

// accountsConfig writes the accounts in nats-server's own configuration language: their
// bounds, and what is there for all. What a seat may hear and ask is added when somebody
// sits down (furnish), but for one: an account that asks nobody about JetStream, the
// server has ask its own API about everything. Who is let into which account is decided at
// the door, not here. A public nkey, of which nobody has the other half, only has the
// server tell clients that they need no credentials.
func accountsConfig(o Options, seats []*seat, namelessKey string) string {
	var b strings.Builder
	b.WriteString("accounts {\n " + operatorAccount + " {\n  jetstream: enabled\n  exports: [\n")
	for _, s := range o.Subjects {
		fmt.Fprintf(&b, "   {stream: %q}\n", s)
	}
	for _, s := range readerServices(o.Stream) {
		switch {
		case s.direct && s.many:
			fmt.Fprintf(&b, "   {service: %q, response_type: stream, threshold: %q}\n", s.subject, answerTime)
		case s.direct:
			fmt.Fprintf(&b, "   {service: %q}\n", s.subject)
		}
	}
	for _, seat := range seats {
		fmt.Fprintf(&b, "   {service: %q, accounts: [%s]}\n", gatePrefix+seat.token+".>", seat.account)
	}
	fmt.Fprintf(&b, "  ]\n }\n %s { limits { max_connections: 0 } }\n", fullAccount)
	for i, seat := range seats {
		connections, key := perUser, ""
		if seat.nameless() {
			connections = 1
			if i == 0 || !seats[i-1].nameless() {
				key = namelessKey
			}
		}
		fmt.Fprintf(&b, " %s {\n  limits { max_connections: %d, max_subscriptions: %d, max_payload: %d }\n", seat.account, connections,
			o.Limits.Subscriptions, requestSize)
		if key != "" {
			fmt.Fprintf(&b, "  users: [{nkey: %s}]\n", key)
		}
		fmt.Fprintf(&b, "  imports: [{service: {account: %s, subject: %q}, to: %q, share: true}]\n }\n", operatorAccount,
			gated(seat.token, service{subject: aboutJetStream}), aboutJetStream)
	}
	b.WriteString("}\n")
	if len(o.Users) == 0 && len(seats) > 0 {
		b.WriteString("no_auth_user: " + namelessKey + "\n")
	}
	return b.String()
}
