package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
)

// beClerk makes the test binary a clerk of the auditor's, who opens a built-in
// server that nobody uses at the moment. Its value is the sequence up to which
// the auditor has read; the argument is the configuration.
//
// It is a process of its own because nats-server keeps a third of a megabyte of
// every server that a process ever ran.
const beClerk = "WIREDESK_TEST_BE_CLERK"

// serveClerk writes what was delivered since, and makes all feeds due.
func serveClerk(since string) (err error) {
	last, err := strconv.ParseUint(since, 10, 64)
	if err != nil {
		return err
	}
	ctx := context.Background()
	d, err := openRig(ctx, os.Args[1])
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	stream, err := d.JS.Stream(ctx, "ARTICLES")
	if err != nil {
		return err
	}
	a := &auditor{last: last}
	if err := a.read(ctx, d.NC, stream.CachedInfo().State.LastSeq); err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(os.Stdout).Encode(a.log), makeDue(ctx, d))
}

// sendClerk completes the auditor's log.
func (r *rig) sendClerk(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, os.Args[0], r.config())
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", beClerk, r.auditor.reached()))
	var said, failed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &failed
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("clerk: %w\n%s", err, failed.String())
	}
	var log map[uint64]delivery
	if err := json.Unmarshal(said.Bytes(), &log); err != nil {
		return fmt.Errorf("clerk: %w", err)
	}
	for sequence, d := range log {
		r.auditor.note(sequence, d)
	}
	return nil
}
