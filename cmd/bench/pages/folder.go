package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
)

// load reads the pages of a folder, DIR/pages/ID.html.gz. Their addresses are in
// DIR/truth.jsonl, an object with id and url on each line, if there is one.
func load(dir string) ([]page, error) {
	files, err := filepath.Glob(filepath.Join(dir, "pages", "*.html.gz"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there are no pages/*.html.gz in %s", dir)
	}
	addresses, err := addresses(filepath.Join(dir, "truth.jsonl"))
	if err != nil {
		return nil, err
	}
	var pages []page
	for _, file := range files {
		body, err := unpack(file)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".html.gz")
		u, err := url.Parse(addresses[name])
		if err != nil || u.Host == "" {
			u = &url.URL{Scheme: "https", Host: "example.org", Path: "/" + name}
		}
		pages = append(pages, page{name: name, url: u, body: body})
	}
	return pages, nil
}

func addresses(file string) (map[string]string, error) {
	known := map[string]string{}
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return known, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for lines := json.NewDecoder(bufio.NewReader(f)); ; {
		var line struct{ ID, URL string }
		if err := lines.Decode(&line); errors.Is(err, io.EOF) {
			return known, nil
		} else if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		known[line.ID] = line.URL
	}
}

func unpack(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
