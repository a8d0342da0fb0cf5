package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// beMain is the variable that makes the test binary the program itself, for
// tests that need a process to kill.
const beMain = "WIREDESK_TEST_BE_MAIN"

func TestMain(m *testing.M) {
	if dir := os.Getenv(beNATS); dir != "" {
		serveNATS(dir, os.Getenv(beNATS+"_PORT"))
	}
	if os.Getenv(beMain) != "" {
		if err := os.Unsetenv(beMain); err != nil {
			panic(err)
		}
		main()
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
