package htmlfilter

import "bytes"

// tag is one tag of the page: where its name and itself end.
type tag struct {
	name   string // in lower case; "" if it is longer than any that matters
	end    int
	closed bool // it ends as one does that closes itself
	unsure bool // but that may be part of a value

	attributes int
}

// maxAttributes is how many attributes an element may have.
const maxAttributes = 200

// maxName is the longest name of an element that is asked for.
const maxName = 20

// tagAt cuts the tag whose "<" stands at i; ok is false if it does not end.
// Attributes that are left out are noted in r.drop.
func (r *Reader) tagAt(i int) (t tag, ok bool) {
	text := r.text
	j := i + 1
	if text[j] == '/' {
		j++
	}
	from := j
	for j < len(text) && !isSpace(text[j]) && text[j] != '/' && text[j] != '>' {
		j++
	}
	t.name = names.find(text[from:j])
	r.drop = r.drop[:0]
	tooMany := 0
	for last := 0; ; {
		for j < len(text) && isSpace(text[j]) {
			j++
		}
		if j == len(text) {
			return t, false
		}
		if text[j] == '>' {
			t.end, t.closed, t.unsure = j+1, text[j-1] == '/', last == j
			if t.attributes > maxAttributes {
				r.doubt = true
				r.drop = append(r.drop, span{tooMany, j})
			}
			return t, true
		}
		key := j
		if t.attributes++; t.attributes == maxAttributes+1 {
			tooMany = key
		}
		j = keyEnd(text, j)
		name := text[key:j]
		value, end, ok := valueOf(text, j)
		if !ok {
			return t, false
		}
		if end > j && t.attributes <= maxAttributes && isSpace(text[key-1]) && isUnread(name, text[value.from:value.to]) && separate(text, end) {
			r.drop = append(r.drop, span{key, end})
		}
		if len(name) == len("data-"+protectedMail) && equalFold(name, "data-"+protectedMail) {
			r.stands = true
		}
		if j = end; value.to == end && value.from < end {
			last = end
		}
	}
}

// keyEnd is where the name of an attribute ends. An equals sign that begins one
// is part of it.
func keyEnd(text []byte, from int) int {
	j := from
	for j < len(text) {
		switch c := text[j]; {
		case c == '=' && j > from, c == '/', c == '>', isSpace(c):
			return j
		}
		j++
	}
	return j
}

// valueOf is the value of the attribute whose name ends at j, and where it ends.
func valueOf(text []byte, j int) (value span, end int, ok bool) {
	for j < len(text) && isSpace(text[j]) {
		j++
	}
	if j == len(text) {
		return span{}, 0, false
	}
	if text[j] == '/' {
		return span{j, j}, j + 1, true
	}
	if text[j] != '=' {
		return span{j, j}, j, true
	}
	for j++; j < len(text) && isSpace(text[j]); {
		j++
	}
	if j == len(text) {
		return span{}, 0, false
	}
	switch q := text[j]; q {
	case '>':
		return span{j, j}, j, true
	case '"', '\'':
		n := bytes.IndexByte(text[j+1:], q)
		if n < 0 {
			return span{}, 0, false
		}
		return span{j + 1, j + 1 + n}, j + n + 2, true
	}
	from := j
	for j < len(text) && text[j] != '>' && !isSpace(text[j]) {
		j++
	}
	return span{from, j}, j, j < len(text)
}

// separate reports whether what follows an attribute is nothing that could
// become part of the one before it.
func separate(text []byte, j int) bool {
	if j == len(text) || !isSpace(text[j]) && text[j] != '>' {
		return false
	}
	for j < len(text) && isSpace(text[j]) {
		j++
	}
	return j < len(text) && text[j] != '=' && text[j] != '/'
}
