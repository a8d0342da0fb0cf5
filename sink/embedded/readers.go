package embedded

import (
	"fmt"
	"strings"
)

const (
	gatePrefix = "wiredesk.gate."
	apiPrefix  = "$JS.API.CONSUMER."
)

// service is something readers may ask of the operator's account. If at is set,
// the request is answered there, by the gate, instead of by the server.
type service struct {
	subject string
	at      string
	many    bool // one request, many answers
}

// schemaStream holds the key-value bucket with the JSON Schema of the articles
// (package sink), which readers may get keys of.
const schemaStream = "KV_SCHEMAS"

// readerServices lists, one by one, all a reader may ask. What is missing here
// cannot be asked: publishing, deleting, purging, other streams and KV buckets,
// deleting a consumer, pausing or resetting one.
func readerServices(stream string) []service {
	return []service{
		{subject: "$JS.API.INFO"},
		{subject: "$JS.API.STREAM.NAMES"},
		{subject: "$JS.API.STREAM.INFO." + stream},
		{subject: "$JS.API.STREAM.MSG.GET." + stream},
		{subject: "$JS.API.DIRECT.GET." + stream, many: true},
		{subject: "$JS.API.DIRECT.GET." + stream + ".>", many: true},
		{subject: "$JS.API.STREAM.INFO." + schemaStream},
		{subject: "$JS.API.STREAM.MSG.GET." + schemaStream},
		{subject: "$JS.API.DIRECT.GET." + schemaStream, many: true},
		{subject: "$JS.API.DIRECT.GET." + schemaStream + ".>", many: true},
		{subject: "$JS.API.CONSUMER.NAMES." + stream},
		{subject: "$JS.API.CONSUMER.LIST." + stream},
		{subject: "$JS.API.CONSUMER.INFO." + stream + ".*"},
		{subject: "$JS.API.CONSUMER.MSG.NEXT." + stream + ".*", many: true},
		{subject: "$JS.ACK." + stream + ".>"},
		gated("CREATE." + stream),
		gated("CREATE." + stream + ".>"),
		gated("DURABLE.CREATE." + stream + ".*"),
	}
}

func gated(rest string) service {
	return service{subject: apiPrefix + rest, at: gatePrefix + rest}
}

// accountsConfig writes the two accounts in nats-server's own configuration
// language, which is how the server sets up imports before it accepts anyone.
// Passwords are bcrypt hashes. Without users, anonymous clients are readers, under
// a public nkey.
func accountsConfig(o Options, operatorHash, readerKey string) (string, error) {
	var exports, imports, publish []string
	for _, s := range o.Subjects {
		exports = append(exports, fmt.Sprintf("{stream: %q}", s))
		imports = append(imports, fmt.Sprintf("{stream: {account: WIREDESK, subject: %q}}", s))
	}
	for _, s := range readerServices(o.Stream) {
		at, to := s.subject, ""
		if s.at != "" {
			at, to = s.at, fmt.Sprintf(", to: %q", s.subject)
		}
		response := ""
		if s.many {
			response = ", response_type: stream"
		}
		exports = append(exports, fmt.Sprintf("{service: %q%s}", at, response))
		imports = append(imports, fmt.Sprintf("{service: {account: WIREDESK, subject: %q}%s}", at, to))
		publish = append(publish, fmt.Sprintf("%q", s.subject))
	}
	subscribe := []string{`"_INBOX.>"`}
	for _, s := range o.Subjects {
		subscribe = append(subscribe, fmt.Sprintf("%q", s))
	}
	permissions := fmt.Sprintf("permissions: {publish: [%s], subscribe: [%s]}", strings.Join(publish, ", "), strings.Join(subscribe, ", "))
	writers := []string{fmt.Sprintf("{user: %s, password: %q}", operatorUser, operatorHash)}
	var readers []string
	anonymous := ""
	for _, u := range o.Users {
		account, err := u.account()
		if err != nil {
			return "", err
		}
		if u.Role == Writer {
			writers = append(writers, "{"+account+"}")
		} else {
			readers = append(readers, fmt.Sprintf("{%s, %s}", account, permissions))
		}
	}
	if len(o.Users) == 0 {
		readers, anonymous = []string{fmt.Sprintf("{nkey: %s, %s}", readerKey, permissions)}, "no_auth_user: "+readerKey
	}
	return fmt.Sprintf(`
accounts {
  WIREDESK {
    jetstream: enabled
    users: [%s]
    exports: [%s]
  }
  READERS {
    users: [%s]
    imports: [%s]
  }
}
%s
`, strings.Join(writers, ", "), strings.Join(exports, ", "), strings.Join(readers, ", "), strings.Join(imports, ", "), anonymous), nil
}
