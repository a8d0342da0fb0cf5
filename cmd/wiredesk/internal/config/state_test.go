package config

import (
	"strings"
	"testing"
)

// The folder of the state is the same wherever a command is started.
func TestTheStateHasOneFolder(t *testing.T) {
	for _, tt := range []struct {
		text string
		env  []string
		dir  string
		want string // what is said if there is none
	}{
		{"state: {dir: /s}", nil, "/s", ""},
		{"state: {dir: s}", nil, "", `state.dir: "s" depends on where a command is started; want an absolute path: from here, it is /`},
		{"state: {dir: ./s}", nil, "", `want an absolute path`},
		{"state: {dir: ~/s}", []string{"HOME=/home/ann"}, "", `"~/s": ~ is not expanded here; want an absolute path: /home/ann/s`},
		{"state: {dir: \"~\"}", []string{"HOME=/home/ann"}, "", "want an absolute path: /home/ann"},
		{"state: {dir: ~/s}", nil, "", "want an absolute path: /home/NAME/s"},
		{"state: {dir: ~}", []string{"HOME=/home/ann"}, "/home/ann/.local/state/wiredesk", ""}, // YAML's own word for nothing
		{"", []string{"WIREDESK_STATE_DIR=s"}, "", "environment variable WIREDESK_STATE_DIR: "},
		{"", []string{"STATE_DIRECTORY=/a:/b", "HOME=/h"}, "/a", ""},
		{"", []string{"STATE_DIRECTORY=a", "HOME=/h"}, "", "environment variable STATE_DIRECTORY: "},
		{"", []string{"XDG_STATE_HOME=x", "HOME=/h"}, "/h/.local/state/wiredesk", ""},
		{"", []string{"HOME="}, "", "environment: there is no folder for the state: HOME is not set; state.dir (WIREDESK_STATE_DIR) names one"},
		{"", nil, "", "HOME is not set"},
		{"", []string{"HOME=h"}, "", "environment variable HOME: "},
		{"nats: {url: \"nats://127.0.0.1:4222\"}", nil, "", ""},
	} {
		c, err := load(t, tt.text, tt.env...)
		if err == nil {
			err = c.CheckState()
		}
		switch {
		case tt.want == "" && (err != nil || tt.dir != "" && c.StateDir() != tt.dir):
			t.Errorf("%q %q: %v, %v", tt.text, tt.env, c, err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%q %q: %v", tt.text, tt.env, err)
		}
	}
	c, err := load(t, "", "XDG_STATE_HOME=x", "HOME=/h")
	if err != nil || len(c.Warnings) != 1 || c.Warnings[0] != "XDG_STATE_HOME=x is passed over: it is no absolute path" {
		t.Errorf("%q, %v", c.Warnings, err)
	}
}

// A variable that is there and empty takes no feeds away.
func TestAnEmptyVariableIsPassedOver(t *testing.T) {
	for _, empty := range []string{"", " ", ",", "\n, \n"} {
		c, err := load(t, "feeds: [https://paper.example/rss]\nopml: [a.opml]\n", "WIREDESK_FEEDS="+empty, "WIREDESK_OPML="+empty)
		if err != nil || len(c.Feeds) != 1 || len(c.OPML) != 1 || len(c.Warnings) != 2 {
			t.Errorf("%q: %v %v %q, %v", empty, c.Feeds, c.OPML, c.Warnings, err)
		}
		if !strings.Contains(c.Warnings[0], "the environment variable WIREDESK_FEEDS is empty, and is passed over; feeds: [] in the file means none") {
			t.Errorf("%q", c.Warnings)
		}
	}
	if c, err := load(t, "", "WIREDESK_FEEDS="); err != nil || len(c.Warnings) != 0 {
		t.Errorf("%q, %v", c.Warnings, err)
	}
}
