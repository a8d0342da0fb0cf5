// Package deploy has the test that runs the tests of what lies here.
package deploy

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// deploy/check is a module of its own, which the tests of this one pass by.
func TestWhatIsDeployedPassesItsChecks(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a module of its own")
	}
	list := exec.Command("go", "list", "-deps", "-test", ".") // downloads what it needs and no more
	list.Dir = "check"
	if out, err := list.CombinedOutput(); err != nil {
		t.Skipf("the modules of deploy/check cannot be downloaded: %v\n%s", err, bytes.TrimSpace(out))
	}
	// Vet would go through the source of 700 packages of others for facts.
	check := exec.Command("go", "test", "-vet=off", "-v", ".")
	check.Dir, check.Env = "check", os.Environ()
	out, err := check.CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "--- SKIP") {
			t.Log(strings.TrimSpace(line)) // shown with -v
		}
	}
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
