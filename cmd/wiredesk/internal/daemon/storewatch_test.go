package daemon

import (
	"testing"
	"time"
)

func TestAStoreThatKeepsFailingIsGivenUp(t *testing.T) {
	var r relapses
	for i := range mostRelapses {
		if r.again(time.Minute) {
			t.Fatalf("given up after %d", i+1)
		}
	}
	if r.again(storeBriefly + 1) {
		t.Error("given up though it had worked meanwhile")
	}
	for range mostRelapses - 1 {
		r.again(0)
	}
	if !r.again(time.Minute) {
		t.Error("not given up")
	}
}
