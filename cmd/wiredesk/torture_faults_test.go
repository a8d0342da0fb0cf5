package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// campaigns are all faults.
func campaigns() []*campaign {
	var nodes *cluster
	longest, kills := time.Duration(0), 0
	return []*campaign{
		{name: "crawler", begin: beginCrawler},
		{name: "workers", begin: beginWorkers},
		{name: "sharing", begin: beginSharing},
		{name: "server", begin: beginServer},
		{name: "network", begin: beginNetwork},
		{name: "file size", begin: beginFileSize},
		{name: "disk", begin: beginDisk},
		{name: "cluster", begin: func(t *testing.T) (*rig, []fault) {
			nodes = newCluster(t)
			r := newRig(t, 3, fmt.Sprintf("url: %q, stream: {replicas: 3}", nodes.urls()))
			r.fresh = 2
			r.begin(t, nodes.urls())
			return r, []fault{{name: "cluster of three: the leader killed -9 while the crawler publishes", most: 4, hurt: func(ctx context.Context, n int) (bool, error) {
				hit, err := nodes.killLeader(ctx, r, n)
				longest = max(longest, nodes.gap)
				if hit {
					kills++
				}
				return hit, err
			}}}
		}, remark: func() string {
			return fmt.Sprintf("Cluster: %d leaders killed; the longest gap between two acknowledgements of articles was %s.", kills, longest.Round(10*time.Millisecond))
		}},
	}
}

// beginCrawler kills the crawler, with its built-in server, at each step.
func beginCrawler(t *testing.T) (*rig, []fault) {
	r := newRig(t, 3, "")
	r.begin(t, "")
	var faults []fault
	for _, m := range moments() {
		faults = append(faults, fault{"crawler killed -9: " + m.name, m.most, func(ctx context.Context, n int) (bool, error) {
			return r.torn(ctx, tornSpec{Moment: m.name, N: n, Self: true})
		}})
	}
	return r, faults
}

// beginWorkers kills the crawler while all its workers are at work, each at
// another host.
func beginWorkers(t *testing.T) (*rig, []fault) {
	r := newRig(t, 20, "")
	r.fresh = 2
	r.begin(t, "")
	return r, []fault{{name: "crawler killed -9: at any time, with 16 workers at 20 hosts", most: 4, hurt: func(ctx context.Context, n int) (bool, error) {
		ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond+rand.N(time.Duration(n)*100*time.Millisecond))
		defer cancel()
		return r.fate(r.command(ctx, "run"))
	}}}
}

// beginSharing kills one of two crawlers that share the work.
func beginSharing(t *testing.T) (*rig, []fault) {
	p := startNATS(t)
	r := newRig(t, 6, fmt.Sprintf("url: %q", p.url))
	r.begin(t, p.url)
	return r, []fault{{name: "external server: one of two crawlers killed -9 while both publish", most: 2, hurt: func(ctx context.Context, n int) (bool, error) {
		other := make(chan error, 1)
		go func() {
			time.Sleep(rand.N(100 * time.Millisecond))
			other <- r.runToEnd(ctx)
		}()
		ms := articleMoments()
		killed, err := r.torn(ctx, tornSpec{Moment: ms[rand.IntN(len(ms))].name, N: n, Self: true})
		return killed, errors.Join(err, <-other)
	}}}
}

// beginServer kills a server, its crawler, or both.
func beginServer(t *testing.T) (*rig, []fault) {
	p := startNATS(t)
	r := newRig(t, 3, fmt.Sprintf("url: %q", p.url))
	r.begin(t, p.url)
	at := func(list []instant, kill, self bool) func(context.Context, int) (bool, error) {
		return func(ctx context.Context, n int) (bool, error) {
			m := list[rand.IntN(len(list))]
			spec := tornSpec{Moment: m.name, N: min(n, m.most), Self: self}
			if kill {
				return r.withServerKilled(ctx, p, spec)
			}
			return r.torn(ctx, spec)
		}
	}
	// The consumer of jobs is made anew with the built-in server only.
	anywhere := moments()[2:]
	return r, []fault{
		{"external server: the crawler killed -9 at one of the steps", 8, at(anywhere, false, true)},
		{"external server killed -9 at one of the steps", 8, at(anywhere, true, false)},
		{"external server killed -9 while the crawler publishes", 3, at(articleMoments(), true, false)},
		{"external server and crawler killed -9 while it publishes", 3, at(articleMoments(), true, true)},
	}
}

// withServerKilled runs a crawl that kills a server, which is back soon after.
func (r *rig) withServerKilled(ctx context.Context, p *natsProcess, spec tornSpec) (bool, error) {
	spec.Server = p.cmd.Process.Pid
	exited, back := p.exited, make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-exited:
			time.Sleep(rand.N(500 * time.Millisecond))
			back <- errors.Join(p.start(), p.ready())
		case <-ctx.Done():
			back <- nil
		}
	}()
	killed, err := r.torn(ctx, spec)
	patience := time.Second
	if killed { // after the server
		patience = time.Minute
	}
	select {
	case <-exited:
		return true, errors.Join(err, <-back)
	case <-time.After(patience): // it was not killed, or it would have ended by now
		cancel()
		return false, errors.Join(err, <-back)
	}
}

// beginNetwork breaks what lies between crawler and server.
func beginNetwork(t *testing.T) (*rig, []fault) {
	p := startNATS(t)
	net := newNetwork(t, p.url)
	r := newRig(t, 3, fmt.Sprintf("url: %q", net.url()))
	r.begin(t, p.url)
	breaks := func(lost bool, list ...instant) func(context.Context, int) (bool, error) {
		return func(ctx context.Context, n int) (bool, error) {
			net.fail(list[rand.IntN(len(list))], n, lost, rand.N(time.Second))
			_, err := r.torn(ctx, tornSpec{})
			return net.failed(), err
		}
	}
	unread := instant{way: in, subject: articles, answer: true}
	whenever := instant{any: true}
	return r, []fault{
		{"network cut between an article and its acknowledgement", 5, breaks(false, unread)},
		{"network swallows an acknowledgement and all that follows, and says nothing", 5, breaks(true, unread)},
		{"network cut at any time", 250, breaks(false, whenever)},
		{"network falls silent at any time", 250, breaks(true, whenever)},
	}
}

// outOfRoom is what a run without room has to say at its end.
var outOfRoom = regexp.MustCompile(`(?m)^wiredesk: .*(file too large|no space left on device|storage)`)

// starved runs a command that has no room to write, and reports whether it
// ended, as it should, with words about that.
func starved(cmd *exec.Cmd) (bool, error) {
	said, err := cmd.CombinedOutput()
	if err == nil {
		return false, nil
	}
	if !outOfRoom.Match(said) {
		return false, fmt.Errorf("a run without room: %w\n%s", err, said)
	}
	return true, nil
}

// beginFileSize lets no file grow past a size, as quotas do.
func beginFileSize(t *testing.T) (*rig, []fault) {
	sh, err := exec.LookPath("sh")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("needs a shell with ulimit")
	}
	r := newRig(t, 3, "")
	r.begin(t, "")
	return r, []fault{{name: "no file of the built-in server may grow any more", hurt: func(ctx context.Context, _ int) (bool, error) {
		blocks, err := filepath.Glob(filepath.Join(r.dir, "state/nats/jetstream/*/streams/ARTICLES/msgs/*.blk"))
		if err != nil || len(blocks) != 1 {
			return false, fmt.Errorf("blocks of the stream: %v, %w", blocks, err)
		}
		info, err := os.Stat(blocks[0])
		if err != nil {
			return false, err
		}
		run := r.command(ctx, "run", "--nats-wait", "1s")
		cmd := exec.CommandContext(ctx, sh, append([]string{"-c", `ulimit -f "$0" && exec "$@"`, strconv.FormatInt(info.Size()/512, 10)}, run.Args...)...)
		cmd.Env = run.Env
		return starved(cmd)
	}}}
}

// beginDisk fills the disk of the built-in server.
func beginDisk(t *testing.T) (*rig, []fault) {
	r := newRig(t, 3, "stream: {max_bytes: 8MiB}")
	state := filepath.Join(r.dir, "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	mount := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", state)
	if said, err := mount.CombinedOutput(); err != nil {
		t.Skipf("needs a disk of its own, and cannot mount one: %v: %s", err, strings.TrimSpace(string(said)))
	}
	t.Cleanup(func() {
		if said, err := exec.Command("umount", state).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, said)
		}
	})
	r.begin(t, "")
	ballast := filepath.Join(state, "ballast")
	return r, []fault{{name: "disk of the built-in server full while the crawler publishes", most: 3, hurt: func(ctx context.Context, n int) (bool, error) {
		ms := articleMoments()
		cmd, err := r.tornCommand(ctx, "1s", tornSpec{Moment: ms[rand.IntN(len(ms))].name, N: n, Fill: ballast})
		if err != nil {
			return false, err
		}
		hit, err := starved(cmd)
		if err := os.Remove(ballast); err != nil && !os.IsNotExist(err) {
			return false, err
		}
		return hit, err
	}}}
}
