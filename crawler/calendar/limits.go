package calendar

import (
	"hash/fnv"
	"slices"
	"time"
)

// limit is a time before which a URL must not be asked for, because its host
// said so (Retry-After, 429).
type limit struct {
	Host  string `json:"h"` // the exact host of the URL
	URL   uint32 `json:"u"` // its hash
	Until int64  `json:"t"`
	Said  int64  `json:"s,omitempty"` // when; 0: a version before this noted it
}

// limits are those of one lane; nil: there are none.
type limits []limit

// maxLimits bounds how many a lane remembers: enough evidence for any scope.
const maxLimits = 16

// domainReach is for how long a limit of one host holds for the others of its domain: they
// may be the pages of somebody else.
const domainReach = 15 * time.Minute

// hashURL makes a URL small enough to be kept in a lane.
func hashURL(url string) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(url))
	return h.Sum32()
}

// with notes a limit and forgets those that are over. The list is changed in place.
func (l limits) with(host, url string, until, now time.Time) limits {
	l = slices.DeleteFunc(l, func(x limit) bool {
		return x.Until <= now.UnixMilli() || x.Host == host && x.URL == hashURL(url)
	})
	if len(l) == maxLimits {
		l = l[1:]
	}
	return append(l, limit{host, hashURL(url), until.UnixMilli(), now.UnixMilli()})
}

// closed returns the time until which a URL of a host must not be asked for;
// the zero time if it may be now. How far a limit reaches is decided by
// evidence: at first it holds for its URL; when a second URL of the host is
// limited as well, for the host; when a second host of the domain is, for all
// of the domain, but there for a quarter of an hour: two tenants of a domain must not
// silence the third for a day. On private addresses it never reaches further than its URL.
func (l limits) closed(host, url string, private bool, now time.Time) time.Time {
	var own, ofHost, ofDomain int64
	urls, hosts := map[uint32]bool{}, map[string]bool{}
	for _, x := range l {
		if x.Until <= now.UnixMilli() {
			continue
		}
		reach := x.Until
		if x.Said > 0 {
			reach = min(reach, x.Said+domainReach.Milliseconds())
		}
		ofDomain, hosts[x.Host] = max(ofDomain, reach), true
		if x.Host != host {
			continue
		}
		ofHost, urls[x.URL] = max(ofHost, x.Until), true
		if x.URL == hashURL(url) {
			own = x.Until
		}
	}
	if len(urls) > 1 && !private {
		own = max(own, ofHost)
	}
	if len(hosts) > 1 && !private {
		own = max(own, ofDomain)
	}
	if own <= now.UnixMilli() {
		return time.Time{}
	}
	return time.UnixMilli(own)
}
