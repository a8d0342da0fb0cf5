package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// holdUntilKilled is the body of the child process: it opens a server on dir,
// says so on stdout and waits for its end.
func holdUntilKilled(dir string) {
	s, err := Open(Options{Dir: dir, Listen: "127.0.0.1:0", Holder: "child", Logger: quiet()})
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println("ready", s.URL())
	select {}
}

// child runs this test binary as another process that holds dir.
func child(t *testing.T, dir string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "EMBEDDED_TEST_HOLD="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "ready ") {
		t.Fatalf("child says %q, %v", line, err)
	}
	return cmd
}

func TestASecondOpenerLearnsWhoHoldsTheDirectory(t *testing.T) {
	dir := t.TempDir()
	before := time.Now()
	cmd := child(t, dir)

	_, err := Open(Options{Dir: dir, Logger: quiet()})
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("error %v, want a *LockedError", err)
	}
	h := locked.Holder
	if h.PID != cmd.Process.Pid || h.Command != "child" || h.Started.Before(before.Add(-time.Second)) {
		t.Errorf("holder %+v, want pid %d, command child", h, cmd.Process.Pid)
	}
	for _, want := range []string{dir, "child", strconv.Itoa(cmd.Process.Pid), "since"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("message %q lacks %q", err, want)
		}
	}
}

func TestKillingTheHolderFreesTheDirectory(t *testing.T) {
	dir := t.TempDir()
	cmd := child(t, dir)
	info, err := Running(dir)
	if err != nil || info == nil || info.PID != cmd.Process.Pid {
		t.Fatalf("Running = %+v, %v; want the child", info, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed: an error, as meant

	if _, err := os.Stat(filepath.Join(dir, infoFile)); err != nil {
		t.Fatal("the killed child should have left its file behind:", err)
	}
	if info, err := Running(dir); err != nil || info != nil {
		t.Errorf("Running = %+v, %v; want nothing after kill", info, err)
	}
	s := open(t, Options{Dir: dir}) // does not listen, so it replaces nothing
	if info, err := Running(dir); err != nil || info != nil {
		t.Errorf("Running = %+v, %v; want the stale file not to count as ours", info, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTheSameProcessCannotOpenTwice(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir, Holder: "first"})
	var locked *LockedError
	if _, err := Open(Options{Dir: dir, Logger: quiet()}); !errors.As(err, &locked) || locked.Holder.Command != "first" {
		t.Errorf("error %v, want locked by first", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, Options{Dir: dir})
}

func TestRunningReturnsWhatAnotherCommandNeeds(t *testing.T) {
	dir := t.TempDir()
	if info, err := Running(dir); err != nil || info != nil {
		t.Fatalf("empty directory: %v, %v", info, err)
	}
	s := open(t, Options{Dir: dir, Listen: "127.0.0.1:0", Holder: "daemon"})
	info, err := Running(dir)
	if err != nil || info == nil {
		t.Fatalf("Running = %v, %v", info, err)
	}
	if info.URL != s.URL() || info.User != operatorUser || info.Password != s.password || info.Command != "daemon" || info.PID != os.Getpid() {
		t.Errorf("info %+v", info)
	}
	fi, err := os.Stat(filepath.Join(dir, infoFile))
	if err != nil {
		t.Fatal(err)
	}
	if fi.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want readable by the owner only", fi.Mode())
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, infoFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("daemon.json after Close: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestAHalfWrittenLockFileNamesNobody(t *testing.T) {
	dir := t.TempDir()
	open(t, Options{Dir: dir})
	if err := os.WriteFile(filepath.Join(dir, lockFile), []byte(`{"pid":1`), 0o600); err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	_, err := Open(Options{Dir: dir, Logger: quiet()})
	if !errors.As(err, &locked) || locked.Holder.PID != 0 || !strings.Contains(err.Error(), "another process") {
		t.Errorf("error %v, want locked by an unnamed process", err)
	}
}
