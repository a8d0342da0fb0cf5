package config

import (
	"context"

	"github.com/wiredesk/wiredesk/sink"
)

// DialOptions are the options to connect to the external server, with secrets
// read from their files.
func (n *NATS) DialOptions(ctx context.Context) (sink.DialOptions, error) {
	password, err := secret(ctx, n.Password, n.PasswordFile)
	if err != nil {
		return sink.DialOptions{}, err
	}
	token, err := secret(ctx, n.Token, n.TokenFile)
	if err != nil {
		return sink.DialOptions{}, err
	}
	return sink.DialOptions{
		URL: n.URL, Context: n.Context, Creds: n.Creds, User: n.User, Password: password, Token: token,
		InboxPrefix: n.InboxPrefix, CA: n.TLS.CA, Cert: n.TLS.Cert, Key: n.TLS.Key,
	}, nil
}
