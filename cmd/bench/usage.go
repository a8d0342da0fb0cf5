package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// usage is what a process and its children took.
type usage struct {
	wall time.Duration
	cpu  time.Duration // user and system, of all that the process waited for
	peak int64         // bytes of memory that the whole tree had at once; 0: not seen
}

// sampling is how often memory is looked at. The kernel keeps the peak of one
// process; only samples find that of several together.
const sampling = 50 * time.Millisecond

// stopPatience is how long a program that was told to stop may take.
const stopPatience = 10 * time.Second

// spend runs a command to its end and returns what it printed.
func spend(cmd *exec.Cmd) (stdout []byte, u usage, err error) {
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopPatience
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, u, err
	}
	ctx, stop := context.WithCancel(context.Background())
	peak := make(chan int64)
	go func() { peak <- watchMemory(ctx, cmd.Process.Pid) }()
	err = cmd.Wait()
	u.wall = time.Since(start)
	stop()
	u.peak = max(<-peak, largest(cmd.ProcessState))
	if u.wall < sampling && largest(cmd.ProcessState) == 0 {
		u.peak = 0 // the one sample saw it begin
	}
	u.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err != nil {
		return nil, u, fmt.Errorf("%w\n%s%s", err, out.Bytes(), errs.Bytes())
	}
	return out.Bytes(), u, nil
}

// watchMemory samples a tree of processes until ctx ends.
func watchMemory(ctx context.Context, pid int) (peak int64) {
	tick := time.NewTicker(sampling)
	defer tick.Stop()
	for {
		peak = max(peak, treeMemory(pid))
		select {
		case <-ctx.Done():
			return peak
		case <-tick.C:
		}
	}
}
