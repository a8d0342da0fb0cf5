package calendar

// Validators are what a conditional request is made of, as a URL sent them.
type Validators struct {
	Of           string `json:"of,omitempty"`
	ETag         string `json:"etag,omitempty"`
	LastModified string `json:"last_modified,omitempty"`
}
