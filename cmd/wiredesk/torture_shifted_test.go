package main

import (
	"encoding/binary"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// shiftedClock is the name of a file that says by how many seconds the clock of a process
// is off, as a native int64. It is mapped, so that what is written counts at once.
const shiftedClock = "WIREDESK_TEST_CLOCK"

// shiftedProgram builds this test's binary with a clock that can be set: package time is
// laid over with one whose Now adds what the file says. The monotonic clock stays as it
// is, as it does when a machine's clock is set.
func shiftedProgram(t *testing.T) string {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("a clock that can be set is made on Linux alone")
	}
	dir := t.TempDir()
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("no go command: ", err)
	}
	file := filepath.Join(strings.TrimSpace(string(goroot)), "src", "time", "time.go")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(source)
	for from, to := range map[string]string{
		"func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n": "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n\tsec += shifted()\n",
		"import (\n":         "import (\n\t\"syscall\"\n",
		"\t_ \"unsafe\" // ": "\t\"unsafe\" // ",
	} {
		if strings.Count(text, from) != 1 {
			t.Fatalf("package time is another than this test knows: %q", from)
		}
		text = strings.Replace(text, from, to, 1)
	}
	text += `
var shift = func() *int64 {
	path, ok := syscall.Getenv("` + shiftedClock + `")
	if !ok {
		return new(int64)
	}
	fd, err := syscall.Open(path, syscall.O_RDONLY, 0)
	if err != nil {
		panic(err)
	}
	page, err := syscall.Mmap(fd, 0, 8, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		panic(err)
	}
	return (*int64)(unsafe.Pointer(&page[0]))
}()

func shifted() int64 { return *shift }
`
	laid, overlay := filepath.Join(dir, "time.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {file: laid}})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{laid: []byte(text), overlay: replace} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(dir, "shifted.test")
	if out, err := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return program
}

// setClock is the clock of one machine: of the processes that have its file.
type setClock string

func newClock(t *testing.T, off time.Duration) setClock {
	t.Helper()
	c := setClock(filepath.Join(t.TempDir(), "clock"))
	c.set(t, off)
	return c
}

// set has the clock be off.
func (c setClock) set(t *testing.T, off time.Duration) {
	t.Helper()
	f, err := os.OpenFile(string(c), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := f.WriteAt(binary.NativeEndian.AppendUint64(nil, uint64(off/time.Second)), 0); err != nil {
		t.Fatal(err)
	}
}

func (c setClock) env() string { return shiftedClock + "=" + string(c) }
