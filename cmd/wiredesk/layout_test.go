package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// root of the repository, as the tests of this package see it.
const root = "../.."

func goList(t *testing.T, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = root
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(out))
}

const module = "github.com/wiredesk/wiredesk/"

// What a package of ours may not link.
func TestImportsGoOneWay(t *testing.T) {
	for pkg, forbidden := range map[string][]string{
		"normalize":         {module + "crawler", module + "sink", module + "cmd", "net/http/httptest", "github.com/nats-io"},
		"crawler":           {module + "sink", module + "cmd"},
		"sink":              {module + "crawler", module + "cmd"},
		"normalize/article": {"github.com/", "golang.org/", "google.golang.org/", "codeberg.org/"},
		"sink/subscribe":    {module + "crawler", module + "cmd", "github.com/gocolly", "github.com/mmcdole", "github.com/nats-io/nats-server"},
	} {
		for _, dep := range goList(t, "-deps", "./"+pkg) {
			for _, f := range forbidden {
				if strings.HasPrefix(dep, f) && !strings.HasPrefix(dep, module+pkg) {
					t.Errorf("%s links %s", pkg, dep)
				}
			}
		}
	}
}

// No package grows into a tangle of files, and no import between those of the command
// runs up: .ci/rooms has the limits.
func TestNoRoomIsATangle(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("go", "run", "./.ci/rooms", "-check", "./...")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// The walk in ARCHITECTURE.md names files that exist and every package there is.
func TestTheArchitectureIsTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile("`([a-z/]+/[a-z0-9_]+\\.go)`").FindAllStringSubmatch(string(text), -1) {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Errorf("ARCHITECTURE.md names %s: %v", m[1], err)
		}
	}
	for _, pkg := range goList(t, "./...") {
		if short := strings.TrimPrefix(pkg, module); !strings.Contains(string(text), "`"+short+"`") {
			t.Errorf("ARCHITECTURE.md does not name %s", short)
		}
	}
}

// Every command that the README shows runs in a script.
func TestTheReadmeIsTested(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	all := ""
	for _, s := range scripts {
		b, err := os.ReadFile(s)
		if err != nil {
			t.Fatal(err)
		}
		all += string(b)
	}
	for _, m := range regexp.MustCompile(`(?m)^(?:\$ )?wiredesk ([a-z]+)`).FindAllStringSubmatch(string(readme), -1) {
		if !strings.Contains(all, "wiredesk "+m[1]) {
			t.Errorf("the README shows `wiredesk %s`, and no script runs it", m[1])
		}
	}
	if slices.Contains(goList(t, "./..."), module+"tools") {
		t.Error("a folder of code that is none of the five")
	}
}

// The contract names tests that exist, for every rule, and no test bears the id
// of a rule that the contract does not have.
func TestTheContractIsTested(t *testing.T) {
	contract, err := os.ReadFile(filepath.Join(root, "docs", "courtesy.md"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]bool{}
	err = filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(b), -1) {
			tests[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	rules := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| ([HSRPX]\d+) \| .* \| (.*) \|$`).FindAllStringSubmatch(string(contract), -1) {
		rules[row[1]] = true
		for _, name := range strings.Split(row[2], ", ") {
			if name = strings.Trim(name, "`"); !tests[name] {
				t.Errorf("%s names %q, and there is no such test", row[1], name)
			}
		}
	}
	if len(rules) != 12+8+4+14+5 {
		t.Errorf("the contract has %d rules", len(rules))
	}
	for name := range tests {
		if m := regexp.MustCompile(`^Test([HSRPX]\d+)[A-Z]`).FindStringSubmatch(name); m != nil && !rules[m[1]] {
			t.Errorf("%s bears the id of no rule", name)
		}
	}
}
