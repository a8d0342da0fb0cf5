package ledger

import (
	"fmt"
	"strings"
)

// Loss is one thing that is not there any more, or not as it was.
type Loss struct {
	// Stream is the stream or bucket it belongs to; empty if that is not known.
	Stream string `json:"stream,omitempty"`
	// File is the damaged file, from the state directory; empty if it is none.
	File string `json:"file,omitempty"`
	// Text says what is wrong, in words.
	Text string `json:"text"`
}

func (l Loss) String() string {
	switch {
	case l.File != "":
		return l.File + ": " + l.Text
	case l.Stream != "":
		return l.Stream + " " + l.Text
	}
	return l.Text
}

// Text says losses one after the other.
func Text(losses []Loss) string {
	texts := make([]string, len(losses))
	for i, l := range losses {
		texts[i] = l.String()
	}
	return strings.Join(texts, "; ")
}

// shownLosses bounds what an error names one by one.
const shownLosses = 5

// LossError says that a state directory holds less than it did, and that no crash
// explains it.
type LossError struct {
	Dir    string
	Losses []Loss
}

func (e *LossError) Error() string {
	texts := make([]string, 0, shownLosses+1)
	for i, l := range e.Losses {
		if i == shownLosses {
			texts = append(texts, fmt.Sprintf("and %d more", len(e.Losses)-i))
			break
		}
		texts = append(texts, l.String())
	}
	return fmt.Sprintf("the state in %s is damaged: %s", e.Dir, strings.Join(texts, "; "))
}
