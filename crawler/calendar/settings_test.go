package calendar

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// The record of a feed as versions write it that keep its settings beside the rest.
const oldRecord = `{"id":"0123456789abcdef","url":"https://a.example/feed","name":"A","origin":"/etc/wiredesk.yaml:3",` +
	`"cross_site":true,"source":"/etc/wiredesk.yaml","tags":["x","y"],"speaks_for":["b.example"],"min_every":3600000000000,"max_every":7200000000000,` +
	`"full_text":"never","backfill":"36h","any_certificate":true,"added_at":"2026-11-23T12:00:00Z","paused":true,"title":"T",` +
	`"format":"rss","validators":{"of":"https://a.example/feed","etag":"\"e\""},"next":"2026-11-23T12:00:00Z","why":"w",` +
	`"rate":{"n":1,"h":2},"polled":"2026-11-23T12:00:00Z","outcome":"fresh","status":200,` +
	`"move":{"to":"https://b.example/","times":1,"since":"2026-11-23T12:00:00Z"},"entries":"AQAAAAIAAAADAAAAAAA","known":true}`

func TestSettingsLieInTheRecordAsTheyAlwaysDid(t *testing.T) {
	var f Feed
	if err := json.Unmarshal([]byte(oldRecord), &f); err != nil {
		t.Fatal(err)
	}
	v := reflect.ValueOf(f.Settings)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the record has no %s", v.Type().Field(i).Name)
		}
	}
	b, err := json.Marshal(f)
	want := strings.Replace(oldRecord, `"AQAAAAIAAAADAAAAAAA"`, `".AQAAAAIAAAADAAAAAAA"`, 1) // it may hold an address
	if err != nil || string(b) != want {
		t.Errorf("%v\n got %s\nwant %s", err, b, want)
	}
	if b, err := json.Marshal(Feed{}); err != nil || string(b) != `{"id":"","url":""}` {
		t.Errorf("a feed without any is written %s, %v", b, err)
	}
}

func TestEachSettingTellsTwoFeedsApart(t *testing.T) {
	var f Feed
	if err := json.Unmarshal([]byte(oldRecord), &f); err != nil {
		t.Fatal(err)
	}
	if !f.same(f.Settings) || !(Settings{Tags: []string{}}).same(Settings{}) {
		t.Error("what is the same is told apart")
	}
	v := reflect.ValueOf(&f.Settings).Elem()
	for i := range v.NumField() {
		other := f.Settings
		reflect.ValueOf(&other).Elem().Field(i).SetZero()
		if f.same(other) {
			t.Errorf("without %s it is still the same", v.Type().Field(i).Name)
		}
	}
}
