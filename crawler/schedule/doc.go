// Package schedule decides when a feed is polled next. It is pure: what is
// remembered of the feed and what the last poll brought go in, a time and the
// reason in words come out.
//
// How long to wait is a bargain between freshness and requests. A feed that
// brings λ entries an hour and is polled every τ hours lets its entries wait
// λτ²/2 entry-hours in all; polling whenever that reaches the same sum for
// every feed spends a given number of polls best, and gives the interval
// τ = √(2θ/λ). Rate estimates λ from what the polls bring, so that polls that
// bring nothing lengthen the interval and new entries shorten it.
//
// What the publisher asks for (Cache-Control, Expires, ttl, sy:updatePeriod,
// Retry-After, skipHours, skipDays) is a floor that neither the bounds nor the
// jitter undercut. Errors double the wait up to a day, and after thirty days up
// to a week; a feed is never given up for good.
package schedule
