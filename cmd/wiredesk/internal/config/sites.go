package config

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/wiredesk/wiredesk/normalize/weburl"
)

// ParseSites reads names of sites, or addresses on them, as whoever names them may write
// them: "paper.example", "https://www.paper.example/", "127.0.0.1:8080". Each site comes
// once, as weburl.Site has it.
func ParseSites(names []string) ([]string, error) {
	var sites []string
	for _, name := range names {
		address := strings.TrimSpace(name)
		if !strings.Contains(address, "://") {
			address = "https://" + address
		}
		site := weburl.Site(address)
		u, err := url.Parse(address)
		if err != nil || site == "" || strings.Trim(u.Path, "/") != "" || strings.ContainsAny(site, "*?_ ,") {
			return nil, fmt.Errorf("%q is no site: want a name such as paper.example", name)
		}
		if !slices.Contains(sites, site) {
			sites = append(sites, site)
		}
	}
	return sites, nil
}
