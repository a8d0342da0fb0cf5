package embedded

import (
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// bench is turns for so many messages of a kilobyte, and who was cut off.
func newBench(messages int64) (t *turns, cut *[]uint64, end func()) {
	done := make(chan struct{})
	t = newTurns(messages*leastSize, done)
	t.weigh(leastSize)
	var gone []uint64
	t.cut = func(cid uint64) { gone = append(gone, cid) }
	return t, &gone, func() { close(done) }
}

// asked asks in the background, and says when it may.
func asked(t *turns, f *flow, n int) <-chan bool {
	answer := make(chan bool, 1)
	go func() { answer <- t.ask(f, n) }()
	return answer
}

func waits(answer <-chan bool) bool {
	select {
	case <-answer:
		return false
	default:
		return true
	}
}

func TestWhatIsAskedForWaitsForItsTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, cut, end := newBench(100)
		ann, bob, eve := &flow{cid: 1}, &flow{cid: 2}, &flow{cid: 3}
		<-asked(turns, ann, 90)
		second := asked(turns, bob, 60)
		synctest.Wait()
		third := asked(turns, eve, 1)
		synctest.Wait()
		if !waits(second) || !waits(third) {
			t.Error("more is let through than fits, or out of turn")
		}
		turns.came(ann)
		turns.read(ann, 50)
		synctest.Wait()
		if waits(second) || !waits(third) {
			t.Error("who comes next does not get its turn when there is room, or more do")
		}
		// What is silent has come, or waits for what is new.
		time.Sleep(2 * settled)
		synctest.Wait()
		if waits(third) || len(*cut) > 0 {
			t.Errorf("a request that nothing comes of holds others up, or is cut off: %v", *cut)
		}
		end()
	})
}

func TestOneRequestIsAlwaysLetThrough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, _, end := newBench(10)
		if !<-asked(turns, &flow{cid: 1}, 1000) {
			t.Error("refused")
		}
		end()
	})
}

func TestWhoDoesNotReadIsCutOffWhenOthersWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, cut, end := newBench(10)
		slow := &flow{cid: 7}
		turns.cut = func(cid uint64) {
			*cut = append(*cut, cid)
			turns.leave(slow)
		}
		<-asked(turns, slow, 10)
		turns.came(slow) // and is not read
		time.Sleep(time.Minute)
		if len(*cut) > 0 {
			t.Error("it is cut off though nobody waits")
		}
		if next := asked(turns, &flow{cid: 8}, 10); !<-next || len(*cut) != 1 || (*cut)[0] != 7 {
			t.Errorf("cut off: %v", *cut)
		}
		end()
	})
}

func TestWhoLeavesOrIsSentHomeWaitsNoLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns, _, end := newBench(10)
		busy, gone := &flow{cid: 1}, &flow{cid: 2}
		<-asked(turns, busy, 10)
		turns.came(busy)
		left, stays := asked(turns, gone, 5), asked(turns, &flow{cid: 3}, 5)
		turns.leave(gone)
		end()
		for range 2 {
			<-left
			left = stays
		}
	})
}

// Clients that ask for all there is and do not read leave room for one that does.
func TestReadersGetTheirTurnBesideThoseWhoDoNotRead(t *testing.T) {
	h := newHall(t, Options{Limits: Limits{Pending: 8 << 20, Pendings: 8 << 20}})
	for range 200 {
		if _, err := h.js.Publish(t.Context(), "articles.v1.en.example_org.published", make([]byte, 50<<10)); err != nil {
			t.Fatal(err)
		}
	}
	h.gate.measure()
	for i, ask := range []string{`{"batch":1000}`, `+NXT {"batch":1000}`} {
		for j := range 3 {
			name := fmt.Sprintf("c%d-%d", i, j)
			create := fmt.Sprintf(`{"stream_name":"ARTICLES","config":{"name":%q,"ack_policy":"none"}}`, name)
			c := dialRaw(t, h.Server, `CONNECT {"verbose":false,"headers":true,"no_responders":true}`, "SUB _INBOX.x 1",
				fmt.Sprintf("PUB $JS.API.CONSUMER.CREATE.ARTICLES.%s _INBOX.x %d", name, len(create)), create)
			until(t, "it has its consumer", func() bool {
				_, err := h.consumer(t, name)
				return err == nil
			})
			time.Sleep(20 * time.Millisecond)
			subject := []string{nextPrefix + "ARTICLES." + name, ackPrefix + "ARTICLES." + name + ".1.1.1.1700000000000000000.0"}[i]
			if _, err := fmt.Fprintf(c, "PUB %s _INBOX.x %d\r\n%s\r\n", subject, len(ask), ask); err != nil {
				t.Fatal(err)
			}
		}
	}
	_, js := h.visitor(t)
	c, err := js.CreateConsumer(t.Context(), "ARTICLES", jetstream.ConsumerConfig{AckPolicy: jetstream.AckExplicitPolicy})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := c.Fetch(100, jetstream.FetchMaxWait(30*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range batch.Messages() {
		n++
	}
	if n != 100 {
		t.Errorf("a reader who reads gets %d of 100", n)
	}
	turns := h.lobby.turns
	turns.mu.Lock()
	defer turns.mu.Unlock()
	if turns.owed > 1000 {
		t.Errorf("%d messages of %d bytes are on their way", turns.owed, turns.each)
	}
}

// Nobody's memory of turns goes wrong when all do everything at once.
func TestTurnsEndEven(t *testing.T) {
	turns, _, end := newBench(50)
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			f := &flow{cid: uint64(i)} //nolint:gosec // small
			for range 100 {
				if !turns.ask(f, 7) {
					t.Error("refused")
					return
				}
				turns.came(f)
				turns.read(f, 7)
			}
			turns.leave(f)
		})
	}
	all.Wait()
	end()
	if turns.owed != 0 || len(turns.queue) != 0 {
		t.Errorf("%d are owed, %d wait", turns.owed, len(turns.queue))
	}
}
