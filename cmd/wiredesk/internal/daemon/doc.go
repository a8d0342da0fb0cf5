// Package daemon is what stays up: a daemon or a worker, with its page, its health
// and its reloads.
//
// [Run] is the whole of it. It opens the parts in order (desk, pipeline, web, crawl),
// works until its context ends, and closes them in the reverse of it. At a hangup it
// reads its configuration again: what may fail comes before anything is changed, then
// the workers of the old crawl finish what they have and a new crawl goes on.
//
// /readyz tells whether it does its work, systemd hears the same, and /livez says no
// more than that the process is there. On a loopback address requests for other names
// are refused: no page elsewhere can make a browser read what is served here.
package daemon
