package config

import "github.com/wiredesk/wiredesk/sink"

// DialOptions are the options to connect to the external server, with secrets
// read from their files.
func (n *NATS) DialOptions() (sink.DialOptions, error) {
	password, err := secret(n.Password, n.PasswordFile)
	if err != nil {
		return sink.DialOptions{}, err
	}
	token, err := secret(n.Token, n.TokenFile)
	if err != nil {
		return sink.DialOptions{}, err
	}
	return sink.DialOptions{
		URL: n.URL, Context: n.Context, Creds: n.Creds, User: n.User, Password: password, Token: token,
		InboxPrefix: n.InboxPrefix, CA: n.TLS.CA, Cert: n.TLS.Cert, Key: n.TLS.Key,
	}, nil
}
