package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// cluster is three servers that keep everything three times.
type cluster struct {
	nodes []*natsProcess
	gap   time.Duration // the longest between two acknowledgements of articles in one run
}

func newCluster(t testing.TB) *cluster {
	t.Helper()
	c := &cluster{nodes: []*natsProcess{newNATS(t), newNATS(t), newNATS(t)}}
	var routes []string
	for i, p := range c.nodes {
		p.Name, p.Peer, p.Monitor = fmt.Sprintf("node-%d", i), freePort(t), freePort(t)
		routes = append(routes, p.Peer)
	}
	for _, p := range c.nodes {
		p.Routes = routes
		if err := p.start(); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.elected(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// urls are where a client connects.
func (c *cluster) urls() string {
	var all []string
	for _, p := range c.nodes {
		all = append(all, p.url)
	}
	return strings.Join(all, ",")
}

// elected waits until the nodes have agreed on a leader.
func (c *cluster) elected(ctx context.Context) error {
	for ctx.Err() == nil {
		agreed := 0
		for _, p := range c.nodes {
			if leader, err := p.metaLeader(ctx); err == nil && leader != "" {
				agreed++
			}
		}
		if agreed == len(c.nodes) {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return fmt.Errorf("the cluster has no leader: %w", ctx.Err())
}

// metaLeader asks a node which one leads JetStream.
func (p *natsProcess) metaLeader(ctx context.Context) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.Monitor+"/jsz", nil)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct {
		Meta struct {
			Leader string `json:"leader"`
		} `json:"meta_cluster"`
	}
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return answer.Meta.Leader, err
}

// streamLeader waits until all nodes have all of the articles, and returns the
// one that leads.
func (c *cluster) streamLeader(ctx context.Context, js jetstream.JetStream) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		info, err := articlesInfo(ctx, js)
		if err != nil {
			return "", err
		}
		current := 0
		for _, r := range info.Cluster.Replicas {
			if r.Current && !r.Offline {
				current++
			}
		}
		if info.Cluster.Leader != "" && current == len(c.nodes)-1 {
			return info.Cluster.Leader, nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return "", fmt.Errorf("the cluster is not whole again: %w", ctx.Err())
}

// killLeader runs a crawl during which the node that leads the stream, or
// JetStream as a whole, is killed while it publishes, and started again.
func (c *cluster) killLeader(ctx context.Context, r *rig, n int) (bool, error) {
	js, err := jetstream.New(r.nc)
	if err != nil {
		return false, err
	}
	leader, err := c.streamLeader(ctx, js)
	if err == nil && rand.IntN(3) == 0 {
		leader, err = c.nodes[0].metaLeader(ctx)
	}
	if err != nil {
		return false, err
	}
	for _, p := range c.nodes {
		if p.Name != leader {
			continue
		}
		acks := filepath.Join(r.dir, "acks")
		_ = os.Remove(acks)
		ms := articleMoments()
		hit, err := r.withServerKilled(ctx, p, tornSpec{Moment: ms[rand.IntN(len(ms))].name, N: n, Acks: acks})
		return hit, errors.Join(err, c.measure(acks), c.elected(ctx))
	}
	return false, fmt.Errorf("no node is called %q", leader)
}

// measure reads the times of a run's acknowledgements.
func (c *cluster) measure(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	before := int64(0)
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		at, err := strconv.ParseInt(lines.Text(), 10, 64)
		if err != nil {
			return err
		}
		if before > 0 {
			c.gap = max(c.gap, time.Duration(at-before))
		}
		before = at
	}
	return lines.Err()
}
