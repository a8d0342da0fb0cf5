package article

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// Encode returns the article's JSON, which is always valid UTF-8: what is not is
// written as U+FFFD. Numbers and moments that JSON cannot hold are left out.
func Encode(a *Article) ([]byte, error) {
	b, err := encode(a)
	if err != nil {
		b, err = encode(repaired(a))
	}
	return b, err
}

func encode(a *Article) ([]byte, error) {
	var b encoded
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // it travels in a message, not in a page
	if err := enc.Encode(a); err != nil {
		return nil, fmt.Errorf("encode article %s: %w", a.ID, err)
	}
	return bytes.TrimRight(b, "\n"), nil
}

// encoded takes what an encoder writes in one piece, and no room beyond it.
type encoded []byte

func (e *encoded) Write(b []byte) (int, error) {
	*e = append(*e, b...)
	return len(b), nil
}

// ErrSchema says that a message is no article that this version can read.
var ErrSchema = errors.New("not an article of schema " + Schema)

// Decode reads an article from its JSON. Unknown fields are ignored.
func Decode(b []byte) (*Article, error) {
	a := new(Article)
	if err := json.Unmarshal(b, a); err != nil {
		return nil, fmt.Errorf("decode article: %w", err)
	}
	major, _, _ := strings.Cut(Schema[strings.LastIndex(Schema, "/")+1:], ".")
	got, _, _ := strings.Cut(a.Schema[strings.LastIndex(a.Schema, "/")+1:], ".")
	switch {
	case got != major:
		return nil, fmt.Errorf("decode article: %w: its schema is %q", ErrSchema, a.Schema)
	case a.ID == "" || a.Version < 1:
		return nil, fmt.Errorf("decode article: %w: it has no id or version", ErrSchema)
	}
	return a, nil
}
