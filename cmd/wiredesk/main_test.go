package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// beMain is the variable that makes the test binary the program itself, for
// tests that need a process to kill.
const beMain = "WIREDESK_TEST_BE_MAIN"

func TestMain(m *testing.M) {
	if spec := os.Getenv(beNATS); spec != "" {
		if err := serveNATS(spec); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	if since := os.Getenv(beClerk); since != "" {
		if err := serveClerk(since); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	spec, program := os.Getenv(beTorn), os.Getenv(beMain) != ""
	for _, name := range []string{beTorn, beMain} {
		if err := os.Unsetenv(name); err != nil { // the program warns of variables it does not know
			panic(err)
		}
	}
	switch {
	case spec != "":
		os.Exit(executeTorn(spec))
	case program:
		main()
	}
	// Most tests wait, for children and their clocks: more than the processors at a time.
	if err := flag.Set("test.parallel", strconv.Itoa(4*runtime.GOMAXPROCS(0))); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){"wiredesk": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("XDG_STATE_HOME", env.WorkDir+"/state")
			env.Setenv("WIREDESK_NATS_LISTEN", "127.0.0.1:0")
			env.Setenv("WIREDESK_HTTP_LISTEN", "127.0.0.1:0")
			return setupSites(env)
		},
		Cmds: scriptCommands,
	})
}
