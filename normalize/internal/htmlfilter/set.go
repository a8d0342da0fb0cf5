package htmlfilter

// set is a set of names in lower case, in buckets by first letter and length: most
// of what is looked up is in an empty one, and hardly any holds more than two.
type set struct {
	buckets [26 * (maxName + 1)][]string
}

func setOf(names ...string) *set {
	s := &set{}
	for _, name := range names {
		b := s.bucket([]byte(name))
		*b = append(*b, name)
	}
	return s
}

// bucket is where a name is, in any case; nil if it can be nowhere.
func (s *set) bucket(name []byte) *[]string {
	if len(name) == 0 || len(name) > maxName || !isLetter(name[0]) {
		return nil
	}
	return &s.buckets[int(name[0]|0x20-'a')*(maxName+1)+len(name)]
}

// find is the name if it is in the set, whatever its case, or "".
func (s *set) find(name []byte) string {
	b := s.bucket(name)
	if b == nil {
		return ""
	}
	for _, n := range *b {
		if equalFold(name, n) {
			return n
		}
	}
	return ""
}

// has reports whether a name in lower case is in the set.
func (s *set) has(name string) bool { return s.find([]byte(name)) != "" }
