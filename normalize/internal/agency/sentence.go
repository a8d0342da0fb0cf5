package agency

import (
	"strings"

	"github.com/wiredesk/wiredesk/normalize/internal/pattern"
)

// contribution is the sentence with which papers thank an agency.
var contribution = pattern.Of(`(?i)^\W*(.{2,80}?)\s+` +
	`(?:(?:staff\s+|sports?\s+)?(?:writers?|reporters?|journalists?|correspondents?)\s+.{0,60}?)?` +
	`(?:also\s+)?(?:contributed(?:\s+reporting)?\s+to\s+this|contributed\s+to\s+the)\s+(?:report|story|article|dispatch)\W*$`)

// producedBy is the sentence with which they say whose a text is.
var producedBy = pattern.Of(`(?i)^\W*(?:` +
	`this (?:story|article|report|text|piece) (?:was|is|has been|comes)\s*(?:originally |first |also )?` +
	`(?:published|produced|provided|written|supplied|distributed|syndicated|translated(?: from [a-z]{3,12})?)?\s*(?:by|from|on)|` +
	`cet article (?:a été|est)\s+(?:publié|produit|rédigé|fourni)\s+par|` +
	`diese[rs]? (?:text|artikel|beitrag|meldung|nachricht) (?:stammt von|kommt von|wurde von)|` +
	`este (?:artículo|texto|contenido) (?:fue|ha sido|es)\s+(?:publicado|elaborado|producido|distribuido) por)` +
	`\s+(.{2,60}?)(?:\s+(?:veröffentlicht|erstellt|bereitgestellt|verfasst))?\W*$`)

// syndicated is what Indian papers put below a text that nobody has looked at: whose feed
// it is from.
var syndicated = pattern.Of(`(?i)^\W*.{0,160}?\b(?:auto-?generated|published|generated|taken|sourced)\s+from\s+` +
	`(?:(?:an?|the)\s+)?(?:syndicated\s+(?:news\s+)?(?:wire\s+)?feed\s+(?:of|by|from)\s+)?(?:the\s+)?` +
	`(.{2,40}?)(?:'s|’s)?(?:\s+(?:news|wire|syndicated))*(?:\s+(?:service|agency|feed))?(?:[.;,]\s.{0,120})?\W*$`)

// editedAt ends with the house behind the names of who wrote and edited: "(Reporting by Ann
// Lee; editing by Bo Ek, Reuters)".
var editedAt = pattern.Of(`(?i)^\W*(?:reporting|writing|report|reported|written|additional reporting) by .{2,90}[;,.]\s+(?:writing|editing|edited) by [^,;]{2,50}, ([^,;]{2,30}?)\W*$`)

// contributed reads such a sentence.
func contributed(line, language string) []string {
	if len(line) > maxCredit {
		return nil
	}
	m := contribution().FindStringSubmatch(line)
	if m == nil {
		m = producedBy().FindStringSubmatch(line)
	}
	if m == nil {
		m = syndicated().FindStringSubmatch(line)
	}
	if m == nil {
		m = editedAt().FindStringSubmatch(line)
	}
	if m == nil {
		return nil
	}
	who := m[1]
	for _, of := range []string{" of ", " from ", ", "} {
		if i := strings.LastIndex(who, of); i > 0 && Named(who[i+len(of):], language) != "" {
			who = who[i+len(of):]
		}
	}
	if g := readGroup(who, language, weak); len(g.others) == 0 {
		return g.names()
	}
	return nil
}
