package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/internal/paired"
)

// starts is how often the process is started.
const starts = 21

// start measures what a process costs that does nothing, which somebody pays who
// runs wiredesk from a timer: tables that are made at start are paid by it.
func start() error {
	dir, err := os.MkdirTemp("", "pages")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	binary := filepath.Join(dir, "wiredesk")
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/wiredesk/wiredesk").Output() //nolint:noctx // it ends by itself
	if err != nil {
		return fmt.Errorf("find the source of wiredesk: %w", err)
	}
	build := exec.Command("go", "build", "-o", binary, "./cmd/wiredesk") //nolint:noctx // it ends by itself
	build.Dir = strings.TrimSpace(string(root))
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build wiredesk: %w\n%s", err, out)
	}
	var wall, cpu []float64
	for range starts {
		began := time.Now()
		cmd := exec.Command(binary, "version") //nolint:noctx // it ends by itself
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("wiredesk version: %w", err)
		}
		wall = append(wall, time.Since(began).Seconds()*1e3)
		cpu = append(cpu, (cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()).Seconds()*1e3)
	}
	fmt.Printf("\n`wiredesk version`, from start to end: %.0f ms, %.0f ms of CPU (medians of %d).\n", paired.Median(wall), paired.Median(cpu), starts)
	return nil
}
