// Package daystats keeps the figures of the last 24 hours in memory: what was
// published each minute, what came of requests, and where stories waited. It is
// what the page shows where no Prometheus runs.
//
// A ring of minutes counts articles; a ring of ten-minute slots counts the rest
// and holds histograms, whose quantiles are within a fifth of the truth. All of
// it takes some 250 KB, whatever happens.
//
// It begins empty. What the stream remembers of the time before (how many
// articles, and how fresh they were) is told to it with Past; the outcomes of
// requests and the waits begin with the process, and Since says when.
//
// All methods may be called by many goroutines.
package daystats
