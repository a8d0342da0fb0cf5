package main

import (
	"errors"
	"fmt"
	"go/scanner"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/crawler/fetch"
	"github.com/wiredesk/wiredesk/sink"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

func TestWhatIsPrintedNamesTheWayOut(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("connect to tls://nats.example: %w: x509: unknown authority", sink.ErrUntrusted), "nats.tls.ca"},
		{fmt.Errorf("open: %w: publish to \"jobs\": %w", sink.ErrPermission, errors.New("timeout")), "deploy/nats/accounts.conf"},
		{errors.Join(errors.New("closing"), fmt.Errorf("listen address: %w", embedded.ErrExposed)), "nats.users"},
		{&fetch.Error{URL: "http://10.0.0.1/", Class: fetch.BlockedAddress, Err: fmt.Errorf("10.0.0.1 %w", fetch.ErrPrivate)}, "crawl.allow_private"},
		{fmt.Errorf("poll: %w", fmt.Errorf("port 8080 %w", fetch.ErrPort)), "crawl.ports"},
		{sink.ErrUnreachable, ""},
		{nil, ""},
	} {
		got := wayOut(c.err)
		if !strings.Contains(got, c.want) || (got == "") != (c.want == "") || got != "" && !strings.HasPrefix(got, "; ") {
			t.Errorf("%v: %q", c.err, got)
		}
	}
}

// Keys of the configuration, flags and files of deploy/ are known to the command
// alone: whoever imports a library has others.
func TestLibrariesNameNoConfiguration(t *testing.T) {
	var keys []string
	for _, m := range regexp.MustCompile("`([a-z_]+(?:\\.[a-z_]+)+)`").FindAllStringSubmatch(config.Reference(), -1) {
		keys = append(keys, regexp.QuoteMeta(m[1]))
	}
	if len(keys) < 40 {
		t.Fatalf("%d keys of the configuration found", len(keys))
	}
	known := regexp.MustCompile(`(?:^|[^\w./-])(?:(?:` + strings.Join(keys, "|") + `)\b|--[a-z]|deploy/)`)
	for _, library := range []string{"sink", "crawler", "normalize"} {
		err := filepath.WalkDir(filepath.Join(root, library), func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			for _, text := range wordsOf(t, path) {
				if m := known.FindString(text); m != "" {
					t.Errorf("%s names %s: %s", path, m, text)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// wordsOf are the strings and comments of a file.
func wordsOf(t *testing.T, path string) (texts []string) {
	t.Helper()
	src := []byte(readFile(t, path))
	fset := token.NewFileSet()
	var s scanner.Scanner
	s.Init(fset.AddFile(path, fset.Base(), len(src)), src, nil, scanner.ScanComments)
	for {
		switch _, tok, text := s.Scan(); tok {
		case token.EOF:
			return texts
		case token.STRING, token.COMMENT:
			texts = append(texts, text)
		}
	}
}
