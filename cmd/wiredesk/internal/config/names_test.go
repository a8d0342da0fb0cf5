package config

import (
	"strings"
	"testing"
)

// What is the program's own, or the server's, is no name for articles.
func TestNamesOfTheProgramsOwnAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"stream: {name: JOBS}":                        "JOBS is a stream that wiredesk or NATS keeps something else in",
		"stream: {name: jobs}":                        "jobs is a stream",
		"stream: {name: KV_FEEDS}":                    "KV_FEEDS is a stream",
		"stream: {name: KV_HOSTS}":                    "KV_HOSTS is a stream",
		"stream: {name: kv_mine}":                     "kv_mine is a stream",
		"stream: {name: OBJ_x}":                       "OBJ_x is a stream",
		"stream: {name: $x}":                          "$x is a stream",
		"stream: {name: a.b}":                         "want a name without spaces, dots and wildcards",
		"subject: jobs":                               "want other subjects than jobs.>",
		"subject: jobs.due":                           "want other subjects than jobs.>",
		"subject: $JS.API":                            "want a subject prefix such as articles.v1",
		"subject: $KV":                                "want a subject prefix",
		"subject: _INBOX":                             "want a subject prefix",
		"subject: wiredesk":                           "want other subjects than wiredesk.events.>",
		"subject: wiredesk.events":                    "want other subjects than wiredesk.events.>",
		"subject: wiredesk.events.feed":               "want other subjects than wiredesk.events.>",
		"subject: a..b":                               "want a subject prefix",
		"subject: articles.>":                         "want a subject prefix",
		"inbox_prefix: jobs":                          "want other subjects than jobs.>, which are in use",
		"inbox_prefix: articles":                      "want other subjects than articles.v1.>, which are in use",
		"inbox_prefix: $JS":                           "want other subjects than $JS.>, which are in use",
		"stream: {max_bytes: 1B}":                     "want at least 4MiB, room for a hundred articles",
		"stream: {max_bytes: 4194303}":                "want at least 4MiB",
		"stream: {max_age: 1s}":                       "want at least duplicate_window",
		"stream: {max_age: 1s, duplicate_window: 1s}": "want 1m to 24h",
	} {
		if _, err := load(t, "nats: {"+text+"}\n"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{
		"stream: {name: jobsite}", "subject: jobsite", "subject: wiredesk.articles", "subject: articles", "stream: {max_bytes: 4MiB}",
		"stream: {max_bytes: 0}", "inbox_prefix: _INBOX_archive", "inbox_prefix: articles.v2",
	} {
		if _, err := load(t, "nats: {"+text+"}\n"); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := load(t, "", "WIREDESK_NATS_STREAM_NAME=JOBS"); err == nil || !strings.Contains(err.Error(), "environment variable WIREDESK_NATS_STREAM_NAME: JOBS is") {
		t.Errorf("%v", err)
	}
}
