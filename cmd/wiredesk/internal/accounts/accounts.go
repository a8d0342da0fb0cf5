package accounts

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Plan says whom the configuration lets in. The zero value of Stream and Subject is
// what wiredesk uses unless configured otherwise.
type Plan struct {
	Stream  string // of articles; empty: ARTICLES
	Subject string // prefix of their subjects; empty: articles.v1
	Writers []User
	Workers []User
	Readers []User
	// Command is said at the top to have made the file.
	Command string
}

// User is one of those who may connect.
type User struct {
	Name string
	// Durables are the consumers that a reader reads through; none: one of its name.
	Durables []string
	// Key is a public NKey, Hash a bcrypt hash of the password. With neither the
	// password comes from the environment of the server.
	Key, Hash string
}

var (
	userName    = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$`)
	durableName = regexp.MustCompile(`^[A-Za-z0-9_-]{1,128}$`)
)

// ParseReader reads NAME or NAME=DURABLE,DURABLE.
func ParseReader(text string) (User, error) {
	name, list, some := strings.Cut(text, "=")
	u := User{Name: name}
	if some {
		u.Durables = strings.Split(list, ",")
	}
	return u, u.check()
}

func (u User) check() error {
	if !userName.MatchString(u.Name) {
		return fmt.Errorf("%q is no name of a user: want letters, digits, - and _", u.Name)
	}
	for _, d := range u.Durables {
		if !durableName.MatchString(d) {
			return fmt.Errorf("%q is no name of a durable: want letters, digits, - and _", d)
		}
	}
	return nil
}

// durables are the consumers that a reader reads through.
func (u User) durables() []string {
	if len(u.Durables) == 0 {
		return []string{u.Name}
	}
	return u.Durables
}

// Variable is what the environment of the server calls the user's password.
func (u User) Variable() string {
	return "NATS_" + strings.ToUpper(strings.ReplaceAll(u.Name, "-", "_")) + "_PASSWORD"
}

// account is that of a reader.
func (u User) account() string { return "READER_" + strings.ReplaceAll(u.Name, "-", "_") }

// credentials are the user in the words of the configuration.
func (u User) credentials() string {
	switch {
	case u.Key != "":
		return "nkey: " + u.Key
	case u.Hash != "":
		return fmt.Sprintf("user: %q, password: %q", u.Name, u.Hash)
	}
	return fmt.Sprintf("user: %q, password: $%s", u.Name, u.Variable())
}

// check says what is wrong with a plan.
func (p Plan) check() error {
	if len(p.Writers) == 0 {
		return errors.New("nobody may make the streams: name a writer")
	}
	accounts, durables := map[string]string{}, map[string]string{}
	for _, u := range slices.Concat(p.Writers, p.Workers, p.Readers) {
		if err := u.check(); err != nil {
			return err
		}
		if other, twice := accounts[u.account()]; twice {
			return fmt.Errorf("%s and %s are the same, or too alike", other, u.Name)
		}
		accounts[u.account()] = u.Name
	}
	for _, u := range p.Readers {
		for _, d := range u.durables() {
			if other, twice := durables[d]; twice {
				return fmt.Errorf("the durable %s cannot belong to %s and %s", d, other, u.Name)
			}
			durables[d] = u.Name
		}
	}
	return nil
}
