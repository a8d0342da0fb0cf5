package embedded

import "time"

// Limits are what strangers may take of the server. Zero fields have defaults, with
// which all readers together cost less than 192 MiB.
type Limits struct {
	// Connections are how many clients may be connected, our own included; 0: 512.
	Connections int
	// PerAddress is how many of them may come from one address, or one IPv6 network
	// of 64 bits; 0: 128. The operator does not count.
	PerAddress int
	// Nameless is how many may be connected without credentials, where that is allowed; 0: 64.
	Nameless int
	// Subscriptions are those of one reader, in all its connections; 0: 256.
	Subscriptions int
	// Pending is how many bytes may wait for a reader that does not read, Pendings how
	// many for all of them together, before the slowest are disconnected; 0: 16 MiB
	// and 48 MiB. A reader that asks for more at a time than it can take is one. Requests
	// that would bring more than Pendings together wait.
	Pending, Pendings int64
	// Consumers are those of one reader at a time; 0: 64. Durables are those of all
	// the nameless together; 0: 16.
	Consumers, Durables int
	// Requests are those of one reader in a second, those for messages and
	// acknowledgements aside; 0: 50. What comes faster waits, and is refused when it
	// would wait for long.
	Requests int
}

func (l Limits) withDefaults() Limits {
	for _, d := range []struct {
		value *int
		std   int
	}{
		{&l.Connections, 512}, {&l.PerAddress, 128}, {&l.Nameless, 64}, {&l.Subscriptions, 256}, {&l.Consumers, 64}, {&l.Durables, 16},
		{&l.Requests, 50},
	} {
		if *d.value <= 0 {
			*d.value = d.std
		}
	}
	if l.Pending <= 0 {
		l.Pending = 16 << 20
	}
	if l.Pendings <= 0 {
		l.Pendings = max(48<<20, l.Pending)
	}
	return l
}

const (
	// requestSize is the largest message that a reader may send, in bytes.
	requestSize = 16 << 10
	// filterSubjects are the most that one consumer of a reader may have.
	filterSubjects = 64
	// maxAckPending and maxWaiting are the most that a reader's consumer may keep: the
	// first is the server's default, the second is that of its clients.
	maxAckPending, maxWaiting = 1000, 512
	// maxBatch is how many messages one request may ask for.
	maxBatch = 1000
	// namelessIdle is when a consumer of the nameless ends that nobody uses.
	namelessIdle = 24 * time.Hour
	// perUser is how many connections one named user may have.
	perUser = 32
	// linesEach is how many lines of the protocol one connection of strangers may send in a
	// second, linesTogether how many all of them: a request or an acknowledgement is two.
	linesEach, linesTogether = 4000, 10_000
	// bytesALine is how much of a message counts as a line, in bytes.
	bytesALine = 64
	// answerTime is after how long of silence the server forgets where answers to a
	// request for messages go; clients wait 30 s, or have it give signs of life.
	answerTime = "45s"
	// pullRate and pullBurst are how many requests for messages one connection may send in
	// a second, and at once. Who sends more is disconnected.
	pullRate, pullBurst = 500, 2000
	// readersTogether is how many times a reader's share of requests all of them get together.
	readersTogether = 8
	// grantsEach is how many consumers are granted to one connection at a time.
	grantsEach = 256
)
