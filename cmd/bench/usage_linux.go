package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// largest is the peak that the kernel kept of a process that has ended; 0 if it
// does not know. What a process had before it became another program counts for
// the kernel, and that is ours: only what is more than we ever had is its own.
func largest(s *os.ProcessState) int64 {
	var self syscall.Rusage
	r, ok := s.SysUsage().(*syscall.Rusage)
	if !ok || syscall.Getrusage(syscall.RUSAGE_SELF, &self) != nil || r.Maxrss <= self.Maxrss {
		return 0
	}
	return r.Maxrss << 10 // it counts in KiB
}

// treeMemory is what a process and its descendants have in memory now. One that
// ends while it is looked at counts as nothing.
func treeMemory(pid int) int64 {
	sum := int64(0)
	if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid)); err == nil {
		if fields := strings.Fields(string(b)); len(fields) > 1 {
			pages, _ := strconv.ParseInt(fields[1], 10, 64)
			sum = pages * int64(os.Getpagesize())
		}
	}
	for _, child := range children(pid) {
		sum += treeMemory(child)
	}
	return sum
}

// children are those that any thread of the process started.
func children(pid int) (pids []int) {
	lists, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid)) // the pattern is well formed
	for _, list := range lists {
		b, err := os.ReadFile(list)
		if err != nil {
			continue
		}
		for _, field := range strings.Fields(string(b)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}

// cpuModel is the processor's name.
func cpuModel() string {
	b, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return "unknown"
	}
	for line := range strings.Lines(string(b)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}
