package main

import (
	"fmt"
	"slices"
	"strings"
)

// command is the package main that the imports lead down from.
const command = "cmd/wiredesk"

// A limit holds for a package if it is there; 0 is no limit.
type limit struct {
	path    string
	circle  int     // files in the largest circle; 1 is none
	perFile float64 // references a file
	lines   int     // outside tests
}

// limits go down, not up.
var limits = []limit{
	{command, 1, 2.5, 5500},
	{command + "/internal/desk", 3, 0, 0},
	{command + "/internal/ingest", 3, 0, 0},
	{command + "/internal/daemon", 3, 0, 0},
	{command + "/internal/doctor", 3, 0, 0},
	{"crawler", 1, 0, 0},
	{"crawler/fetch", 1, 0, 0},
	{"crawler/feed", 4, 0, 0},
	{"crawler/robots", 1, 0, 0},
	{"crawler/schedule", 1, 0, 0},
	{command + "/internal/page", 1, 0, 0},
	{"normalize", 6, 0, 0}, // a block holds lines, lists and tables, which hold blocks
	{"sink", 1, 0, 0},
	{"sink/subscribe", 1, 0, 0},
	{"sink/embedded", 2, 0, 0},
}

// below says which of the command's rooms a package of it may import. What is not a
// key (config, words, terminal, …) is everybody's, and imports none of them.
var below = map[string][]string{
	// A run writes a file of its metrics; the doctor reads the statistics of drift.
	command:                       {"doctor", "daemon", "ingest", "desk", "metrics"},
	command + "/internal/doctor":  {"daemon", "desk", "drift"},
	command + "/internal/daemon":  {"ingest", "desk", "page"},
	command + "/internal/ingest":  {"desk", "metrics", "drift"},
	command + "/internal/desk":    nil,
	command + "/internal/page":    nil,
	command + "/internal/metrics": nil,
	command + "/internal/drift":   nil,
}

// overLimit says which rooms are over their limits, and by how much.
func overLimit(rooms []room) []string {
	var faults []string
	for _, r := range rooms {
		i := slices.IndexFunc(limits, func(l limit) bool { return l.path == r.path })
		if i < 0 {
			continue
		}
		l := limits[i]
		if n := len(r.circle()); l.circle > 0 && n > l.circle {
			faults = append(faults, fmt.Sprintf("%s: a circle of %d files, at most %d (rooms -circle ./%s says what ties them)",
				r.path, n, l.circle, r.path))
		}
		if f := r.perFile(); l.perFile > 0 && f > l.perFile {
			faults = append(faults, fmt.Sprintf("%s: %.2f references a file, at most %.1f", r.path, f, l.perFile))
		}
		if l.lines > 0 && r.lines > l.lines {
			faults = append(faults, fmt.Sprintf("%s: %d lines outside tests, at most %d", r.path, r.lines, l.lines))
		}
	}
	return faults
}

// runsUp says which imports between the command's packages are not allowed.
func runsUp(packages []listed) []string {
	var faults []string
	for _, p := range packages {
		if p.path != command && !strings.HasPrefix(p.path, command+"/") {
			continue
		}
		for _, imported := range p.Imports {
			to := inModule(imported, p.Module.Path)
			if _, room := below[to]; room && !slices.Contains(below[p.path], strings.TrimPrefix(to, command+"/internal/")) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which is not below it", p.path, to))
			}
		}
	}
	return faults
}
