package page

import "sync"

const (
	// maxClients bounds who follows at once.
	maxClients = 500
	// behind is how many frames a client may be behind before it is dropped.
	behind = 8
)

// hub sends what was rendered once to all who follow.
type hub struct {
	mu      sync.Mutex
	clients map[chan []byte]bool
}

// join returns a client's frames; closed, it was too slow. It is nil if there are
// too many.
func (h *hub) join() chan []byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.clients) >= maxClients {
		return nil
	}
	c := make(chan []byte, behind)
	h.clients[c] = true
	return c
}

func (h *hub) leave(c chan []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.clients, c)
}

func (h *hub) size() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.clients)
}

// send gives a frame to all, and drops those who have not taken the ones before.
func (h *hub) send(frame []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.clients {
		select {
		case c <- frame:
		default:
			delete(h.clients, c)
			close(c)
		}
	}
}
