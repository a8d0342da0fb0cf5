package htmlfilter

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestNoRuleAsksForWhatIsLeftOut(t *testing.T) {
	asked := regexp.MustCompile(`attr\([\w.]+, "([^"]+)"\)|Key == "([^"]+)"|"((?:data|aria)-[a-z-]+)"`)
	found := 0
	for _, dir := range []string{"../..", "../boilerplate"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range asked.FindAllStringSubmatch(string(source), -1) {
				found++
				if name := m[1] + m[2] + m[3]; isUnread([]byte(name), []byte("display:none")) {
					t.Errorf("%s asks for the attribute %s, which is left out of pages", file, name)
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("only %d attributes are asked for", found)
	}
}

func TestUnreadAttributes(t *testing.T) {
	for name, want := range map[string]bool{
		"data-x": true, "DATA-Track": true, "data-a-very-long-name-of-something": true, "data-src": false, "data-": false, "onclick": true, "on": false, "one": false, "aria-label": false,
		"aria-describedby": true, "style": true, "class": false, "TabIndex": true, "href": false, "": false, "sizes": true, "size": false, "itemprop": false,
	} {
		if got := isUnread([]byte(name), []byte("x")); got != want {
			t.Errorf("%q: %v", name, got)
		}
	}
	if isUnread([]byte("style"), []byte("color:red;display:none")) || isUnread([]byte("style"), []byte("a&#58;b")) {
		t.Error("a style that may hide is left out")
	}
}
