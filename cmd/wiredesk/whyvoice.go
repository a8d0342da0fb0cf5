package main

import (
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/words"
	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// voices say who spoke for a story, and what was claimed of it and not believed.
func voices(a *article.Article) (rows [][2]string) {
	add := func(name, text string) { rows = append(rows, [2]string{name, words.OneLine(text)}) }
	for _, v := range a.Provenance.Voices {
		switch v.Role {
		case article.PageVoice:
			add("spoke", "its page, "+v.URL)
		case article.FeedVoice:
			add("spoke", "the feed "+v.URL+": "+v.Because)
		case article.Announcer:
			add("announced", "by "+v.URL+", which may not speak for this site: nothing of its entry was taken; speaks_for lets it")
		}
	}
	if a.About != "" {
		add("about", weburl.Masked(a.About)+", whose page could not be had: the story is the feed's own, not that site's")
	}
	for _, c := range a.Provenance.Fields["url"].Rejected {
		if source, ok := normalize.NotOfThisPage(c); ok {
			add("not believed", "that its address is "+weburl.Masked(c.Value)+" ("+source+")")
		}
	}
	return rows
}
