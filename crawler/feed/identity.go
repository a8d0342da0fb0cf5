package feed

import (
	"strconv"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/normalize"
	"github.com/wiredesk/wiredesk/normalize/article"
)

// Identity tells an entry from the others of its feed, and finds it again at the next
// poll. docs/article.md has the rule, with a table of cases.
type Identity struct {
	// Key stays as long as the entry does.
	Key uint64
	// Says is a hash of what the entry says of its story, its address aside. Two that
	// differ mean that the publisher changed something.
	Says uint64
	// Ref names the story within its feed: the guid where that is this entry's alone,
	// else the title with the date or the text. It is empty if only the address tells
	// the entry from others.
	Ref string
	// Also is a second name of the story, of its title, date and text, where guid and address
	// may hold a token: it finds the story when neither does. Else it is empty.
	Also string
	// Address is a small hash of the address, an even number: a sign that it has changed.
	// It is NoAddress if the entry has none.
	Address uint8
	// Apart says that the address is not this entry's own: other entries stand in the
	// feed under it, or it is no story's. The story is what the feed says, under Ref.
	Apart bool
	// OldKey and OldSays are Key and Says as versions before 1.0 had them, so that
	// their state is read.
	OldKey, OldSays uint64
}

// NoAddress is the Address of an entry without one. 0 is no Address of an entry.
const NoAddress = 2

// Identify gives the entries of one feed their identities, in their order. homes are
// addresses that are no story's: the feed's own, and its site's. Entries that are the same
// in everything share an identity.
//
// What tells an entry apart depends on the others. odd reports that something is missing or
// repeated: then the feed must be read whole at each poll. In another feed a part of the
// entries has the identities that all would give it, unless Key or address is one of theirs.
func Identify(items []normalize.Entry, homes []string) (ids []Identity, odd bool) {
	d := &identities{
		guids: map[string]int{}, dated: map[string]int{}, addresses: map[string]int{}, titles: map[string]int{},
		stamped: map[string]int{}, homes: map[string]bool{},
	}
	for _, h := range homes {
		if key := article.Key(h); key != "" {
			d.homes[key] = true
		}
	}
	whole := map[uint64]bool{}
	for i := range items {
		if all := d.everything(&items[i]); !whole[all] {
			whole[all] = true
			d.count(&items[i])
		}
	}
	ids = make([]Identity, len(items))
	for i := range items {
		ids[i] = d.identify(&items[i])
		odd = odd || d.odd(&items[i], ids[i])
	}
	return ids, odd || d.twins || len(whole) < len(items)
}

// identities counts how often entries of a feed say the same of themselves.
type identities struct {
	guids, dated, titles, addresses, stamped map[string]int

	homes map[string]bool
	twins bool // some share a second name
}

// everything is a hash of all that may tell an entry from another.
func (d *identities) everything(e *normalize.Entry) uint64 {
	date := e.Published.String()
	if countsOwnAddress(e) {
		date = "" // of the sending
	}
	return hash("all", guid(e), d.address(e), e.Title, date, wholeText(e))
}

func (d *identities) count(e *normalize.Entry) {
	d.guids[guid(e)]++
	d.dated[datedTitle(e)]++
	d.stamped[also(e)]++
	d.titles[e.Title]++
	d.addresses[d.address(e)]++
}

// odd reports whether an entry is told from others by what not all entries have, or
// shares something with another.
func (d *identities) odd(e *normalize.Entry, id Identity) bool {
	g, address := guid(e), d.address(e)
	switch {
	case g != "" && d.guids[g] > 1, address != "" && d.addresses[address] > 1:
		return true
	case g != "":
		return false
	}
	return address == "" || datedTitle(e) != "" && id.Ref == ""
}

// address is the key of an entry's address; empty if it is no story's.
func (d *identities) address(e *normalize.Entry) string {
	key := article.Key(e.URL)
	if d.homes[key] {
		return ""
	}
	return key
}

// smallHash is what is remembered of an address.
func smallHash(address string) uint8 {
	if address == "" {
		return NoAddress
	}
	return uint8(4 + 2*(hash("address", address)%126))
}

func (d *identities) identify(e *normalize.Entry) Identity {
	address := d.address(e)
	id := Identity{Says: says(e), Address: smallHash(address), OldKey: Key(*e), OldSays: Fingerprint(*e)}
	alone := address != "" && d.addresses[address] == 1
	id.Apart = e.URL != "" && !alone
	id.Ref = d.ref(e, alone)
	if a := also(e); a != "" && d.stamped[a] > 1 {
		d.twins = true
	} else if alone {
		id.Also = a
	}
	switch {
	case id.Ref != "" && id.Ref == e.ID:
		id.Key = hash("id", e.ID)
	case id.Ref != "":
		id.Key = hash("ref", id.Ref)
	default:
		id.Key = hash("url", e.URL)
	}
	return id
}

// ref is the first thing that an entry says of itself and no other says. alone reports
// that its address does.
func (d *identities) ref(e *normalize.Entry, alone bool) string {
	g := guid(e)
	if g != "" && d.guids[g] == 1 {
		return g
	}
	prefix := ""
	if g != "" {
		prefix = g + " "
	}
	if t := datedTitle(e); t != "" && d.dated[t] == 1 {
		return prefix + t
	}
	switch {
	case alone:
		return ""
	case e.Title != "" && d.titles[e.Title] == 1:
		return prefix + "title " + e.Title
	}
	return prefix + "text " + e.Title + " " + strconv.FormatUint(hash("text", wholeText(e)), 16)
}

// noGUID are words that stand where a guid should.
var noGUID = map[string]bool{
	"n/a": true, "na": true, "none": true, "null": true, "nil": true, "undefined": true, "-": true, "--": true, "0": true, "#": true,
	"about:blank": true, "guid": true, "id": true, "unknown": true, "false": true, "true": true, "nan": true, "?": true,
}

// guid is an entry's id, unless that is a word which stands where one should. A
// fragment that it adds to the entry's own address counts how often the entry was sent.
func guid(e *normalize.Entry) string {
	if id := strings.TrimSpace(e.ID); noGUID[strings.ToLower(id)] {
		return ""
	}
	if countsOwnAddress(e) {
		return e.ID[:strings.IndexByte(e.ID, '#')]
	}
	return e.ID
}

// countsOwnAddress reports whether an entry's id is its address with a fragment that is
// a number, and that the address has not.
func countsOwnAddress(e *normalize.Entry) bool {
	base, n, ok := strings.Cut(e.ID, "#")
	return ok && n != "" && strings.Trim(n, "0123456789") == "" && !strings.Contains(e.URL, "#") && article.Key(base) == article.Key(e.URL)
}

// datedTitle is what tells an entry without a guid from others; empty without a date
// or a title.
func datedTitle(e *normalize.Entry) string {
	if e.Title == "" || e.Published.IsZero() {
		return ""
	}
	return "dated " + e.Published.UTC().Format(time.RFC3339) + " " + e.Title
}

// also is the second name of an entry whose address has parameters, among which may be
// a token, that may stand in its guid too. What is dated by its first name needs none.
func also(e *normalize.Entry) string {
	at, text := e.Published, wholeText(e)
	if at.IsZero() {
		at = e.Updated
	}
	if e.Title == "" || at.IsZero() || !strings.Contains(e.URL, "?") || guid(e) == "" && !e.Published.IsZero() {
		return ""
	}
	if hour, minute, second := at.Clock(); len(text) < 2 && hour+minute+second == 0 {
		return "" // a title and a day: there may be two of them
	}
	return "also " + at.UTC().Format(time.RFC3339) + " " + strconv.FormatUint(hash("also", e.Title, text), 16)
}

func wholeText(e *normalize.Entry) string { return e.SummaryHTML + "\x00" + e.ContentHTML }

func says(e *normalize.Entry) uint64 {
	return hash("says", e.Title, e.SummaryHTML, e.ContentHTML, updatedText(e))
}
