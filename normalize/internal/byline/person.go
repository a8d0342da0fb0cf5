package byline

import (
	"strings"
	"unicode/utf8"
)

// Person returns the names in a field that holds that of a person: the whole of it,
// whatever words it is of, unless it has marks in it, or words, that part names. It
// returns nil for the name of an account, an address and a job.
func Person(name string, known func(string) bool) []string {
	name = strings.TrimFunc(name, trimmed)
	if name == "" || len(name) > MaxLine || !utf8.ValidString(name) || strings.Contains(name, "://") {
		return nil
	}
	if isOne(name) {
		name = strings.TrimFunc(withoutBrackets(withoutAddresses(withoutFusedJob(name))), trimmed)
		if first, rest, ok := strings.Cut(name, " "); ok && strings.EqualFold(first, "by") {
			name = rest
		}
		words := strings.Fields(name)
		if len(words) == 0 || len(words) > maxWords || utf8.RuneCountInString(name) > maxRunes {
			return nil
		}
		if isDigit(name) || IsNobody(name) || isJob(name, false) {
			return nil
		}
		return []string{strings.Join(withoutJob(words), " ")}
	}
	names, _ := Read(name, known)
	return names
}

// isOne reports whether a name has nothing in it that parts names, or begins what
// stands beside one.
func isOne(name string) bool {
	if strings.ContainsAny(name, ",;|/\n&、，；／｜:：•") {
		return false
	}
	words := strings.Fields(name)
	for i, w := range words {
		low := strings.ToLower(w)
		if strings.TrimFunc(w, isDash) == "" {
			return false
		}
		if i > 0 && i+1 < len(words) && conjunctions[low] && (!brief[low] || i >= 2 && twoNames(words[i+1:])) {
			return false
		}
		if i > 0 && stops[w] && !particles[w] || i > 1 && i+1 < len(words) && capitalStops[w] {
			return false
		}
	}
	return true
}
