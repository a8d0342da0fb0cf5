// Package check holds the alerts and the dashboard to what Prometheus makes of them.
//
// Its tests run ../tests.yaml, which is in the format of `promtool test rules`, with
// Prometheus's own parser, query engine and templates. promtool itself brings the
// client libraries of every cloud along: to build it takes five times as long. What
// is done here in its place is the keeping of an alert's state, which is `for`, and
// a storage in memory. promtool comes to the same results.
//
// It is a module of its own, so that Prometheus is no dependency of wiredesk. The
// files it reads lie outside of it, where go test does not notice that they have
// changed: run it with -count=1.
package check
