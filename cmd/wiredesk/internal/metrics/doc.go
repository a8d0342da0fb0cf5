// Package metrics counts what wiredesk does, for Prometheus.
//
// There are three sources. [Metrics.Observe] is told of every event of the crawler
// and counts it. [Metrics.SetFeeds] is given the feed records by whoever has just
// read them, once a minute in a daemon, and keeps a few counts of them: a scrape
// costs the same with a hundred thousand feeds as with one. What only NATS knows,
// such as the queue, is asked for during a scrape, and the answer is used for
// some seconds. Such a look is given up after lookPatience, and what it did not
// get is left out of that scrape: a NATS server that is away never makes
// /metrics hang.
//
// Each registry is its own, nothing is registered globally. No metric bears the
// name of a feed or a host unless [Options].PerFeed says so: with thousands of
// feeds, that is what makes a Prometheus server slow.
//
// [Metrics.WriteFile] writes the same for the textfile collector of
// node_exporter, at the end of a run of cron's. Its counters go on from those of
// the file that is there, so that rate and increase mean the same as with a
// daemon, and the time of the last success stays when this run failed.
package metrics
