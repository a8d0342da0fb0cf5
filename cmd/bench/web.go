package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"

	"github.com/wiredesk/wiredesk/cmd/internal/newsweb"
)

// webCommand makes this program the web: in a process of its own, what it costs
// is in nobody's figures. It takes its options as an argument, prints what it
// holds as a line, answers each line of stdin with its counts, which it sets to
// zero, and ends with stdin, so that it never outlives its owner.
const webCommand = "serve-news-web"

// contents is the first line.
type contents struct {
	Feeds   []string `json:"feeds"`
	Stories []string `json:"stories"`
}

func serveWeb(args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("%s is for bench itself", webCommand)
	}
	var opts newsweb.Options
	if err := json.Unmarshal([]byte(args[0]), &opts); err != nil {
		return fmt.Errorf("options of the web: %w", err)
	}
	w, err := newsweb.Start(opts)
	if err != nil {
		return err
	}
	out := json.NewEncoder(stdout)
	err = out.Encode(contents{w.Feeds(), w.Stories()})
	for lines := bufio.NewScanner(stdin); err == nil && lines.Scan(); {
		err = out.Encode(w.Counts())
		w.Reset()
	}
	return errors.Join(err, w.Close())
}

// web is the process that serves.
type web struct {
	contents
	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
}

// startWeb returns when the web answers.
func startWeb(ctx context.Context, opts newsweb.Options) (_ *web, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start the web: %w", err)
	}
	arg, err := json.Marshal(opts)
	if err != nil {
		return nil, fmt.Errorf("start the web: %w", err)
	}
	w := &web{cmd: exec.CommandContext(ctx, self, webCommand, string(arg))}
	w.cmd.Stderr = os.Stderr
	if w.in, err = w.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start the web: %w", err)
	}
	out, err := w.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the web: %w", err)
	}
	w.out = json.NewDecoder(out)
	if err := w.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the web: %w", err)
	}
	if err := w.out.Decode(&w.contents); err != nil {
		w.close()
		return nil, fmt.Errorf("start the web: %w", err)
	}
	return w, nil
}

// counts is what was asked since it was called last.
func (w *web) counts() (c newsweb.Counts, err error) {
	if _, err := io.WriteString(w.in, "\n"); err != nil {
		return c, fmt.Errorf("ask the web: %w", err)
	}
	if err := w.out.Decode(&c); err != nil {
		return c, fmt.Errorf("ask the web: %w", err)
	}
	return c, nil
}

func (w *web) close() {
	_ = w.in.Close()
	_ = w.cmd.Wait() // it said on stderr what was wrong
}
