package desk

import (
	"fmt"
	"strings"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// lost refuses to remove feeds that all went from a file at once, as from one that an editor
// has emptied and not written yet, or a disk that was full: with their records goes all that
// is known of them, and when the text comes back all are new. Who means it writes feeds: [].
func lost(cfg *config.Config, configured []calendar.Feed, gone []*calendar.Feed) error {
	named := map[string]int{}
	for _, f := range configured {
		named[fileOf(f.Origin)]++
	}
	meant := cfg.Origin("feeds") != "default"
	listed := map[string]bool{cfg.File: !meant}
	for _, file := range cfg.OPMLFiles() {
		listed[file] = true
	}
	for _, f := range gone {
		file := fileOf(f.Origin)
		if len(configured) == 0 && !meant || listed[file] && named[file] == 0 {
			return &SettingError{Key: "feeds", Err: fmt.Errorf("%s names no feed any more, and has named %s: if that is meant, write %s",
				file, words.Plural(len(gone), "feed"), wayToNone(cfg, file))}
		}
	}
	return nil
}

// wayToNone says how a configuration says that a file's feeds are meant to go.
func wayToNone(cfg *config.Config, file string) string {
	if file != cfg.File {
		return "feeds: [] or other feeds into the configuration, and leave the file out of opml"
	}
	return "feeds: [] into it"
}

// fileOf is the file of an origin, FILE:LINE.
func fileOf(origin string) string {
	if i := strings.LastIndexByte(origin, ':'); i > 0 {
		return origin[:i]
	}
	return origin
}
