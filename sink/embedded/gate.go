package embedded

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// gateTimeout is how long the server may take to create a consumer.
const gateTimeout = 5 * time.Second

// gate stands between readers and the creation of consumers. It decodes each
// request, refuses what would let a reader write or spoil another's consumer,
// and passes on what it has decoded, never the reader's own bytes: the server
// can then not read something in them that the gate did not.
type gate struct {
	nc  *nats.Conn
	log *slog.Logger
}

func openGate(nc *nats.Conn, log *slog.Logger) error {
	g := &gate{nc: nc, log: log}
	if _, err := nc.Subscribe(gatePrefix+">", g.handle); err != nil {
		return fmt.Errorf("gate for readers: %w", err)
	}
	return nc.Flush()
}

func (g *gate) handle(m *nats.Msg) {
	body, refusal := inspect(m.Data)
	if refusal == nil {
		answer, err := g.nc.Request(apiPrefix+strings.TrimPrefix(m.Subject, gatePrefix), body, gateTimeout)
		if err == nil {
			g.respond(m, answer.Data)
			return
		}
		refusal = &server.ApiError{Code: 503, Description: "consumer creation: " + err.Error()}
	}
	b, err := json.Marshal(server.JSApiConsumerCreateResponse{
		ApiResponse: server.ApiResponse{Type: server.JSApiConsumerCreateResponseType, Error: refusal},
	})
	if err != nil {
		g.log.Error("gate for readers: encode refusal", "error", err)
		return
	}
	g.respond(m, b)
}

func (g *gate) respond(m *nats.Msg, b []byte) {
	if err := m.Respond(b); err != nil {
		g.log.Warn("gate for readers: answer", "error", err)
	}
}

// inspect returns the request to pass on, or why it is refused.
func inspect(data []byte) ([]byte, *server.ApiError) {
	var req server.CreateConsumerRequest
	if err := json.Unmarshal(data, &req); err != nil {
		return nil, &server.ApiError{Code: 400, Description: "consumer request: " + err.Error()}
	}
	switch {
	case req.Config.DeliverSubject != "" || req.Config.DeliverGroup != "":
		return nil, &server.ApiError{Code: 403, Description: "anonymous readers may only create pull consumers (no deliver subject)"}
	case req.Action == server.ActionUpdate:
		return nil, &server.ApiError{Code: 403, Description: "anonymous readers may not change a consumer that exists"}
	}
	// Creating again with the same configuration succeeds; with another one the
	// server refuses, where "create or update" would change somebody's consumer.
	req.Action = server.ActionCreate
	req.Config.Direct = false
	b, err := json.Marshal(req)
	if err != nil {
		return nil, &server.ApiError{Code: 400, Description: "consumer request: " + err.Error()}
	}
	return b, nil
}
