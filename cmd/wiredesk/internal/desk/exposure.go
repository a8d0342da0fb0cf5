package desk

import (
	"fmt"
	"os"
	"runtime"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
)

// Exposure says, a sentence each, what of a configuration other machines can reach, and
// which passwords other users of this one can read. It looks at files, and asks nobody.
func Exposure(cfg *config.Config) []string {
	var list []string
	if cfg.Exposed() {
		tls := ""
		if cfg.NATS.ListenTLS.Cert == "" {
			tls = ", and passwords and articles can be read on the way (nats.listen_tls)"
		}
		list = append(list, fmt.Sprintf("other machines reach the built-in NATS server at %s: who has a password of nats.users gets in%s",
			cfg.NATS.Listen, tls))
	}
	if cfg.HTTPExposed() {
		list = append(list, fmt.Sprintf("other machines reach %s (http.listen): whoever does can read the articles and the state of the feeds",
			cfg.HTTP.Listen))
	}
	for _, key := range cfg.SecretsInFile() {
		if othersRead(cfg.File) {
			list = append(list, fmt.Sprintf("%s holds a password (%s) and other users of this machine can read it: chmod 600 it", cfg.File, key))
		}
	}
	for _, secret := range []struct{ key, file string }{
		{"nats.password_file", cfg.NATS.PasswordFile}, {"nats.token_file", cfg.NATS.TokenFile}, {"nats.creds", cfg.NATS.Creds},
		{"nats.listen_tls.key", cfg.NATS.ListenTLS.Key}, {"nats.tls.key", cfg.NATS.TLS.Key},
	} {
		if secret.file != "" && othersRead(secret.file) {
			list = append(list, fmt.Sprintf("%s (%s) holds a secret and other users of this machine can read it: chmod 600 it",
				secret.file, secret.key))
		}
	}
	return list
}

// othersRead reports whether everybody on this machine may read a file. Where rights are
// no bits nobody knows.
func othersRead(file string) bool {
	if runtime.GOOS == "windows" {
		return false
	}
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o004 != 0 && !strings.HasPrefix(file, "/run/secrets/")
}
