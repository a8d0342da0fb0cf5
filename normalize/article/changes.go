package article

import (
	"crypto/sha256"
	"encoding/hex"
)

// Changes names the fields whose meaning differs between two versions, with
// short hashes of both. The hash of an absent value is empty. The text of a
// version that Fit has cut is compared by its TextHash, which is of the whole.
func Changes(before, after *Article) []Change {
	var changes []Change
	was, is := meaning(before, fold(before.BodyText)), meaning(after, fold(after.BodyText))
	sameText := before.TextHash != "" && before.TextHash == after.TextHash && (before.Truncated || after.Truncated)
	for i, f := range is {
		if f[0] == "body_text" && sameText {
			continue
		}
		if was[i][1] != f[1] {
			changes = append(changes, Change{Field: f[0], BeforeHash: shortHash(was[i][1]), AfterHash: shortHash(f[1])})
		}
	}
	return changes
}

// EventFor is the event of a version that follows another: corrected if the
// publisher now admits a mistake that was not admitted before, else updated.
func EventFor(before, after *Article) Event {
	known := map[string]bool{}
	for _, c := range before.Corrections {
		known[fold(c.Text)] = true
	}
	for _, c := range after.Corrections {
		if !known[fold(c.Text)] {
			return Corrected
		}
	}
	return Updated
}

func shortHash(s string) string {
	if s == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}
