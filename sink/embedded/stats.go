package embedded

// DoorStats are what has happened at the listener since the start.
type DoorStats struct {
	// Connections are how many readers are connected.
	Connections int
	// Full are connections for which there was no room; Logins those with a wrong
	// password, or none.
	Full, Logins uint64
	// Refused are requests that a reader may not make, or too many; Foreign those about
	// consumers of others; Unanswerable those without a reply subject, or more than can be
	// kept; Delayed those that had to wait.
	Refused, Foreign, Unanswerable, Delayed uint64
	// Slow are readers that were disconnected because they did not read what they had
	// asked for, Floods those that sent too much, or what is forbidden again and again.
	Slow, Floods uint64
}

// Door says what has happened at the listener.
func (s *Server) Door() DoorStats {
	c := &s.counts
	return DoorStats{
		Connections: s.warden.connected(), Full: c.turnedAway.Load(), Logins: c.failed.Load(), Refused: c.refused.Load(),
		Foreign: c.foreign.Load(), Unanswerable: c.dropped.Load(), Delayed: c.delayed.Load(), Slow: c.slow.Load(), Floods: c.floods.Load(),
	}
}
