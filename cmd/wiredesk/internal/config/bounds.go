package config

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxWords bounds the memory that reading a file takes, half a kilobyte a word: a
	// hundred thousand feeds with settings have a million, what is no configuration has more.
	maxWords = 4_000_000
	// maxDepth bounds how deep values lie within each other. The parser needs memory
	// with the square of it; no key lies deeper than five.
	maxDepth = 32
)

// tokenize takes the text of a file apart, unless it has more words than any
// configuration.
func tokenize(text []byte) (token.Tokens, error) {
	if words(text) > maxWords {
		return nil, errors.New("is no configuration: it has too many words")
	}
	return lexer.Tokenize(string(text)), nil
}

// words is about how many words and signs a text has, and not less than the lexer takes
// it apart into, without taking it apart.
func words(text []byte) int {
	n, before := 1, byte('\n')
	for i, c := range text {
		switch c {
		case '[', ']', '{', '}', ',', '\n':
			n += 2
		case '&', '*', '!', '%', '#':
			if before <= ' ' || before == c || before == ',' || before == '[' {
				n += 2
			}
		case ':', '-', '?':
			if i+1 == len(text) || text[i+1] <= ' ' || text[i+1] == ',' {
				n += 2
			}
		}
		before = c
	}
	return n
}

// tooDeep returns the first token that lies deeper than maxDepth, or nil.
func tooDeep(tokens token.Tokens) *token.Token {
	var open nest
	for _, t := range tokens {
		open.see(t)
		if len(open.columns) > maxDepth {
			return t
		}
	}
	return nil
}

// nest is what is open at a place of a file: the columns at which it began. Within brackets,
// where columns mean nothing, what was begun ends at the next comma.
type nest struct {
	columns  []int
	brackets []int // how many columns there were at each that is open
}

func (o *nest) see(t *token.Token) {
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		o.brackets = append(o.brackets, len(o.columns))
		o.columns = append(o.columns, t.Position.Column)
	case token.SequenceEndType, token.MappingEndType:
		if n := len(o.brackets); n > 0 {
			o.columns, o.brackets = o.columns[:o.brackets[n-1]], o.brackets[:n-1]
		}
	case token.CollectEntryType:
		if n := len(o.brackets); n > 0 {
			o.columns = o.columns[:o.brackets[n-1]+1]
		}
	case token.MappingValueType:
		if t.Prev != nil {
			t = t.Prev // the key
		}
		o.begin(t.Position.Column)
	case token.SequenceEntryType, token.MappingKeyType, token.AnchorType, token.AliasType, token.TagType:
		o.begin(t.Position.Column)
	}
}

// begin notes that something begins at a column: what began there or behind it has ended.
func (o *nest) begin(column int) {
	for n := len(o.columns); len(o.brackets) == 0 && n > 0 && o.columns[n-1] >= column; n-- {
		o.columns = o.columns[:n-1]
	}
	o.columns = append(o.columns, column)
}

// deepError says where a file is too deep.
func (d *decoder) deepError(t *token.Token) error {
	return d.at(t.Position.Line, t.Position.Column, fmt.Sprintf("lies deeper than %d values in each other", maxDepth))
}
