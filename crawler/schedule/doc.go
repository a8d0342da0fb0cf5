// Package schedule decides when a feed is polled next. It is pure: what is
// remembered of the feed and what the last poll brought go in, a time and the
// reason in words come out.
//
// The interval adapts: a poll that brings nothing new stretches it, one that
// does shortens it, between the bounds the user set. What the publisher asks
// for (Cache-Control, ttl, Retry-After) is a floor that neither the bounds nor
// the jitter undercut. Errors double the wait up to a day, and after thirty
// days up to a week; a feed is never given up for good.
package schedule
