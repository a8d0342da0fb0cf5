package embedded

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"os"

	"github.com/nats-io/nats.go"
)

// certificate loads the listener's certificate and key.
func (o Options) certificate() (*tls.Config, error) {
	if o.CertFile == "" && o.KeyFile == "" {
		return nil, nil
	}
	if o.CertFile == "" || o.KeyFile == "" {
		return nil, errors.New("the built-in server needs a certificate and its key, not one of them")
	}
	pair, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("certificate of the built-in server (%s, %s): %w", o.CertFile, o.KeyFile, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// leaf is the first certificate of a PEM file.
func leaf(file []byte) ([]byte, error) {
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			return block.Bytes, nil
		}
	}
	return nil, errors.New("holds no certificate")
}

// pinned trusts exactly the certificate in a file: that of the server which the
// same operator runs on this machine, under whatever name.
func pinned(certFile string) nats.Option {
	return func(o *nats.Options) error {
		if _, err := os.Stat(certFile); err != nil {
			return fmt.Errorf("certificate of the running server: %w", err)
		}
		return nats.Secure(&tls.Config{
			MinVersion:         tls.VersionTLS12,
			InsecureSkipVerify: true, //nolint:gosec // VerifyConnection is stricter: this one certificate, no other
			VerifyConnection: func(s tls.ConnectionState) error {
				file, err := os.ReadFile(certFile)
				if err != nil {
					return err
				}
				want, err := leaf(file)
				if err != nil {
					return fmt.Errorf("%s: %w", certFile, err)
				}
				if len(s.PeerCertificates) == 0 || !bytes.Equal(s.PeerCertificates[0].Raw, want) {
					return errors.New("the server that answers has another certificate than the one that runs here")
				}
				return nil
			},
		})(o)
	}
}
