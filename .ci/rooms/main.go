// Rooms measures the house by the type checker: for each package, which of its
// files names what of which other. Few references a file, few pairs of files that
// name each other and no circles are what makes a package one whose parts can be
// read one by one.
//
//	go run ./.ci/rooms                      the table of all packages
//	go run ./.ci/rooms -check               also hold cmd/wiredesk to the limits (limits.go); a test runs this
//	go run ./.ci/rooms -circle ./cmd/wiredesk   what ties the files of the largest circle, name by name
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"
)

func main() {
	check := flag.Bool("check", false, "exit with 1 if a package is over its limits or an import runs up")
	circle := flag.Bool("circle", false, "print what ties the files of each package's largest circle")
	dir := flag.String("C", ".", "the module's `directory`")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	faults, err := run(ctx, os.Stdout, *dir, flag.Args(), *circle)
	if err != nil {
		fmt.Fprintln(os.Stderr, "rooms:", err)
		os.Exit(2)
	}
	for _, f := range faults {
		fmt.Println(f)
	}
	if *check && len(faults) > 0 {
		os.Exit(1)
	}
}

// run prints what was measured and returns what is over its limit.
func run(ctx context.Context, w io.Writer, dir string, patterns []string, circle bool) ([]string, error) {
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	m, err := load(ctx, dir, patterns)
	if err != nil {
		return nil, err
	}
	rooms := make([]room, len(m.packages))
	for i, p := range m.packages {
		if rooms[i], err = m.measure(p); err != nil {
			return nil, err
		}
	}
	if circle {
		printCircles(w, rooms)
	} else if err := printTable(w, rooms); err != nil {
		return nil, err
	}
	return append(overLimit(rooms), runsUp(m.packages)...), nil
}

func printTable(w io.Writer, rooms []room) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "files\tlines\treferences\ta file\tmutual pairs\tlargest circle\t  package")
	for _, r := range rooms {
		fmt.Fprintf(t, "%d\t%d\t%d\t%.1f\t%d\t%d\t  %s\n",
			len(r.files), r.lines, r.references(), r.perFile(), r.mutual(), len(r.circle()), r.path)
	}
	return t.Flush()
}

func printCircles(w io.Writer, rooms []room) {
	for _, r := range rooms {
		c := r.circle()
		if len(c) < 2 {
			continue
		}
		fmt.Fprintf(w, "%s: a circle of %d files\n", r.path, len(c))
		for _, from := range c {
			for _, to := range c {
				if names := r.names[edge{from, to}]; len(names) > 0 {
					fmt.Fprintf(w, "  %s names of %s: %s\n", from, to, strings.Join(names, ", "))
				}
			}
		}
	}
}
