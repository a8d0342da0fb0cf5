package main

import (
	"context"
	"io"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
)

// Whoever forgot to name a file sits before a command that waits for input, and leaves
// it by Ctrl-C.
func TestCtrlCEndsACommandThatReadsStandardInput(t *testing.T) {
	for _, command := range []string{"parse -", "extract -", "import -", "parse --manifest -", "extract --manifest -"} {
		synctest.Test(t, func(t *testing.T) {
			ctx, interrupt := context.WithCancelCause(t.Context())
			typing, keyboard := io.Pipe()
			var out, log strings.Builder
			code := make(chan int)
			go func() {
				code <- execute(ctx, strings.Fields(command), stdio{in: typing, out: &out, err: &log})
			}()
			if _, err := io.WriteString(keyboard, "<"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			interrupt(interrupted{syscall.SIGINT})
			if got := <-code; got != 130 || strings.Contains(log.String(), "wiredesk:") {
				t.Errorf("%s: exit code %d, %s", command, got, log.String())
			}
			_ = keyboard.Close() // for what still reads: it ends with the process otherwise
		})
	}
}

func TestStandardInputIsReadToItsEnd(t *testing.T) {
	in := impatient(t.Context(), strings.NewReader("a feed"))
	if got, err := io.ReadAll(in); string(got) != "a feed" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}
