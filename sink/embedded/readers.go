package embedded

import (
	"fmt"
	"strings"
)

const (
	operatorUser = "operator"
	gatePrefix   = "wiredesk.gate."
	apiPrefix    = "$JS.API.CONSUMER."
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
// The operator's password is a bcrypt hash, the reader a public nkey.
func accountsConfig(stream string, subjects []string, operatorHash, readerKey string) string {
	var exports, imports, publish []string
	for _, s := range subjects {
		exports = append(exports, fmt.Sprintf("{stream: %q}", s))
		imports = append(imports, fmt.Sprintf("{stream: {account: WIREDESK, subject: %q}}", s))
	}
	for _, s := range readerServices(stream) {
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
	for _, s := range subjects {
		subscribe = append(subscribe, fmt.Sprintf("%q", s))
	}
	return fmt.Sprintf(`
accounts {
  WIREDESK {
    jetstream: enabled
    users: [{user: %s, password: %q}]
    exports: [%s]
  }
  READERS {
    users: [{nkey: %s, permissions: {publish: [%s], subscribe: [%s]}}]
    imports: [%s]
  }
}
no_auth_user: %s
`, operatorUser, operatorHash, strings.Join(exports, ", "),
		readerKey, strings.Join(publish, ", "), strings.Join(subscribe, ", "),
		strings.Join(imports, ", "), readerKey)
}
