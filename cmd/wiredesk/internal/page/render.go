package page

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
	"sync"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize/safehtml"
)

//go:embed templates/*.html
var templateFiles embed.FS

var templates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"asset":   assetPath,
		"count":   words.Count,
		"plural":  words.Plural,
		"briefly": words.Briefly,
		"roughly": words.Roughly,
		"size":    func(n int64) string { return words.Size(uint64(max(n, 0))) },
		"time":    timeElement,
		"day":     dayElement,
		"web":     safehtml.Address,
		"mark":    markOf,
		"state":   stateWords,
		"event":   eventWords,
		"spaced":  func(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") },
		"percent": percent,
		"clip":    words.Clip,
		"bare":    bare,
		"add":     func(a, b int) int { return a + b },
	}).ParseFS(templateFiles, "templates/*.html"))
})

func render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := templates().ExecuteTemplate(&b, name, data); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// timeElement is a time of today as a clock shows it, any other with its day.
func timeElement(t time.Time) template.HTML {
	if t.IsZero() {
		return "–"
	}
	t = t.Local()
	layout, now := "2 Jan 15:04", time.Now()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		layout = "15:04:05"
	case t.Year() != now.Year():
		layout = "2 Jan 2006"
	}
	// Neither form holds anything but digits, letters and marks of ours.
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `">` + t.Format(layout) + `</time>`) // as said
}

// dayElement is a time with its day and the offset at which it was told.
func dayElement(t time.Time) template.HTML {
	if t.IsZero() {
		return "–"
	}
	// Digits, letters and marks of ours.
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `">` + t.Format("2 January 2006, 15:04 -07:00") + `</time>`)
}

func percent(part, all int) string {
	switch {
	case all == 0:
		return "–"
	case part == all:
		return "100 %"
	}
	share := 100 * float64(part) / float64(all)
	if share > 99 || share > 0 && share < 1 {
		return fmt.Sprintf("%.1f %%", share)
	}
	return fmt.Sprintf("%.0f %%", share)
}

// bare is an address without what all have in common, short enough to read.
func bare(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	return words.Clip(strings.TrimSuffix(strings.TrimPrefix(url, "www."), "/"), 120)
}
