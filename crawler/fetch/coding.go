package fetch

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
)

// maxCodings is how many codings one upon the other are undone. Two happen, where a
// server and its proxy both compress.
const maxCodings = 4

// unread are the codings that there are (IANA's registry) and that are not undone: a
// body in one of them can be nothing that was asked for.
var unread = map[string]bool{
	"compress": true, "x-compress": true, "exi": true, "pack200-gzip": true, "dcb": true, "dcz": true, "aes128gcm": true,
}

// alone are the headers that nearly all bodies have.
var alone = map[string][]string{"gzip": {"gzip"}, "br": {"br"}, "deflate": {"deflate"}, "zstd": {"zstd"}}

// codings are what changed a body, in the order in which it was done. Content-Encoding
// also holds names that are no codings, written there by who meant a charset or a
// Content-Transfer-Encoding (utf-8, 8bit, none), or left by a store (aws-chunked):
// they changed nothing.
func codings(h http.Header) ([]string, error) {
	values := h["Content-Encoding"]
	if len(values) == 0 {
		return nil, nil
	}
	if one := alone[values[0]]; len(values) == 1 && one != nil {
		return one, nil
	}
	var names []string
	for _, name := range strings.Split(strings.ToLower(strings.Join(values, ",")), ",") {
		switch name = strings.TrimSpace(name); name {
		case "gzip", "x-gzip", "deflate", "x-deflate", "br", "zstd":
			names = append(names, name)
		default:
			if unread[name] {
				return nil, faultf(Decode, "content coding %q was not asked for", name)
			}
		}
	}
	if len(names) > maxCodings {
		return nil, faultf(Decode, "%d content codings, at most %d are undone", len(names), maxCodings)
	}
	return names, nil
}

// undoer undoes codings. It keeps readers between two bodies.
type undoer struct {
	gzip    sync.Pool // of *gzip.Reader
	sources sync.Pool // of *bufio.Reader
}

// open returns the reader that undoes a body's codings, the last first. done is to be
// called whether there is an error or not.
func (u *undoer) open(kind Kind, h http.Header, raw *meter, limit int64) (body io.Reader, done func(), err error) {
	names, err := codings(h)
	switch {
	case err != nil || len(names) == 0:
		return raw, func() {}, err
	case len(names) == 1:
		return u.openOne(kind, names[0], raw, limit)
	}
	var ends []func()
	done = func() {
		for _, end := range ends {
			end()
		}
	}
	body = raw
	for i, name := range slices.Backward(names) {
		src := u.source(body)
		ends = append(ends, func() { src.Reset(nil); u.sources.Put(src) })
		var end func()
		if body, end, err = u.undo(kind, name, src, limit); err != nil {
			return nil, done, err
		}
		ends = append(ends, end)
		if i > 0 {
			body = &layer{r: body, raw: raw, limit: limit}
		}
	}
	return body, done, nil
}

// openOne is open for one coding.
func (u *undoer) openOne(kind Kind, name string, raw *meter, limit int64) (body io.Reader, done func(), err error) {
	src := u.source(raw)
	body, end, err := u.undo(kind, name, src, limit)
	return body, func() {
		end()
		src.Reset(nil)
		u.sources.Put(src)
	}, err
}

func (u *undoer) source(r io.Reader) *bufio.Reader {
	if src, ok := u.sources.Get().(*bufio.Reader); ok {
		src.Reset(r)
		return src
	}
	return bufio.NewReader(r)
}

// undo returns the reader that undoes one coding, and what to call after it.
func (u *undoer) undo(kind Kind, name string, src *bufio.Reader, limit int64) (io.Reader, func(), error) {
	nothing := func() {}
	begin, err := src.Peek(lookAt)
	switch {
	case len(begin) == 0 && errors.Is(err, io.EOF): // no body at all
		return http.NoBody, nothing, nil
	case err != nil && !errors.Is(err, io.EOF):
		return nil, nothing, err
	}
	switch label := name; {
	case codingOf(label, begin) != "":
		name = codingOf(label, begin)
	case kind == Robots: // noise would allow everything
		return nil, nothing, faultf(Decode, "labelled %s, but it is not", label)
	default:
		return src, nothing, nil
	}
	switch name {
	case "br":
		return brotli.NewReader(src), nothing, nil
	case "deflate":
		return inflate(src, begin)
	case "zstd":
		z, err := zstd.NewReader(src, zstd.WithDecoderConcurrency(1),
			zstd.WithDecoderMaxWindow(8<<20), zstd.WithDecoderMaxMemory(uint64(limit)+8<<20))
		if err != nil {
			return nil, nothing, faultf(Decode, "zstd: %w", err)
		}
		return frames{z}, z.Close, nil
	}
	z, ok := u.gzip.Get().(*gzip.Reader)
	if ok {
		err = z.Reset(src)
	} else {
		z, err = gzip.NewReader(src)
	}
	if err != nil {
		return nil, nothing, err
	}
	z.Multistream(false)
	return &members{z: z, src: src}, func() { u.gzip.Put(z) }, nil
}

// lookAt is how many bytes of a body are looked at for what it is. So many of a coding's
// are text once in ten million bodies.
const lookAt = 16

// codingOf is the coding that a body is in, "" if in none. Where its first bytes deny
// the label, the label is what is wrong.
func codingOf(label string, begin []byte) string {
	switch {
	case isGzip(begin):
		return "gzip"
	case isZstd(begin):
		return "zstd"
	case len(begin) == lookAt && isText(begin):
		return ""
	}
	switch label {
	case "gzip", "x-gzip":
		if isZlib(begin) {
			return "deflate"
		}
		return ""
	case "zstd":
		return ""
	case "x-deflate":
		return "deflate"
	}
	return label
}

// isText reports whether bytes are text of ASCII, or of UTF-8 with a mark that says so.
func isText(b []byte) bool {
	for _, c := range bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) {
		if (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c > '~' {
			return false
		}
	}
	return true
}

// isZstd reports whether bytes begin a frame, or one to be skipped (RFC 8878, section 3.1).
func isZstd(begin []byte) bool {
	return bytes.HasPrefix(begin, []byte("\x28\xb5\x2f\xfd")) ||
		len(begin) >= 4 && begin[0]&0xf0 == 0x50 && string(begin[1:4]) == "\x2a\x4d\x18"
}

// isZlib reports whether bytes begin a stream of zlib (RFC 1950, section 2.2).
func isZlib(begin []byte) bool {
	return len(begin) >= 2 && begin[0]&0x0f == 8 && (int(begin[0])<<8|int(begin[1]))%31 == 0
}

func isGzip(begin []byte) bool { return len(begin) >= 2 && begin[0] == 0x1f && begin[1] == 0x8b }

// inflate reads what is called deflate: zlib, as RFC 9110 (section 8.4.1.2) says, or
// what is in it, as some servers take the name at its word.
func inflate(src io.Reader, begin []byte) (io.Reader, func(), error) {
	if isZlib(begin) {
		z, err := zlib.NewReader(src)
		if err != nil {
			return nil, func() {}, err
		}
		return z, func() {}, nil
	}
	return flate.NewReader(src), func() {}, nil
}

// members reads one member of a gzip file after the other (RFC 1952, section 2.2), and
// ends before whatever follows the last: caches and templates append to bodies that are
// compressed already, and what they append is no part of the document.
type members struct {
	z   *gzip.Reader
	src *bufio.Reader
}

// Read implements io.Reader.
func (m *members) Read(p []byte) (int, error) {
	for {
		n, err := m.z.Read(p)
		if n > 0 || !errors.Is(err, io.EOF) {
			if errors.Is(err, io.EOF) {
				err = nil // of this member
			}
			return n, err
		}
		next, err := m.src.Peek(2)
		if err != nil && !errors.Is(err, io.EOF) {
			return 0, err
		}
		if !isGzip(next) {
			return 0, io.EOF
		}
		if err := m.z.Reset(m.src); err != nil {
			return 0, err
		}
		m.z.Multistream(false)
	}
}

// frames reads the frames of a zstd body, and ends before what is none, as members does.
type frames struct{ z *zstd.Decoder }

// Read implements io.Reader.
func (f frames) Read(p []byte) (int, error) {
	n, err := f.z.Read(p)
	if errors.Is(err, zstd.ErrMagicMismatch) { // the first frame was looked at before
		err = io.EOF
	}
	return n, err
}

// layer bounds what lies between two codings, as the whole is bounded: it is read and
// thrown away, but somebody has to unpack it.
type layer struct {
	r     io.Reader
	raw   *meter
	n     int64
	limit int64
}

// Read implements io.Reader.
func (l *layer) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	l.n += int64(n)
	if l.n > l.limit || l.raw.isBomb(l.n) {
		return n, faultf(TooLarge, "unpacks to too much between two codings")
	}
	return n, err
}
