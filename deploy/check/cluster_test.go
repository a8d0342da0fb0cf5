package check

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// What KEDA asks for, in deploy/kubernetes and the chart.
const (
	kedaAccount  = "WIREDESK"
	kedaStream   = "JOBS"
	kedaConsumer = "workers"
)

// natsCluster starts the servers of compose.cluster.yaml in this process, from the
// files and with the environment that their containers get. Only addresses and
// folders are others: here all are on one machine.
func natsCluster(t *testing.T) []*server.Server {
	t.Helper()
	for name, value := range passwords(t) {
		t.Setenv(name, value)
	}
	p, err := composition(t, passwords(t), "compose.cluster.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var all []*server.Options
	for _, name := range []string{"nats-1", "nats-2", "nats-3"} {
		dir := t.TempDir()
		for _, v := range p.Services[name].Volumes {
			if v.Type == "bind" {
				copyFile(t, filepath.Join(deploy, v.Source), filepath.Join(dir, filepath.Base(v.Target)), 0o600)
			}
		}
		o, err := server.ProcessConfigFile(filepath.Join(dir, "nats.conf"))
		if err != nil {
			t.Fatal(err)
		}
		if o.StoreDir != "/data" || o.Port != 4222 || o.HTTPPort != 8222 {
			t.Errorf("stores in %s, listens on %d and %d", o.StoreDir, o.Port, o.HTTPPort)
		}
		o.ServerName, o.StoreDir, o.NoLog, o.NoSigs = name, dir, true, true
		o.Host, o.Port, o.HTTPHost, o.HTTPPort = "127.0.0.1", -1, "127.0.0.1", -1
		o.Cluster.Host, o.Cluster.Port = "127.0.0.1", freePort(t)
		args := p.Services[name].Command
		if i := slices.Index(args, "--routes"); i >= 0 && slices.Contains(args, name) {
			o.Routes = server.RoutesFromStr(args[i+1])
		}
		all = append(all, o)
	}
	routes := map[string]string{}
	for _, o := range all {
		routes[o.ServerName+":6222"] = net.JoinHostPort(o.Cluster.Host, strconv.Itoa(o.Cluster.Port))
	}
	var servers []*server.Server
	for _, o := range all {
		for i, route := range o.Routes {
			moved := *route // with user and password
			if moved.Host = routes[route.Host]; moved.Host == "" {
				t.Fatalf("a route leads to %s", route.Host)
			}
			o.Routes[i] = &moved
		}
		s, err := server.NewServer(o)
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		servers = append(servers, s)
	}
	return servers
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// The files of compose.cluster.yaml make a cluster: three servers that find each other, a
// daemon that makes the streams as writer, and workers that may use them.
func TestTheClusterWorks(t *testing.T) {
	servers := natsCluster(t)
	out := new(output)
	eventually(t, "the servers are one cluster", func() bool {
		for _, s := range servers {
			if s.NumRoutes() == 0 || !s.JetStreamIsCurrent() {
				return false
			}
		}
		return true
	}, out)
	site := httptest.NewServer(newsSite())
	t.Cleanup(site.Close)
	config, err := filepath.Abs(filepath.Join(deploy, "compose", "cluster", "wiredesk.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var urls []string
	for _, s := range servers {
		urls = append(urls, s.ClientURL())
	}
	env := func(user, name string) []string {
		return []string{
			"WIREDESK_CONFIG=" + config, "STATE_DIRECTORY=" + filepath.Join(t.TempDir(), user),
			"WIREDESK_NATS_URL=" + strings.Join(urls, ","), "WIREDESK_NATS_USER=" + user, "WIREDESK_NATS_PASSWORD=" + os.Getenv(name),
			"WIREDESK_FEEDS=" + site.URL + "/first.xml," + site.URL + "/second.xml", "WIREDESK_BACKFILL=all",
			"WIREDESK_CRAWL_ALLOW_PRIVATE=127.0.0.0/8", "WIREDESK_CRAWL_PER_HOST_DELAY=0s", "WIREDESK_HTTP_LISTEN=127.0.0.1:0",
		}
	}
	writer, worker := env("writer", "NATS_WRITER_PASSWORD"), env("worker", "NATS_WORKER_PASSWORD")
	// As long as the servers agree on leaders nothing can be made; what restarts the
	// daemon then is Docker's affair.
	eventually(t, "the streams are made", func() bool { _, code := run(t, writer, "status"); return code == 0 }, out)
	daemon := start(t, environment(writer...), binary(t), "daemon")
	articles := func(want string) func() bool {
		return func() bool {
			s, code := run(t, writer, "status", "--json")
			return code == 0 && strings.Contains(s, want)
		}
	}
	eventually(t, "the daemon publishes both feeds", articles(`"articles":6`), daemon.out)
	checkKEDA(t, servers)
	if out, code := run(t, env("worker", "NATS_WRONG_PASSWORD"), "status"); code == 0 {
		t.Errorf("a wrong password is let in:\n%s", out)
	}

	need(t, "worker")
	w := start(t, environment(worker...), binary(t), "worker")
	eventually(t, "the worker is up", func() bool { return strings.Contains(w.out.String(), " is up") }, w.out)
	daemon.stop(t)
	must(t, writer, "add", site.URL+"/third.xml")
	eventually(t, "the worker publishes what was added", articles(`"articles":9`), w.out)
	if code := w.stop(t); code != 143 {
		t.Errorf("the worker ends with %d\n%s", code, w.out)
	}
}

// checkKEDA asks the monitoring port what KEDA's scaler asks it.
func checkKEDA(t *testing.T, servers []*server.Server) {
	t.Helper()
	for _, s := range servers {
		u := url.URL{Scheme: "http", Host: s.MonitorAddr().String(), Path: "/jsz", RawQuery: "acc=" + kedaAccount + "&consumers=true&config=true"}
		client := http.Client{Timeout: 10 * time.Second}
		res, err := client.Get(u.String())
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var answer struct {
			Accounts []struct {
				Name    string
				Streams []struct {
					Name      string
					Consumers []struct {
						Name    string
						Cluster struct{ Leader string }
						Pending *int `json:"num_pending"`
					} `json:"consumer_detail"`
				} `json:"stream_detail"`
			} `json:"account_details"`
		}
		if err := json.NewDecoder(res.Body).Decode(&answer); err != nil {
			t.Fatal(err)
		}
		for _, a := range answer.Accounts {
			for _, stream := range a.Streams {
				for _, c := range stream.Consumers {
					if a.Name == kedaAccount && stream.Name == kedaStream && c.Name == kedaConsumer && c.Pending != nil && c.Cluster.Leader == s.Name() {
						return
					}
				}
			}
		}
	}
	t.Errorf("no server tells KEDA of consumer %s on stream %s of account %s", kedaConsumer, kedaStream, kedaAccount)
}
