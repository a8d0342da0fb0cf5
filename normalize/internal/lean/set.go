package lean

// set is a set of names in lower case. Most of what is looked up is in none, and
// its first letter and length say so.
type set struct {
	names   map[string]string
	lengths [256]uint32 // of the names that begin with a byte, as bits
}

func setOf(names ...string) *set {
	s := &set{names: make(map[string]string, len(names))}
	for _, name := range names {
		s.names[name] = name
		for _, first := range []byte{name[0], name[0] - 'a' + 'A'} {
			s.lengths[first] |= 1 << len(name)
		}
	}
	return s
}

// maybe reports whether a name, in any case, can be in the set.
func (s *set) maybe(name []byte) bool {
	return len(name) > 0 && len(name) <= maxName && s.lengths[name[0]]&(1<<len(name)) != 0
}

// find is the name if it is in the set, or "".
func (s *set) find(low []byte) string { return s.names[string(low)] }
