package config

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// LoadOptions say where to look.
type LoadOptions struct {
	Path string   // the file; empty: search
	Env  []string // as os.Environ returns it
	// NATSContext is the value of --nats-context. It replaces the server that file
	// and variables name, with all that was meant for that one.
	NATSContext string
	// Again says that a process which has read it before reads it again: a pipe is at
	// its end then, and an editor may be at work.
	Again bool
}

// Load reads the configuration. Mistakes are of type *Error, all of them joined. A file that does not come to its
// end is given up when ctx ends.
func Load(ctx context.Context, opts LoadOptions) (*Config, error) {
	c := Default()
	c.Again = opts.Again
	env := map[string]string{}
	for _, kv := range opts.Env {
		name, value, _ := strings.Cut(kv, "=")
		env[name] = value
	}
	c.env = func(name string) string { return env[name] }
	path, err := c.search(opts.Path)
	if err != nil {
		return nil, err
	}
	var d *decoder
	if path != "" {
		// Whoever names a pipe on the command line has just made it for this start.
		o := wholefile.Options{Max: maxFile, Pipe: opts.Path != "" && !opts.Again, Settled: opts.Again}
		if d, err = c.readFile(ctx, path, o); err != nil {
			return nil, err
		}
	}
	mistakes := c.readEnv(env)
	for i := range c.Feeds {
		address := weburl.WithoutFeedScheme(c.Feeds[i].URL)
		if _, err := url.Parse(address); err != nil {
			address = weburl.EscapePercent(address)
		}
		c.Feeds[i].URL = address
	}
	if opts.NATSContext != "" {
		c.useContext(opts.NATSContext)
	}
	if d != nil {
		mistakes = append(mistakes, d.mistakes...)
	}
	for _, f := range c.faults() {
		if !d.said(f.key) && !slices.ContainsFunc(mistakes, func(e *Error) bool { return e.File == variable(c.Origin(f.key)) }) {
			mistakes = append(mistakes, c.complain(d, f.key, f.problem))
		}
	}
	if err := together(mistakes); err != nil {
		return nil, err
	}
	c.warn()
	return c, nil
}

// warn notes what can be done and is most often not what was meant.
func (c *Config) warn() {
	if base := c.env("XDG_STATE_HOME"); base != "" && !filepath.IsAbs(base) && c.State.Dir == "" && c.env("STATE_DIRECTORY") == "" {
		c.Warnings = append(c.Warnings, fmt.Sprintf("XDG_STATE_HOME=%s is passed over: it is no absolute path", base))
	}
	for _, f := range c.Feeds {
		if u, err := url.Parse(f.URL); err == nil && u.User != nil {
			c.Warnings = append(c.Warnings,
				fmt.Sprintf("feed %s: the name before the @ is not sent: wiredesk logs in nowhere", weburl.Masked(f.URL)))
		}
	}
}

// useContext replaces the external server by a context of the nats command, which
// brings credentials and certificates of its own.
func (c *Config) useContext(name string) {
	n := &c.NATS
	n.URL, n.Context, n.Creds, n.InboxPrefix, n.TLS = "", name, "", "", TLS{}
	n.User, n.Password, n.PasswordFile, n.Token, n.TokenFile = "", "", "", "", ""
	for _, key := range []string{
		"url", "creds", "user", "password", "password_file", "token", "token_file", "inbox_prefix", "tls.ca", "tls.cert", "tls.key",
	} {
		delete(c.origins, "nats."+key)
	}
	c.origins["nats.context"] = "flag --nats-context"
}

// search finds the file: the one asked for must exist, the others may.
func (c *Config) search(path string) (string, error) {
	for _, asked := range []string{path, c.env("WIREDESK_CONFIG")} {
		if asked != "" {
			return asked, nil
		}
	}
	home := c.env("XDG_CONFIG_HOME")
	if home == "" && c.env("HOME") != "" {
		home = filepath.Join(c.env("HOME"), ".config")
	}
	candidates := []string{"wiredesk.yaml", "/etc/wiredesk/wiredesk.yaml"}
	if home != "" {
		candidates = []string{"wiredesk.yaml", filepath.Join(home, "wiredesk", "wiredesk.yaml"), "/etc/wiredesk/wiredesk.yaml"}
	}
	for _, f := range candidates {
		_, err := os.Stat(f)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", &Error{File: f, Problem: cause(err)}
		}
	}
	return "", nil
}

func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return "cannot be read: " + p.Err.Error()
	}
	return err.Error()
}

// maxFile is the largest file that can be a configuration.
const maxFile = 32 << 20

func (c *Config) readFile(ctx context.Context, path string, o wholefile.Options) (*decoder, error) {
	text, err := wholefile.Read(ctx, path, o)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		return nil, &Error{File: path, Problem: cause(err)}
	}
	if c.File, err = filepath.Abs(path); err != nil {
		return nil, &Error{File: path, Problem: err.Error()}
	}
	return c.decode(path, text)
}

// decode reads the text of a file into c.
func (c *Config) decode(path string, text []byte) (*decoder, error) {
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // some editors begin each file with it
	if !utf8.Valid(text) || bytes.ContainsRune(text, 0) {
		return nil, &Error{File: path, Problem: "is no text in UTF-8"}
	}
	d := &decoder{file: path, lines: strings.Split(string(text), "\n"), config: c, places: map[string]ast.Node{}}
	tokens, err := tokenize(text)
	if err != nil {
		return nil, &Error{File: path, Problem: err.Error()}
	}
	if t := tooDeep(tokens); t != nil {
		return nil, d.deepError(t)
	}
	tree, err := parser.Parse(tokens, 0)
	if err != nil {
		return nil, d.syntax(err)
	}
	if len(tree.Docs) > 1 {
		return nil, d.mistake(tree.Docs[1].Body, "only one document is allowed")
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil || tree.Docs[0].Body.Type() == ast.NullType {
		return d, nil
	}
	d.root(tree.Docs[0].Body)
	return d, nil
}

// syntax takes the place out of an error of the YAML parser.
func (d *decoder) syntax(err error) error {
	var placed yaml.Error
	if errors.As(err, &placed) && placed.GetToken() != nil {
		p, problem := placed.GetToken().Position, placed.GetMessage()
		if strings.Contains(problem, "'\t'") {
			problem = "a tab: YAML is indented with spaces"
		}
		return d.at(p.Line, p.Column, problem)
	}
	return &Error{File: d.file, Problem: err.Error()}
}

// variable is what an origin that is a variable is called in a mistake; else empty.
func variable(origin string) string {
	if name, ok := strings.CutPrefix(origin, "env "); ok {
		return "environment variable " + name
	}
	return ""
}

// complain places a problem of a key: where the file has it, or in the
// variable that set it.
func (c *Config) complain(d *decoder, key, problem string) *Error {
	if name := variable(c.origins[key]); name != "" {
		return &Error{File: name, Problem: problem}
	}
	if d != nil {
		if node, ok := d.places[key]; ok {
			p := node.GetToken().Position
			return d.at(p.Line, p.Column, key+": "+problem)
		}
	}
	if strings.HasPrefix(key, "feeds") {
		return &Error{File: "environment variable WIREDESK_FEEDS", Problem: problem}
	}
	return &Error{File: "configuration", Problem: fmt.Sprintf("%s: %s", key, problem)}
}
