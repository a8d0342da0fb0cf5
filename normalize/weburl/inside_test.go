package weburl

import (
	"fmt"
	"net/netip"
	"testing"
)

func TestWhatIsInside(t *testing.T) {
	for host, want := range map[string]bool{
		"example.org": false, "EXAMPLE.org.": false, "paper.example": false, "93.184.216.34": false, "2606:2800:220:1::1": false, "1.example": false,
		"localhost": true, "LocalHost": true, "a.localhost": true, "printer.local": true, "wiki.corp": true, "metadata.google.internal": true,
		"router.home.arpa": true, "intranet": true, "intranet.": true,
		"127.0.0.1": true, "127.1": true, "2130706433": true, "0x7f000001": true, "0x7f.1": true, "0177.0.0.1": true, "10.0.0.8": true, "169.254.169.254": true,
		"192.168.1.1": true, "172.16.0.1": true, "100.64.0.1": true, "0.0.0.0": true, "224.0.0.1": true, "255.255.255.255": true,
		"::1": true, "::": true, "fe80::1": true, "fd00::1": true, "::ffff:10.0.0.1": true, "64:ff9b::7f00:1": true,
		"1.2.3.4.5": true, "1.2.3.999": true, "08.8.8.8": true, // no browser gets anywhere
		"": false, "locals.example": false, "mylocal.org": false,
	} {
		if Inside(host) != want {
			t.Errorf("%q: %v", host, !want)
		}
	}
}

func FuzzInside(f *testing.F) {
	f.Add("0x7f.1")
	f.Add("[::1]")
	f.Fuzz(func(t *testing.T, host string) {
		if addr, err := netip.ParseAddr(host); err == nil && addr.Zone() == "" && Inside(host) == IsPublic(addr) {
			t.Errorf("%s", host)
		}
	})
}

func ExampleInside() {
	fmt.Println(Inside("example.org"), Inside("169.254.169.254"), Inside("2130706433"))
	// Output: false true true
}
