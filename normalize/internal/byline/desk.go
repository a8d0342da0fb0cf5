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
	for _, article := range []string{"the ", "The ", "der ", "la "} {
		line = strings.TrimPrefix(line, article)
	}
	words := strings.Fields(line)
	if len(words) == 0 || len(words) > 4 || !allJob(words) || accounts[strings.ToLower(line)] {
		return ""
	}
	return line
}
