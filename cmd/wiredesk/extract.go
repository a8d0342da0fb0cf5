package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/desk"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/ndjson"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/storytext"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/wholefile"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// extractFlags are the flags of `wiredesk extract`.
type extractFlags struct {
	url, entry, format, manifest string
	explain                      bool
}

func (a *app) extractCommand() *cobra.Command {
	var f extractFlags
	cmd := &cobra.Command{
		Use:   "extract FILE|URL|-",
		Short: "Turn a page into an article and print it",
		Long: `Extract makes an article of one page, from a file (also gzipped), a URL or
standard input, and prints it. Nothing is stored or published.

With --manifest it reads NDJSON lines {"id": …, "file": …, "url": …, "entry": {…}}
and prints {"id", "article"} or {"id", "error"} a line, in order, made on all
cores; the rate goes to stderr.`,
		Example: `  wiredesk extract --explain https://example.org/2026/11/story
  wiredesk extract --url https://example.org/story --format md story.html.gz
  wiredesk extract --format ninjs https://example.org/2026/11/story`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case f.manifest != "" && len(args) > 0:
				return usage.Errorf("give either a page or --manifest")
			case f.manifest != "":
				return a.extractManifest(cmd.Context(), f.manifest)
			case len(args) == 0:
				return usage.Errorf("which page? `wiredesk extract FILE|URL`, or - for standard input")
			}
			return a.extractOne(cmd.Context(), args[0], f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.url, "url", "", "the `URL` of a page that comes from a file")
	flags.StringVar(&f.entry, "entry", "", "the entry of the feed, as parse prints one, in this JSON `file`")
	flags.StringVar(&f.format, "format", "json", "json, ninjs (IPTC ninjs 3.1), schemaorg (JSON-LD), text or md")
	flags.BoolVar(&f.explain, "explain", false, "show where each field comes from and what was removed")
	flags.StringVar(&f.manifest, "manifest", "", "extract the pages that this NDJSON `file` lists")
	return cmd
}

func (a *app) extractOne(ctx context.Context, source string, f extractFlags) error {
	switch f.format {
	case "json", "text", "md", "ninjs", "schemaorg":
	default:
		return usage.Errorf("--format %q: want json, ninjs, schemaorg, text or md", f.format)
	}
	doc, err := a.readDocument(ctx, source, f)
	if err != nil {
		return err
	}
	art, err := normalize.Article(doc)
	if err != nil {
		return fmt.Errorf("%s: %w", source, err)
	}
	if err := storytext.Write(a.out, art, f.form(), a.indent()); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// form is the format that the flags ask for.
func (f extractFlags) form() string {
	if f.explain {
		return storytext.Explained
	}
	return f.format
}

// readDocument gets the page from the web or from a file.
func (a *app) readDocument(ctx context.Context, source string, f extractFlags) (doc normalize.Document, err error) {
	if strings.HasPrefix(source, "http://") || strings.HasPrefix(source, "https://") {
		doc, err = a.fetchDocument(ctx, source)
	} else {
		doc.URL, doc.FetchedAt = f.url, time.Now()
		if doc.Body, err = a.readFile(ctx, source, normalize.MaxPage+1); err == nil {
			doc.Body, err = gunzip(doc.Body)
		}
	}
	if err != nil || f.entry == "" {
		return doc, err
	}
	b, err := a.readFile(ctx, f.entry, normalize.MaxPage)
	if err != nil {
		return doc, err
	}
	doc.Entry = &normalize.Entry{}
	if err := json.Unmarshal(b, doc.Entry); err != nil {
		return doc, fmt.Errorf("entry %s: %w", f.entry, err)
	}
	return doc, nil
}

func (a *app) fetchDocument(ctx context.Context, url string) (normalize.Document, error) {
	cfg, err := a.config(ctx)
	if err != nil {
		return normalize.Document{}, err
	}
	fetcher, err := desk.NewFetcher(cfg)
	if err != nil {
		return normalize.Document{}, err
	}
	defer fetcher.Close()
	return crawler.NewVisitor(fetcher, nil, cfg.Crawl.PerHost.Delay.Duration()).Page(ctx, url)
}

// maxGunzip bounds what a gzipped page may unpack to.
const maxGunzip = 64 << 20

// gunzip unpacks a page that is gzipped and returns others as they are.
func gunzip(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("gunzip: %w", err)
	}
	out, err := io.ReadAll(io.LimitReader(r, maxGunzip+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("gunzip: %w", err)
	case len(out) > maxGunzip:
		return nil, fmt.Errorf("gunzip: more than %d MB", maxGunzip>>20)
	}
	return out, nil
}

func (a *app) extractManifest(ctx context.Context, path string) error {
	in, closeIn, err := a.openFile(ctx, path)
	if err != nil {
		return err
	}
	defer closeIn()
	start := time.Now()
	n, err := ndjson.Map(in, a.out, func(line []byte) any { return extractLine(ctx, line) })
	if n > 0 && !a.quiet {
		elapsed := time.Since(start)
		fmt.Fprintf(a.err, "%s in %.1f s, %.0f a second\n", words.Plural(n, "page"), elapsed.Seconds(), float64(n)/elapsed.Seconds())
	}
	return err
}

// extracted is one line of the output of a manifest.
type extracted struct {
	ID      string           `json:"id"`
	Article *article.Article `json:"article,omitempty"`
	Error   string           `json:"error,omitempty"`
}

func extractLine(ctx context.Context, line []byte) any {
	var task struct {
		ID    string           `json:"id"`
		File  string           `json:"file"`
		URL   string           `json:"url"`
		Entry *normalize.Entry `json:"entry"`
	}
	if err := json.Unmarshal(line, &task); err != nil {
		return extracted{Error: "manifest: " + err.Error()}
	}
	body, err := wholefile.Read(ctx, task.File, wholefile.Options{Max: maxManifested})
	if err == nil {
		body, err = gunzip(body)
	}
	if err != nil {
		return extracted{ID: task.ID, Error: err.Error()}
	}
	art, err := normalize.Article(normalize.Document{URL: task.URL, Body: body, Entry: task.Entry, FetchedAt: time.Now()})
	if err != nil {
		return extracted{ID: task.ID, Error: err.Error()}
	}
	return extracted{ID: task.ID, Article: art}
}
