package accounts

import (
	"cmp"
	"fmt"
	"strings"
)

const head = `# Who may do what, on a NATS server of your own: %s
# Include it from nats-server.conf. Change the command, not the file.
#
#   writer   runs "wiredesk daemon" and "wiredesk run": makes and changes the streams
#   worker   runs them as well, on streams that a writer has made: it can publish and
#            work off jobs. Trust it as you trust a writer: what it asks of the server it
#            can have answered to any subject of this account, streams and their
#            administration included, and no permission of NATS can forbid that
#   reader   is in an account of its own and reads through durables that were made for
#            it (see consumers.sh). It can do nothing else, and nothing reaches others
`

// common is what every reader may ask besides: of the bucket with the JSON Schema, and
// of JetStream as a whole. Without the last the server has each account ask its own
// JetStream, which it does not have.
var common = []service{
	{"$JS.API.INFO", false},
	{"$JS.API.STREAM.INFO.KV_SCHEMAS", false}, {"$JS.API.STREAM.MSG.GET.KV_SCHEMAS", false}, {"$JS.API.DIRECT.GET.KV_SCHEMAS.>", true},
}

// service is something that may be asked across accounts.
type service struct {
	subject string
	many    bool // one request, many answers
}

// services are what a reader may ask about its durables.
func (u User) services(stream string) []service {
	var s []service
	for _, d := range u.durables() {
		s = append(s, service{"$JS.API.CONSUMER.INFO." + stream + "." + d, false},
			service{"$JS.API.CONSUMER.MSG.NEXT." + stream + "." + d, true}, service{"$JS.ACK." + stream + "." + d + ".>", false})
	}
	return s
}

// Config is the configuration for a plan, or what is wrong with it.
func (p Plan) Config() (string, error) {
	p.Stream, p.Subject = cmp.Or(p.Stream, "ARTICLES"), cmp.Or(p.Subject, "articles.v1")
	if err := p.check(); err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, head, cmp.Or(p.Command, "wiredesk nats accounts"))
	b.WriteString("accounts {\n  WIREDESK {\n    jetstream: enabled\n    users: [\n")
	inbox := []string{"_INBOX.>", "wiredesk.events.>"}
	for _, u := range p.Writers {
		user(&b, u, p.writes(), inbox)
	}
	for _, u := range p.Workers {
		user(&b, u, p.works(), inbox)
	}
	b.WriteString("    ]\n    exports: [\n")
	p.exports(&b)
	b.WriteString("    ]\n  }\n")
	for _, u := range p.Readers {
		p.reader(&b, u)
	}
	b.WriteString("}\n")
	return b.String(), nil
}

func (p Plan) writes() []string {
	return []string{
		p.Subject + ".>", "wiredesk.events.>", "replay.>", "jobs.>", "$KV.FEEDS.>", "$KV.HOSTS.>", "$KV.SITES.>", "$KV.SCHEMAS.>",
		"$JS.API.>", "$JS.ACK.>", "_INBOX.>",
	}
}

func (p Plan) works() []string {
	return []string{
		p.Subject + ".>", "wiredesk.events.>", "replay.>", "jobs.>", "$KV.FEEDS.>", "$KV.HOSTS.>", "$KV.SITES.>",
		"$JS.API.INFO", "$JS.API.STREAM.INFO.*", "$JS.API.STREAM.MSG.GET.*", "$JS.API.DIRECT.GET.>",
		"$JS.API.CONSUMER.INFO.>", "$JS.API.CONSUMER.LIST." + p.Stream, "$JS.API.CONSUMER.CREATE." + p.Stream + ".>",
		"$JS.API.CONSUMER.CREATE.KV_FEEDS.>", "$JS.API.CONSUMER.MSG.NEXT.>", "$JS.API.CONSUMER.DELETE.KV_FEEDS.>",
		"$JS.ACK.JOBS.>", "$JS.ACK.KV_FEEDS.>", "$JS.FC.>",
	}
}

// heard is what readers may subscribe to without a consumer.
func (p Plan) heard() []string { return []string{p.Subject + ".>", "wiredesk.events.>", "replay.>"} }

// exports are what readers' accounts may import, each its own.
func (p Plan) exports(b *strings.Builder) {
	if len(p.Readers) == 0 {
		return
	}
	var all []string
	for _, u := range p.Readers {
		all = append(all, u.account())
	}
	for _, subject := range p.heard() {
		fmt.Fprintf(b, "      {stream: %q, accounts: [%s]}\n", subject, strings.Join(all, ", "))
	}
	export := func(s service, accounts string) {
		response := ""
		if s.many {
			response = ", response_type: stream"
		}
		fmt.Fprintf(b, "      {service: %q%s, accounts: [%s]}\n", s.subject, response, accounts)
	}
	for _, s := range common {
		export(s, strings.Join(all, ", "))
	}
	for _, u := range p.Readers {
		for _, s := range u.services(p.Stream) {
			export(s, u.account())
		}
	}
}

// reader writes the account of a reader.
func (p Plan) reader(b *strings.Builder, u User) {
	fmt.Fprintf(b, "  %s {\n    limits {max_connections: 32, max_subscriptions: 256, max_payload: 16KB}\n    users: [\n", u.account())
	var asks []string
	services := append(u.services(p.Stream), common...)
	for _, s := range services {
		asks = append(asks, s.subject)
	}
	var queues []string // which are shared beyond accounts
	for _, subject := range p.heard() {
		queues = append(queues, subject+" >")
	}
	user(b, u, asks, append([]string{"_INBOX.>", "_INBOX_" + u.Name + ".>"}, p.heard()...), queues...)
	b.WriteString("    ]\n    imports: [\n")
	for _, subject := range p.heard() {
		fmt.Fprintf(b, "      {stream: {account: WIREDESK, subject: %q}}\n", subject)
	}
	for _, s := range services {
		fmt.Fprintf(b, "      {service: {account: WIREDESK, subject: %q}}\n", s.subject)
	}
	b.WriteString("    ]\n  }\n")
}

// user writes a user with what it may publish and subscribe to, and what not.
func user(b *strings.Builder, u User, publish, subscribe []string, not ...string) {
	fmt.Fprintf(b, "      { %s, permissions: {\n        publish: [\n", u.credentials())
	for _, s := range publish {
		fmt.Fprintf(b, "          %q\n", s)
	}
	b.WriteString("        ]\n")
	if len(not) > 0 {
		fmt.Fprintf(b, "        subscribe: {allow: [%s], deny: [%s]}\n", quoted(subscribe), quoted(not))
	} else {
		fmt.Fprintf(b, "        subscribe: [%s]\n", quoted(subscribe))
	}
	b.WriteString("      } }\n")
}

func quoted(list []string) string {
	var all []string
	for _, s := range list {
		all = append(all, fmt.Sprintf("%q", s))
	}
	return strings.Join(all, ", ")
}
