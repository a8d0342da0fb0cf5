package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

// Role is what a user of the built-in server may do.
type Role string

// Roles.
const (
	Reader Role = "reader" // read articles, through consumers of its own
	Writer Role = "writer" // everything: crawl, publish, change streams
)

// User may connect to the built-in server.
type User struct {
	Name     string
	Role     Role
	Password string // as it is, or its bcrypt hash
}

// operatorUser is us; no file of users may name it.
const operatorUser = "operator"

var userName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$`)

// ReadUsers reads a file of users: a line each of name, role and password, or the
// password's bcrypt hash, separated by spaces. Empty lines and those that begin
// with # are left out. Others than its owner must not be able to read the file.
func ReadUsers(path string) ([]User, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s holds passwords and others may read it (%v): chmod 600 it", path, info.Mode().Perm())
	}
	var users []User
	seen := map[string]bool{operatorUser: true}
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		u, err := parseUser(line)
		if err == nil && seen[u.Name] {
			err = fmt.Errorf("%q is there already, or kept for ourselves", u.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, err)
		}
		seen[u.Name] = true
		users = append(users, u)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(users) == 0 {
		return nil, fmt.Errorf("%s names no users: want lines such as \"newsroom reader PASSWORD\"", path)
	}
	return users, nil
}

// minPassword is the length of the shortest password that is not guessed at once.
const minPassword = 12

func parseUser(line string) (User, error) {
	fields := strings.Fields(line)
	if len(fields) != 3 {
		return User{}, errors.New("want a name, a role and a password")
	}
	u := User{Name: fields[0], Role: Role(fields[1]), Password: fields[2]}
	switch {
	case !userName.MatchString(u.Name):
		return u, fmt.Errorf("name %q: want letters, digits, - and _", u.Name)
	case u.Role != Reader && u.Role != Writer:
		return u, fmt.Errorf("role %q: want reader or writer", u.Role)
	case !isHash(u.Password) && len(u.Password) < minPassword:
		return u, fmt.Errorf("the password of %s is shorter than %d characters", u.Name, minPassword)
	}
	return u, nil
}

func isHash(password string) bool {
	_, err := bcrypt.Cost([]byte(password))
	return err == nil
}

// hash is what the password is compared with.
func (u User) hash() ([]byte, error) {
	if isHash(u.Password) {
		return []byte(u.Password), nil
	}
	b, err := bcrypt.GenerateFromPassword([]byte(u.Password), bcrypt.DefaultCost)
	if err != nil {
		return nil, fmt.Errorf("hash the password of %s: %w", u.Name, err)
	}
	return b, nil
}
