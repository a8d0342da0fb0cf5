package main

import (
	"context"
	"flag"
	"log/slog"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/daemon"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/newsroom"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/page"
	"github.com/wiredesk/wiredesk/crawler"
	"github.com/wiredesk/wiredesk/normalize/article"
)

var updatePictures = flag.Bool("update-screenshots", false, "take the pictures of docs/images anew")

// The pictures of the documentation: the page on the demo's newsroom. Only the day
// before is made up, since the demo has none.
func TestPictures(t *testing.T) {
	if !*updatePictures {
		t.Skip("-update-screenshots takes the pictures of docs/images")
	}
	b := openBrowser(t)
	url := pictured(t)
	b.open(t, url)
	b.wait(t, all("#published .event"), "corrected")
	b.wait(t, "document.querySelectorAll('#canvas canvas').length", "1")
	time.Sleep(2 * time.Second) // the last figures come in
	corrected := b.text(t, "[...document.querySelectorAll('#published li')].find(e => e.innerText.includes('corrected')).querySelector('a').href")
	for _, c := range []struct {
		name, url string
		width     int64
		height    int64
		dark      bool
	}{
		{"overview", url, 1280, 1080, false}, {"overview-dark", url, 1280, 1080, true}, {"overview-narrow", url, 320, 1600, false},
		{"feed", url + "/feeds?q=rss/news", 1280, 1500, false}, {"article", corrected, 1280, 1080, false},
	} {
		b.size(t, c.width, c.height)
		b.dark(t, c.dark)
		b.open(t, c.url)
		if c.name == "feed" {
			b.do(t, chromedp.Click(".list tbody a"), chromedp.WaitVisible(".timeline"))
		}
		time.Sleep(time.Second)
		b.text(t, "document.activeElement.blur(), 1")
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(root, "docs", "images", "page-"+c.name+".png"), picture, 0o644); err != nil { // for everybody
			t.Fatal(err)
		}
	}
	b.wantNoComplaints(t)
}

// pictured is the page of a demo that looks back on a day.
func pictured(t *testing.T) string {
	t.Helper()
	room, err := newsroom.Open(newsroom.Options{CorrectAfter: 6 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = room.Close() })
	cfg := demoConfig(t.TempDir())
	cfg.NATS.Listen = "127.0.0.1:0"
	cfg.HTTP.Listen = "127.0.0.1:0"
	journal := page.NewJournal(false)
	imagine(journal)
	ctx, stop := context.WithCancel(context.Background())
	up, ended := make(chan string, 1), make(chan error, 1)
	go func() { // ends with ctx
		_, err := daemon.Run(ctx, daemon.Options{
			Role: daemon.Keeper, Config: cfg, Log: slog.New(slog.DiscardHandler), Journal: journal,
			Up: func(ctx context.Context, d daemon.Up) error {
				for _, url := range room.Feeds() {
					if err := d.Calendar.Subscribe(ctx, demoFeed(url), nil); err != nil {
						return err
					}
				}
				subscribeTo(t, d.Listening())
				up <- d.HTTP
				return nil
			},
		})
		ended <- err
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case url := <-up:
		return url
	case err := <-ended:
		t.Fatal(err)
		return ""
	}
}

// imagine tells a journal of a day at a desk of some hundred feeds.
func imagine(j *page.Journal) {
	random := rand.New(rand.NewPCG(14, 3))
	now := time.Now()
	for m := 24 * 60; m > 1; m-- {
		at := now.Add(-time.Duration(m) * time.Minute)
		busy := 0.35 + 0.65*math.Pow(math.Sin(math.Pi*float64(at.Hour()*60+at.Minute())/(24*60)), 2)
		for range int(busy * 3.2 * random.ExpFloat64()) {
			j.Stats.Past(at, article.Published, at.Add(-time.Duration(4+14*random.ExpFloat64())*time.Minute))
		}
		if random.Float64() < 0.16*busy {
			j.Stats.Past(at, article.Updated, time.Time{})
		}
	}
	outcomes := []struct {
		outcome crawler.Outcome
		status  int
		share   float64
	}{{crawler.Unchanged, 304, .82}, {crawler.Fresh, 200, .155}, {crawler.Throttled, 429, .008}, {crawler.Failed, 0, .012}, {crawler.Refused, 403, .005}}
	for range 9000 {
		r := random.Float64()
		for _, o := range outcomes {
			if r -= o.share; r < 0 {
				j.Stats.Observe(crawler.Event{Kind: crawler.Poll, Outcome: o.outcome, Status: o.status,
					Took: time.Duration(90*(1+3*random.ExpFloat64())) * time.Millisecond, Waited: time.Duration(700*random.ExpFloat64()) * time.Millisecond})
				break
			}
		}
	}
}
