package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/crawler/calendar"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// mostFits bounds the feeds that are named to somebody who has to say which he means.
const mostFits = 5

// findFeed finds a feed by what somebody called it, or says how to find it.
func findFeed(feeds []*calendar.Feed, key string) (*calendar.Feed, error) {
	f, err := calendar.Find(feeds, key)
	var many *calendar.AmbiguousFeedError
	switch {
	case errors.As(err, &many):
		urls := many.URLs[:min(mostFits, len(many.URLs))]
		return nil, usage.Errorf("%w, say which:\n  %s", err, strings.Join(urls, "\n  "))
	case err != nil:
		return nil, usage.Errorf("%w%s; `wiredesk feeds` lists them", err, meantFeed(feeds, key))
	}
	return f, nil
}

// meantFeed suggests the feed that was meant by a mistyped name, host or URL.
func meantFeed(feeds []*calendar.Feed, key string) string {
	urls := map[string]string{} // of each thing a feed can be called
	var known []string
	for _, f := range feeds {
		for _, name := range f.Names() {
			if _, ok := urls[name]; !ok && name != "" {
				urls[name] = weburl.Masked(f.URL)
				known = append(known, name)
			}
		}
	}
	if near := suggest.Nearest(key, known); near != "" {
		return fmt.Sprintf("; did you mean %s?", urls[near])
	}
	return ""
}
