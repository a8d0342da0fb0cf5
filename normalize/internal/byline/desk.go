package byline

import "strings"

// Desk is the newsroom that a line names where it names nobody: "Staff Writer",
// "Von der Redaktion"; "" for any other line.
func Desk(line string) string {
	if len(line) > MaxLine {
		return ""
	}
	line = strings.TrimFunc(line, trimmed)
	if rest, what := cutLabel(line); what == wrote || what == wroteMaybe {
		line = strings.TrimFunc(rest, trimmed)
	}
	if isTeam(line) {
		return line
	}
	for _, article := range []string{"the ", "The ", "der ", "la "} {
		line = strings.TrimPrefix(line, article)
	}
	words := strings.Fields(line)
	if len(words) == 0 || len(words) > 4 || !allJob(words) || accounts[strings.ToLower(line)] {
		return ""
	}
	return line
}

// isTeam reports whether a line is the team of something: "The Harbour Team".
func isTeam(line string) bool {
	words := strings.Fields(line)
	if len(words) < 2 || len(words) > 4 {
		return false
	}
	last, before := strings.ToLower(words[len(words)-1]), words[len(words)-2]
	low := strings.ToLower(before)
	return (last == "team" || last == "staff" || last == "editors") && startsLarge(before) && !jobs[low] && !modifiers[low]
}
