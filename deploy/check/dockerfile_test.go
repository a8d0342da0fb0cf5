package check

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/linter"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// image is what the last stage of the Dockerfile says of the image.
type image struct {
	base, user string
	env        map[string]string
	entrypoint []string
	command    []string
	health     []string
	exposed    []string
	volumes    []string
	copies     map[string][]string // by stage, or "" for the context
	warnings   []string
}

// dockerfile reads deploy/Dockerfile with BuildKit's parser and linter.
func dockerfile(t *testing.T) image {
	t.Helper()
	f, err := os.Open(filepath.Join(deploy, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	parsed, err := parser.Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	i := image{env: map[string]string{}, copies: map[string][]string{}}
	for _, w := range parsed.Warnings {
		i.warnings = append(i.warnings, w.Short)
	}
	lint := linter.New(&linter.Config{Warn: func(rule, _, _, text string, _ []parser.Range) {
		i.warnings = append(i.warnings, rule+": "+text)
	}})
	stages, _, err := instructions.Parse(parsed.AST, lint)
	if err != nil {
		t.Fatal(err)
	}
	last := stages[len(stages)-1]
	i.base = last.BaseName
	for _, stage := range stages {
		for _, c := range stage.Commands {
			if c, ok := c.(*instructions.CopyCommand); ok {
				i.copies[c.From] = append(i.copies[c.From], c.SourcePaths...)
			}
		}
	}
	for _, c := range last.Commands {
		i.take(c)
	}
	return i
}

func (i *image) take(c instructions.Command) {
	switch c := c.(type) {
	case *instructions.UserCommand:
		i.user = c.User
	case *instructions.EnvCommand:
		for _, kv := range c.Env {
			i.env[kv.Key] = kv.Value
		}
	case *instructions.EntrypointCommand:
		i.entrypoint = c.CmdLine
	case *instructions.CmdCommand:
		i.command = c.CmdLine
	case *instructions.HealthCheckCommand:
		i.health = c.Health.Test
	case *instructions.ExposeCommand:
		i.exposed = c.Ports
	case *instructions.VolumeCommand:
		i.volumes = c.Volumes
	}
}

func TestTheImageIsSmallAndHasNoRights(t *testing.T) {
	i := dockerfile(t)
	if len(i.warnings) > 0 {
		t.Errorf("BuildKit warns: %q", i.warnings)
	}
	if !strings.HasPrefix(i.base, "gcr.io/distroless/static") || !strings.HasSuffix(i.base, ":nonroot") || i.user != "65532:65532" {
		t.Errorf("from %s as %s", i.base, i.user)
	}
	for what, command := range map[string][]string{
		"entrypoint": i.entrypoint, "entrypoint with its arguments": slices.Concat(i.entrypoint, i.command),
	} {
		if len(command) == 0 || command[0] != "/wiredesk" {
			t.Errorf("%s: %q", what, command)
		}
	}
	if !slices.Equal(i.health, []string{"CMD", "/wiredesk", "healthcheck"}) {
		t.Errorf("health check: %q", i.health)
	}
	if !slices.Equal(i.volumes, []string{i.env["STATE_DIRECTORY"]}) {
		t.Errorf("volumes %q, state in %s", i.volumes, i.env["STATE_DIRECTORY"])
	}
	if !slices.Equal(i.exposed, []string{"8090"}) {
		t.Errorf("exposes %q", i.exposed)
	}
	must(t, nil, append(i.command, "--help")...)
	t.Run("health check", func(t *testing.T) {
		need(t, "healthcheck")
		must(t, nil, "healthcheck", "--help")
	})
}

// What the build needs is in its context, and what it copies exists.
func TestTheBuildContextIsEnoughAndNoMore(t *testing.T) {
	f, err := os.Open(filepath.Join(root, ".dockerignore"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	patterns, err := ignorefile.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	excluded := func(path string) bool {
		out, err := matcher.MatchesOrParentMatches(path)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	files := []string{"go.mod", "go.sum", ".git/HEAD"}
	list := exec.Command("go", "list", "-deps", "-f",
		`{{if not .Standard}}{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .EmbedFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{end}}`, "./cmd/wiredesk")
	list.Dir, list.Stderr = root, os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	for file := range strings.Lines(string(out)) {
		if rel, err := filepath.Rel(top, strings.TrimSpace(file)); err == nil && !strings.HasPrefix(rel, "..") {
			files = append(files, rel)
		}
	}
	if len(files) < 100 {
		t.Fatalf("the build has only %d files", len(files))
	}
	for _, source := range dockerfile(t).copies[""] {
		if source == "." {
			continue
		}
		if _, err := os.Stat(filepath.Join(root, source)); err != nil {
			t.Error(err)
		}
		files = append(files, source)
	}
	for _, file := range files {
		if excluded(file) {
			t.Errorf("%s is not in the build context", file)
		}
	}
	for _, file := range []string{"README.md", "docs/nats.md", "wiredesk.yaml", "deploy/.env", "deploy/compose/wiredesk/nats.users", "dist/wiredesk"} {
		if !excluded(file) {
			t.Errorf("%s is in the build context", file)
		}
	}
}
