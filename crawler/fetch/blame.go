package fetch

import (
	"errors"
	"net"
	"strings"
	"syscall"
)

// Blame is whose fault it may be that no answer came.
type Blame int

// Blames.
const (
	// Theirs: the site's, or nobody's: an answer came, or a sign that there is a way.
	Theirs Blame = iota
	// Doubtful: the site's, or of the way between, which may begin on this machine.
	Doubtful
	// Ours: this machine's, whatever the site is like.
	Ours
)

// ownErrors are what the system says when this machine can make no request.
var ownErrors = []syscall.Errno{
	syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, syscall.ENETDOWN, syscall.EADDRNOTAVAIL,
}

// noWay are what it says when it knows no way to an address.
var noWay = []syscall.Errno{syscall.ENETUNREACH, syscall.EHOSTUNREACH}

// BlameOf says whose fault an error of Get may be; nil is nobody's. A name that does not
// exist and a connection that was refused are the site's: somebody has answered.
func BlameOf(err error) Blame {
	var fe *Error
	switch {
	case !errors.As(err, &fe):
		return Theirs
	case ofProxy(err):
		return Ours
	case fe.Answered:
		return Theirs
	}
	var dns *net.DNSError
	if errors.As(fe.Err, &dns) {
		switch {
		case ownText(dns.Err): // the net package keeps no more of the cause than its text
			return Ours
		case dns.IsNotFound:
			return Theirs
		}
		return Doubtful
	}
	var system syscall.Errno
	if errors.As(fe.Err, &system) {
		for _, own := range ownErrors {
			if system == own {
				return Ours
			}
		}
		for _, none := range noWay {
			if system == none {
				return Doubtful
			}
		}
	}
	if fe.Class == Timeout {
		return Doubtful
	}
	return Theirs
}

func ownText(text string) bool {
	for _, own := range ownErrors {
		if strings.Contains(text, own.Error()) {
			return true
		}
	}
	return false
}

// Reached reports whether an error of Get shows that there is a way to somebody: a server
// began to answer, or closed or refused the connection.
func Reached(err error) bool {
	var fe *Error
	if !errors.As(err, &fe) || ofProxy(err) {
		return false
	}
	return fe.Answered || fe.Class == TLS || fe.Class == Unanswered || errors.Is(fe.Err, syscall.ECONNREFUSED)
}
