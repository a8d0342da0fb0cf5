package accounts

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/nats-io/nkeys"
	"golang.org/x/crypto/bcrypt"
)

// WithKeys gives users NKeys. The secret halves are in files NAME.nk of a folder, which
// their owner alone may read; one that is there stays.
func WithKeys(dir string, users []User) error {
	for i, u := range users {
		seed, err := secret(filepath.Join(dir, u.Name+".nk"), func() (string, error) {
			pair, err := nkeys.CreateUser()
			if err != nil {
				return "", err
			}
			seed, err := pair.Seed()
			return string(seed), err
		})
		if err != nil {
			return fmt.Errorf("key of %s: %w", u.Name, err)
		}
		pair, err := nkeys.FromSeed([]byte(seed))
		if err == nil {
			users[i].Key, err = pair.PublicKey()
		}
		if err != nil {
			return fmt.Errorf("key of %s: %w", u.Name, err)
		}
	}
	return nil
}

// WithPasswords gives users passwords. They are in files NAME.password of a folder, which
// their owner alone may read; one that is there stays. The configuration holds their
// bcrypt hashes.
func WithPasswords(dir string, users []User) error {
	for i, u := range users {
		password, err := secret(filepath.Join(dir, u.Name+".password"), func() (string, error) { return rand.Text(), nil })
		if err != nil {
			return fmt.Errorf("password of %s: %w", u.Name, err)
		}
		hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.DefaultCost)
		if err != nil {
			return fmt.Errorf("password of %s: %w", u.Name, err)
		}
		users[i].Hash = string(hash)
	}
	return nil
}

// secret reads a file, or makes it.
func secret(path string, create func() (string, error)) (string, error) {
	b, err := os.ReadFile(path)
	if err == nil {
		return strings.TrimSpace(string(b)), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	text, err := create()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text + "\n")
	return text, errors.Join(err, f.Close())
}
