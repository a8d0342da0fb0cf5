package normalize

import (
	"encoding/hex"
	"strings"
	"unicode/utf8"
)

// maxAddress is the longest mail address (RFC 5321, 4.5.3.1).
const maxAddress = 254

// protectedAddress is the mail address that a script of Cloudflare's decodes on the
// page: the first byte is the key of the others. "" if it is none.
func protectedAddress(code string) string {
	if len(code) > 2*maxAddress+2 {
		return ""
	}
	b, err := hex.DecodeString(code)
	if err != nil || len(b) < 4 {
		return ""
	}
	for i := range b[1:] {
		b[i+1] ^= b[0]
	}
	address, _, _ := strings.Cut(string(b[1:]), "?") // a subject
	if at := strings.IndexByte(address, '@'); at < 1 || at == len(address)-1 || !utf8.ValidString(address) ||
		strings.ContainsFunc(address, isNoAddress) {
		return ""
	}
	return address
}

func isNoAddress(c rune) bool {
	return c <= ' ' || c == 0x7f || strings.ContainsRune("<>\"(),;:\\[]", c)
}
