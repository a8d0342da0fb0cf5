package article

import "slices"

// Voice is who had a say in a story. What a page or a feed says is taken if it may speak
// for the story's address; a feed that may not has announced the story, and no more.
type Voice struct {
	Role    string `json:"role" doc:"page, feed, or announcer: a feed of which nothing was taken"`
	URL     string `json:"url" doc:"its address"`
	Because string `json:"because,omitempty" doc:"why the feed may speak for the story"`
}

// The roles of voices.
const (
	PageVoice = "page"
	FeedVoice = "feed"
	Announcer = "announcer"
)

// OnlyAnnounced reports whether a feed that may not speak for the story led to it, and
// none that may has said anything yet.
func (a *Article) OnlyAnnounced() bool { return a.voice(Announcer) && !a.voice(FeedVoice) }

func (a *Article) voice(role string) bool {
	return slices.ContainsFunc(a.Provenance.Voices, func(v Voice) bool { return v.Role == role })
}
