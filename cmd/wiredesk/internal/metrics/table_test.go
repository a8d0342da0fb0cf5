package metrics

import (
	"fmt"
	"strings"
)

// table is the Markdown table of docs/metrics.md.
func table(families []family) string {
	var b strings.Builder
	b.WriteString("| metric | type | labels | what it tells |\n| --- | --- | --- | --- |\n")
	for _, f := range families {
		labels := f.Labels
		if labels != "" {
			labels = "`" + strings.ReplaceAll(labels, ",", "`, `") + "`"
			labels = strings.ReplaceAll(strings.ReplaceAll(labels, "` ", "`"), "=", "`: `")
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", f.Name, f.Type, labels, strings.ReplaceAll(f.Help, "|", `\|`))
	}
	return b.String()
}
