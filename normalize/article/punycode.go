package article

import (
	"math"
	"strings"
	"unicode/utf8"
)

// unicodeHost is a host in lower case with its labels as they read: a name is the
// same one whether it was written so or as it is asked for ("xn--…").
func unicodeHost(host string) string {
	if !strings.Contains(host, "xn--") {
		return host
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		if coded, ok := strings.CutPrefix(label, "xn--"); ok {
			if name, ok := fromPunycode(coded); ok && len(name) > utf8.RuneCountInString(name) { // in ASCII it is no other name
				labels[i] = name
			}
		}
	}
	return strings.Join(labels, ".")
}

// The parameters of Punycode for names (RFC 3492, section 5).
const (
	base        = 36
	tmin, tmax  = 1, 26
	skew, damp  = 38, 700
	initialBias = 72
	initialN    = 0x80
	maxLabel    = 63 // bytes of a label (RFC 1035)
)

// fromPunycode decodes a label (RFC 3492, section 6.2).
func fromPunycode(coded string) (string, bool) {
	if len(coded) > maxLabel {
		return "", false
	}
	basic := max(0, strings.LastIndexByte(coded, '-'))
	out := []rune(coded[:basic])
	if basic > 0 {
		basic++
	}
	n, i, bias := rune(initialN), 0, initialBias
	for rest := coded[basic:]; rest != ""; i++ {
		start, weight := i, 1
		for k := base; ; k += base {
			if rest == "" {
				return "", false
			}
			digit := punycodeDigit(rest[0])
			rest = rest[1:]
			if digit < 0 || digit > (math.MaxInt32-i)/weight {
				return "", false
			}
			i += digit * weight
			t := min(max(k-bias, tmin), tmax)
			if digit < t {
				break
			}
			if weight > math.MaxInt32/(base-t) {
				return "", false
			}
			weight *= base - t
		}
		bias = adapt(i-start, len(out)+1, start == 0)
		n += rune(i / (len(out) + 1))
		i %= len(out) + 1
		if !utf8.ValidRune(n) {
			return "", false
		}
		out = append(out[:i], append([]rune{n}, out[i:]...)...)
	}
	return string(out), true
}

func punycodeDigit(c byte) int {
	switch {
	case c >= 'a' && c <= 'z':
		return int(c - 'a')
	case c >= '0' && c <= '9':
		return int(c-'0') + 26
	}
	return -1
}

// adapt is the bias after a delta (RFC 3492, section 6.1).
func adapt(delta, points int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / points
	k := 0
	for ; delta > (base-tmin)*tmax/2; k += base {
		delta /= base - tmin
	}
	return k + (base-tmin+1)*delta/(delta+skew)
}
