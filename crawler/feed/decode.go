package feed

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"github.com/wiredesk/wiredesk/normalize/charset"
)

// toUTF8 returns the text of a document, which is gzip or text.
func toUTF8(b []byte, contentType string) ([]byte, error) {
	b, over, err := unzip(b, MaxBytes)
	switch {
	case err != nil:
		return nil, err
	case over:
		return nil, &LimitError{"bytes", MaxBytes}
	}
	text, _ := decode(b, contentType)
	return text, nil
}

// decode returns the text of a body, and what had to be guessed of its charset.
func decode(b []byte, contentType string) (text []byte, warning string) {
	t := charset.Decode(b, charset.Labels{Transport: charset.OfType(contentType), Inside: charset.OfXML(b)})
	switch {
	case t.Bad > 0:
		warning = fmt.Sprintf("%d bytes are not UTF-8", t.Bad)
	case t.Guessed:
		warning = "no charset is given; read as " + t.Name
	}
	return t.Bytes, warning
}

// A body that unpacks to more than maxRatio times its size is a bomb; the test
// starts at ratioFrom, since short texts may be that repetitive. The fetcher
// holds content codings to the same.
const (
	maxRatio  = 200
	ratioFrom = 1 << 20
)

// unzip opens a body that is gzip itself, as .xml.gz files are. Of one over the
// limit it returns the beginning, to the end of a tag.
func unzip(b []byte, limit int) (text []byte, over bool, err error) {
	bomb := false
	if bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}) {
		packed := bytes.NewReader(b)
		z, err := gzip.NewReader(packed)
		if err != nil {
			return nil, false, fmt.Errorf("gunzip: %w", err)
		}
		out, err := io.ReadAll(io.LimitReader(z, int64(limit)+1))
		if err != nil && len(out) == 0 {
			return nil, false, fmt.Errorf("gunzip: %w", err)
		}
		bomb = len(out) > ratioFrom && len(out)/maxRatio >= len(b)-packed.Len()
		b = out
	}
	over = len(b) > limit
	switch {
	case over && bomb:
		return nil, false, &LimitError{"bytes", limit}
	case bomb:
		return nil, false, &LimitError{"times the size of the gzip body", maxRatio}
	case over:
		b = b[:bytes.LastIndexByte(b[:limit], '>')+1]
	}
	return b, over, nil
}
