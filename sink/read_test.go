package sink

import (
	"context"
	"errors"
	"testing"
)

func TestAVersionIsReadBack(t *testing.T) {
	d := localDesk(t)
	first := d.must(t, newStory(storyURL(1), "Harbour reopens", "Text."))
	second := d.must(t, newStory(storyURL(1), "Harbour reopens late", "Text."))
	for n, r := range map[int]Result{1: first, 2: second} {
		a, err := ReadVersion(t.Context(), d.stream, r.Sequence)
		if err != nil || a.ID != r.ID || a.Version != n {
			t.Errorf("version %d: %+v, %v", n, a, err)
		}
	}
}

func TestAVersionThatCannotBeReadSaysWhy(t *testing.T) {
	d := localDesk(t)
	d.must(t, newStory(storyURL(1), "Harbour reopens", "Text."))
	if err := d.stream.DeleteMsg(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if _, err := d.js.Publish(t.Context(), "articles.v1.en.news_example.published", []byte("not an article")); err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	for _, c := range []struct {
		ctx      context.Context
		sequence uint64
		want     error
	}{
		{t.Context(), 1, ErrExpired}, {t.Context(), 99, ErrExpired}, {t.Context(), 2, ErrNoArticle}, {ended, 2, context.Canceled},
	} {
		if a, err := ReadVersion(c.ctx, d.stream, c.sequence); !errors.Is(err, c.want) || a != nil {
			t.Errorf("%d: %v, %v, want %v", c.sequence, a, err, c.want)
		}
	}
}
