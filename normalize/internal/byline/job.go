package byline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isJob reports whether the whole of a part is a job, and names nobody. beside says
// that a name stands before it: then a word for a job in it is enough.
func isJob(s string, beside bool) bool {
	words := strings.Fields(s)
	if len(words) == 0 || len(words) > 9 || slices.ContainsFunc(words, func(w string) bool { return buttons[strings.ToLower(w)] }) {
		return false
	}
	for i := range min(len(words)-1, 3) { // "Head of Data", "Sr. Director of Operations"
		if of := words[i+1]; (of == "of" || of == "for") && headOf[strings.ToLower(words[i])] && (beside || i == 0) {
			return true
		}
	}
	if allJob(words) {
		return true
	}
	if verbs[words[0]] {
		return false
	}
	for i, w := range words {
		if beside && jobs[strings.ToLower(bareWord(w))] && (i == 0 || i+1 == len(words) || !startsLarge(s)) {
			return true
		}
	}
	return false
}

var headOf = set(`head chief director professor editor founder president member lecturer vice-president co-founder chair author`)

func bareWord(w string) string { return strings.Trim(w, ".,:;()'’\"") }

// withoutJob is a name without the job behind it: "Ann Lee Senior Editor". What is
// left has two words at least, or is of a script without capitals.
func withoutJob(words []string) []string {
	for i := 2; i < len(words); i++ {
		w := strings.ToLower(bareWord(words[i]))
		if houses[w] {
			return words
		}
		before := strings.ToLower(bareWord(words[i-1]))
		if (jobs[w] || modifiers[w]) && !particles[w] && allJob(words[i:]) && !allJob(words[1:i]) && !modifiers[before] {
			if last := words[len(words)-1]; !houses[strings.ToLower(bareWord(last))] {
				return words[:i]
			}
		}
	}
	return words
}

// allJob reports whether words are one for a job and those that stand before it.
func allJob(words []string) bool {
	job := false
	for _, w := range words {
		w = strings.ToLower(bareWord(w))
		if !jobs[w] && !modifiers[w] && !houses[w] {
			return false
		}
		job = job || jobs[w] || houses[w]
	}
	return job
}

// endsInJob reports whether a word of Korean ends in one for a reporter.
func endsInJob(word string) bool {
	for _, job := range []string{"기자", "특파원", "위원", "앵커"} {
		if before, ok := strings.CutSuffix(word, job); ok && before != "" {
			return true
		}
	}
	return false
}

// withoutFusedJob takes the words of Korean, Japanese and Chinese papers for their
// reporters off the end of a name, and what stands behind them.
func withoutFusedJob(s string) string {
	for _, place := range fromPlaces { // "台北报导"
		if strings.HasSuffix(s, place) {
			return ""
		}
	}
	if i := strings.LastIndexByte(s, ' '); i > 0 && endsInJob(s[i+1:]) { // "강나루 객원기자"
		s = s[:i]
	}
	for _, job := range fusedJobs {
		i := strings.Index(s, job)
		if i <= 0 {
			continue
		}
		before := strings.TrimSpace(s[:i])
		rest := s[i+len(job):]
		if r, _ := utf8.DecodeRuneInString(rest); rest == "" || !unicode.IsLetter(r) {
			return before
		}
	}
	return s
}

// IsBeside reports whether a line is what stands below a name in a byline of several lines,
// and nothing else: a job, or an address of mail or of a network.
func IsBeside(line string) bool {
	line = strings.TrimSpace(line)
	if line == "" || len(line) > 80 {
		return false
	}
	bare := strings.TrimSpace(handle().ReplaceAllString(mail().ReplaceAllString(line, ""), ""))
	return bare == "" || isJob(bare, false)
}
