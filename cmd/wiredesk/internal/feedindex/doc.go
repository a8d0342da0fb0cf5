// Package feedindex keeps a compact view of all feeds in memory, so that a list of
// 100,000 of them is searched, filtered and sorted in milliseconds, without a
// question to the server. It is kept up by who watches the bucket of feeds
// (calendar.WatchFeeds): See.
//
// A feed takes about 300 bytes. All methods may be called by many goroutines.
package feedindex
