package charset

// minThai is how many bytes beyond ASCII a text has that is long enough to judge.
const minThai = 20

// looksThai reports whether a text is Thai in TIS-620 or windows-874, which the
// detector does not know. Thai spelling is strict: a vowel that is written before
// its consonant is followed by one, and marks stand on what carries them.
func looksThai(b []byte) bool {
	high, placed, wrong := 0, 0, 0
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		high++
		switch {
		case c < 0xa1 && c != 0xa0 && c != 0x85 && (c < 0x91 || c > 0x97), c >= 0xdb && c <= 0xde, c >= 0xfc:
			return false // there is no such character
		case c >= 0xe0 && c <= 0xe4:
			placed++
			if i+1 == len(b) || !isThaiConsonant(b[i+1]) {
				wrong++
			}
		case isThaiMark(c):
			placed++
			if i == 0 || !isThaiConsonant(b[i-1]) && !isThaiMark(b[i-1]) {
				wrong++
			}
		}
	}
	return high >= minThai && placed*10 >= high && wrong*20 <= placed
}

func isThaiConsonant(c byte) bool { return c >= 0xa1 && c <= 0xce }

// isThaiMark reports whether a vowel or a tone stands above or below.
func isThaiMark(c byte) bool { return c == 0xd1 || c >= 0xd4 && c <= 0xda || c >= 0xe7 && c <= 0xee }
