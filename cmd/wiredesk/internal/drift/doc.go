// Package drift notices when a site's pages stop giving what they used to.
//
// A publisher changes its template, and from one hour to the next articles have
// no author, or half a text. Nothing fails: the pages answer, articles go out.
// This package therefore compares, for each publisher's domain, what the last
// pages gave with what those of the thirty days before gave: authors, the date,
// the whole text, and how long that is.
//
// # What counts
//
// Stories that are published for the first time, made from a page that was
// fetched. What the feed filled in counts as missing: it is no sign that the page
// was understood. Not counted are later versions, entries that a feed held when it
// was read for the first time, and texts that are left out because their site
// reserves them (crawl.reserved).
//
// # When it is drift
//
// The last 40 pages of a site, none older than two weeks, are held against the
// days before. There must be 20 of them, and before them 50 on ten days or more: a
// site with fewer than some three articles a day is not judged. A field is lost
// when its rate has fallen to less than 0.6 of what it was and a likelihood-ratio
// test of the two rates (G-test) finds that next to impossible; a length, when its
// geometric mean has halved or doubled and is six standard errors away. Both tests
// are weakened by how much a site changes from day to day anyway (the design effect
// of a cluster sample), so that a Sunday edition of columns, or a day of agency
// copy, is no alarm. A site that changes so much that this never alarms has lost a
// field as well when three whole days in a row had it on fewer pages than 0.6 of
// the worst day before, of 14 or more.
//
// How often this is wrong is simulated, with sites of eleven kinds, among them
// those that would mislead it: in 660 years of a site that only does what it always
// does there were two false alarms, both of a weekly live blog. A template that
// leaves nothing but the lead is found after 16 to 18 pages, half of the time; one
// that leaves out the authors after 16 to 40, or after three days at sites whose
// days differ. At a site whose Sundays have no authors at all, or a small one with
// few of them, it may go unnoticed (TestFalseAlarms, TestDriftIsFound; -years
// simulates more).
//
// A field is found again when it is back at 0.8 of what it was. What the pages gave
// meanwhile is not what they are held against from then on, unless it was over by
// itself within a day and a half: then it is a habit of the site, and its next time
// is no alarm. After 30 days the site is what it is: the row goes, and what it is
// held against begins anew.
//
// # What is stored
//
// One record a site in the bucket SITES, of 1 to 4 KB: counters a day for 31 days
// and the last 40 pages. [Watch] gathers in memory and merges once a minute, and at
// the end of a run, by compare-and-set: any number of processes may do so, and an
// article costs no request. What a crash loses is the pages of that minute, as far
// as these statistics go; articles are stored by then. A site of which nothing
// comes leaves after 45 days, and beyond 50,000 sites no new ones are taken up.
//
// A process without the right to make the bucket uses the one there is, and goes
// without if there is none: statistics hold up no news.
package drift
