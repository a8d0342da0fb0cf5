package main

// oneArticle wants one reference to a story.
func oneArticle(command string) func(args []string) error {
	return func(args []string) error {
		if len(args) != 1 {
			return usage("%s wants one ARTICLE: an id, the first 8 digits of it, or a URL", command)
		}
		return nil
	}
}
