package fetch

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"
	"testing"
	"time"
)

func TestX3HostileBodiesAreErrorsWithAClass(t *testing.T) {
	zeros := make([]byte, 4<<20)
	text := []byte(strings.Repeat("abcdefghij", 1000))
	// Made before the clock of any request runs.
	bombs := map[string][]byte{}
	for _, coding := range []string{"gzip", "br", "zstd", "deflate"} {
		bombs[coding] = compress(t, coding, zeros)
	}
	inner := compress(t, "gzip", bytes.Repeat(compress(t, "gzip", nil), 1<<16)) // much is unpacked, and nothing comes of it
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		send := func(coding string, b []byte) {
			w.Header().Set("Content-Encoding", coding)
			_, _ = w.Write(b)
		}
		switch r.URL.Path {
		case "/large":
			_, _ = w.Write(zeros)
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(zeros[:1<<16]); err != nil {
					return
				}
			}
		case "/bomb":
			send("gzip", bombs["gzip"])
		case "/bomb-br":
			send("br", bombs["br"])
		case "/bomb-zstd":
			send("zstd", bombs["zstd"])
		case "/bomb-deflate":
			send("deflate", bombs["deflate"])
		case "/bomb-nested":
			send("gzip, gzip", compress(t, "gzip", bombs["gzip"]))
		case "/bomb-between":
			send("gzip, gzip", inner)
		case "/matryoshka":
			b := text
			for range 5 {
				b = compress(t, "gzip", b)
			}
			send("gzip,gzip, gzip,gzip,gzip", b)
		case "/unasked":
			send("compress", text)
		case "/noise-labelled-br":
			send("br", bytes.Repeat([]byte{0xff, 0x00}, 100))
		case "/truncated-inside":
			b := compress(t, "gzip", text)
			send("gzip, gzip", compress(t, "gzip", b[:len(b)-10]))
		case "/truncated-second-member":
			b := compress(t, "gzip", text)
			send("gzip", append(b, b[:len(b)-10]...))
		case "/truncated-deflate":
			b := compress(t, "deflate", text)
			send("deflate", b[:len(b)-10])
		case "/truncated-gzip":
			b := compress(t, "gzip", text)
			send("gzip", b[:len(b)-10])
		case "/broken-gzip":
			b := compress(t, "gzip", text)
			b[len(b)/2] ^= 0xff
			send("gzip", b)
		case "/short":
			w.Header().Set("Content-Length", "20000")
			_, _ = w.Write(text)
		case "/stall":
			_, _ = w.Write(text)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case "/silent":
			<-r.Context().Done()
		case "/headers":
			for i := range 2000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 100))
			}
		case "/drip":
			for r.Context().Err() == nil { // never silent, never done
				_, _ = w.Write(text[:100])
				w.(http.Flusher).Flush()
				time.Sleep(200 * time.Millisecond)
			}
		}
	})
	f := fetcher(t, Options{MaxFeed: 2 << 20, RateWindow: 2 * time.Second, HeaderTimeout: time.Second, IdleTimeout: time.Second})
	for path, want := range map[string]Class{
		"/large": TooLarge, "/endless": TooLarge, "/bomb": TooLarge, "/bomb-br": TooLarge, "/bomb-zstd": TooLarge,
		"/bomb-deflate": TooLarge, "/bomb-nested": TooLarge, "/bomb-between": TooLarge, "/matryoshka": Decode,
		"/unasked": Decode, "/noise-labelled-br": Decode, "/truncated-gzip": Truncated, "/broken-gzip": Decode,
		"/truncated-inside": Truncated, "/truncated-second-member": Truncated, "/truncated-deflate": Truncated,
		"/short": Truncated, "/stall": Timeout, "/silent": Timeout, "/headers": Protocol, "/drip": Timeout,
	} {
		t.Run(path[1:], func(t *testing.T) {
			resp, err := f.Worker().Get(t.Context(), Request{URL: s.URL + path})
			if err == nil {
				t.Fatalf("%d bytes and no error", len(resp.Body))
			}
			wantClass(t, err, want)
		})
	}
}

func TestMediaThatIsNoDocumentIsLeftAtTheServer(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", strings.TrimPrefix(r.URL.Path, "/"))
		for r.Context().Err() == nil { // no end
			if _, err := w.Write(make([]byte, 1<<16)); err != nil {
				return
			}
		}
	})
	f := fetcher(t, Options{})
	for _, media := range []string{"text/event-stream", "video/mp4", "Audio/mpeg; x=y", "image/jpeg", "multipart/x-mixed-replace"} {
		resp := get(t, f, Request{URL: s.URL + "/" + media, Kind: Page})
		if !resp.Unread || len(resp.Body) > 0 {
			t.Errorf("%s: %d bytes were read", media, len(resp.Body))
		}
	}
}

// Servers give feeds any type. What is asked for as a feed is read if it begins as one.
func TestAFeedIsReadWhateverItsTypeSays(t *testing.T) {
	const doc = `<rss version="2.0"><channel><title>a</title></channel></rss>`
	bodies := map[string]string{
		"feed": doc, "blank": "\ufeff \r\n" + doc, "json": `{"version":"x"}`, "utf16": "\xff\xfe<\x00r\x00",
		"sound": "ID3\x03" + strings.Repeat("\x00", 1<<20), "words": "no feed", "spaces": strings.Repeat(" ", 1<<20), "nothing": "",
	}
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		_, name := path.Split(r.URL.Path)
		w.Header().Set("Content-Type", strings.Trim(path.Dir(r.URL.Path), "/"))
		body := []byte(bodies[name])
		if r.URL.Query().Has("gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			body = encoded(t, body, "gzip")
		}
		_, _ = w.Write(body) // the reader may have gone
	})
	f := fetcher(t, Options{MaxFeed: 1 << 19})
	for _, media := range []string{"audio/mpeg", "multipart/mixed", "image/svg+xml", "application/pdf", "text/event-stream"} {
		for name, body := range bodies {
			for _, coding := range []string{"", "?gzip"} {
				resp := get(t, f, Request{URL: s.URL + "/" + media + "/" + name + coding, Kind: Feed})
				wanted := name == "feed" || name == "blank" || name == "json" || name == "utf16"
				if resp.Unread == wanted || wanted && string(resp.Body) != body || !wanted && len(resp.Body) > 0 {
					t.Errorf("%s as %s%s: unread %v, %d bytes", name, media, coding, resp.Unread, len(resp.Body))
				}
			}
		}
	}
}

func TestP2OfARobotsFileTheBeginningIsRead(t *testing.T) {
	s := site(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte("# and so on\n"), 1000)); err != nil {
				return
			}
		}
	})
	resp := get(t, fetcher(t, Options{}), Request{URL: s.URL, Kind: Robots})
	if len(resp.Body) != maxRobots {
		t.Errorf("%d bytes, want %d", len(resp.Body), maxRobots)
	}
}

func TestALargeHonestBodyIsReadWhole(t *testing.T) {
	text := []byte(strings.Repeat("All the news that is fit to print, and more. ", 5<<20/45-1))
	s := site(t, func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(text) })
	resp := get(t, fetcher(t, Options{}), Request{URL: s.URL, Kind: Page})
	if !bytes.Equal(resp.Body, text) {
		t.Errorf("%d bytes, want %d", len(resp.Body), len(text))
	}
	if resp.Wire != int64(len(text)) {
		t.Errorf("%d bytes over the wire", resp.Wire)
	}
}
