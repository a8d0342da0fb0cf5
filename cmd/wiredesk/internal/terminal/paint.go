package terminal

// The colours of marks, as a terminal is told of them.
const (
	Red    = "\x1b[31m"
	Green  = "\x1b[32m"
	Yellow = "\x1b[33m"
	Dim    = "\x1b[2m"
)

// Painted is a text in a colour, or as it is.
func Painted(text, colour string, on bool) string {
	if !on || text == "" {
		return text
	}
	return colour + text + "\x1b[0m"
}
