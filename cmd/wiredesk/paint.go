package main

// The colours of marks.
const (
	red    = "\x1b[31m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	dim    = "\x1b[2m"
)

// painted is a text in a colour, or as it is.
func painted(text, colour string, on bool) string {
	if !on || text == "" {
		return text
	}
	return colour + text + "\x1b[0m"
}
