package normalize

import "github.com/wiredesk/wiredesk/normalize/internal/agency"

// withoutNotice takes the notice of copyright off the end of a text, which is the
// publisher's and no part of the story; the article's rights say it.
func (b *blocks) withoutNotice() *blocks {
	for n := len(b.blocks); n > 1 && b.blocks[n-1].Type == "p" && agency.IsNotice(b.blocks[n-1].Text); n-- {
		b.remove(b.blocks[n-1].Text, "a notice of copyright")
		b.blocks, b.traits = b.blocks[:n-1], b.traits[:n-1]
	}
	return b
}

// notice is the notice of copyright that stands right below the text, or ends it;
// "" if none does.
func (p *page) notice() string {
	for _, lines := range [][]string{p.edges.ends, p.edges.below} {
		for _, line := range lines {
			if agency.IsNotice(line) {
				return line
			}
		}
	}
	return ""
}
