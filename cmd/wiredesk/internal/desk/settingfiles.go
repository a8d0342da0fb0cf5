package desk

import (
	"context"
	"crypto/tls"
	"os"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// CheckFiles says which of what the settings of the server name cannot be used: folders,
// secrets, certificates. Its error is a *SettingError or a *config.Error.
func CheckFiles(ctx context.Context, cfg *config.Config) error {
	if cfg.External() {
		return checkDialFiles(ctx, cfg)
	}
	if err := cfg.CheckState(); err != nil {
		return err
	}
	n := cfg.NATS
	if n.Users != "" && n.Listen != "none" {
		if _, err := embedded.ReadUsers(n.Users); err != nil {
			return &SettingError{Key: "nats.users", Err: err}
		}
	}
	if n.ListenTLS.Cert != "" && n.Listen != "none" {
		if _, err := tls.LoadX509KeyPair(n.ListenTLS.Cert, n.ListenTLS.Key); err != nil {
			return &SettingError{Key: "nats.listen_tls", Err: err}
		}
	}
	return nil
}

// checkDialFiles looks at what is read to connect to a server elsewhere.
func checkDialFiles(ctx context.Context, cfg *config.Config) error {
	o, err := cfg.NATS.DialOptions(ctx)
	if err != nil {
		return err
	}
	for _, f := range []struct{ key, path string }{
		{"nats.creds", o.Creds}, {"nats.tls.ca", o.CA}, {"nats.tls.cert", o.Cert}, {"nats.tls.key", o.Key},
	} {
		if f.path == "" {
			continue
		}
		file, err := os.Open(f.path)
		if err != nil {
			return &SettingError{Key: f.key, Err: err}
		}
		file.Close()
	}
	return nil
}

// faultOf is what of the settings is wrong, if that is why nothing could be opened, else
// the error as it is.
func faultOf(ctx context.Context, cfg *config.Config, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	if wrong := CheckFiles(ctx, cfg); wrong != nil {
		return wrong
	}
	return err
}
