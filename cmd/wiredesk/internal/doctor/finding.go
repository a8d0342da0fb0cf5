package doctor

// Finding is one thing that the doctor looked at.
type Finding struct {
	Check  string `json:"check"`
	Result string `json:"result"` // ok, warning or error
	Text   string `json:"text"`
	Help   string `json:"help,omitempty"` // the way out
}

// fine is a Finding that all is well; warning and broken are none without a way
// out.
func fine(check, text string) Finding          { return Finding{check, "ok", text, ""} }
func warning(check, text, help string) Finding { return Finding{check, "warning", text, help} }
func broken(check, text, help string) Finding  { return Finding{check, "error", text, help} }
