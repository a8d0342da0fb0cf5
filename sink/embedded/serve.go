package embedded

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// open begins to answer. The gate ends with close.
func (g *gate) open(nc *nats.Conn) error {
	g.nc = nc
	go g.grantWants() // ends with close
	g.calls = newPace(float64(readersTogether*g.limits.Requests), float64(2*readersTogether*g.limits.Requests))
	g.nc.SetErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, _ error) {
		g.counts.dropped.Add(1)
		if sub == nil {
			return
		}
		// More waits than is kept: what is dropped has no answer, and the server remembers
		// for minutes where one would go.
		token, _, _ := strings.Cut(strings.TrimPrefix(sub.Subject, gatePrefix), ".")
		for _, cid := range g.grants.at(g.seats.of(token)) {
			g.flooded(cid)
		}
	})
	if err := g.readBooks(); err != nil {
		return fmt.Errorf("gate for readers: %w", err)
	}
	g.measure()
	for _, s := range g.seats.all {
		sub, err := g.nc.Subscribe(gatePrefix+s.token+".>", g.handle)
		if err == nil {
			err = sub.SetPendingLimits(gateQueue, gateQueue*requestSize/4)
		}
		if err != nil {
			return fmt.Errorf("gate for readers: %w", err)
		}
	}
	for subject, hear := range map[string]nats.MsgHandler{
		nextPrefix + g.stream + ".*":                                g.observe,
		server.JSAdvisoryConsumerCreatedPre + "." + g.stream + ".*": g.changed,
		server.JSAdvisoryConsumerDeletedPre + "." + g.stream + ".*": g.changed,
	} {
		if _, err := g.nc.Subscribe(subject, hear); err != nil {
			return fmt.Errorf("gate for readers: %w", err)
		}
	}
	return g.nc.Flush()
}

// close ends the gate, also one that was not opened.
func (g *gate) close() {
	close(g.done)
	if g.nc != nil {
		g.nc.Close()
		<-g.ended
	}
}

// handle answers one request. Those of one reader come one after the other.
func (g *gate) handle(m *nats.Msg) {
	token, call, _ := strings.Cut(strings.TrimPrefix(m.Subject, gatePrefix), ".")
	by, ok := g.seats.who(token)
	if !ok || m.Reply == "" || !by.asked(m) { // nobody would hear the answer, or somebody else
		g.counts.dropped.Add(1)
		return
	}
	cost := 1.0
	if strings.HasPrefix(call, "CONSUMER.LIST.") {
		cost = dearCall
	}
	refusal := refuse(http.StatusTooManyRequests, "too many requests: at most %d a second", g.limits.Requests)
	if g.charge(by, time.Now(), cost) {
		refusal = g.answer(m, by, call)
	}
	if refusal != nil {
		g.counts.refused.Add(1)
		_ = g.respond(m, server.ApiResponse{Error: refusal}) // it is logged there
	}
}

// answer has a request answered, or says why not.
func (g *gate) answer(m *nats.Msg, by reader, call string) *server.ApiError {
	consumer := func(verb string) (string, bool) { return strings.CutPrefix(call, "CONSUMER."+verb+"."+g.stream+".") }
	switch {
	case call == "STREAM.NAMES":
		return g.streamNames(m)
	case strings.HasPrefix(call, "STREAM.INFO."):
		body, subjects, refusal := inspectStreamInfo(m.Data)
		if refusal == nil && subjects && !g.charge(by, time.Now(), dearCall) {
			refusal = refuse(http.StatusTooManyRequests, "too many questions for subjects")
		}
		return g.pass(m, call, body, refusal)
	case strings.HasPrefix(call, "STREAM.MSG.GET."):
		body, refusal := inspectMsgGet(m.Data)
		return g.pass(m, call, body, refusal)
	case strings.HasPrefix(call, "DIRECT.GET."):
		return g.message(m, call)
	case call == "INFO":
		return g.pass(m, call, nil, nil)
	case call == "CONSUMER.NAMES."+g.stream:
		return g.consumerNames(m, by)
	case call == "CONSUMER.LIST."+g.stream:
		return g.consumerList(m, by)
	}
	if name, ok := consumer("INFO"); ok {
		return g.own(by, name, func() *server.ApiError {
			g.grants.take(name, by)
			g.grants.give(by, name) // who asks is about to use it
			return g.pass(m, call, nil, nil)
		})
	}
	if name, ok := consumer("DELETE"); ok {
		return g.own(by, name, func() *server.ApiError { return g.delete(m, call, name) })
	}
	return g.create(m, by, call)
}

// message gets one message of the stream for a reader. Answers to this have their
// errors in headers. Batches are refused: one request would have the server send a
// thousand articles to who does not read them.
func (g *gate) message(m *nats.Msg, call string) *server.ApiError {
	var body []byte
	if len(m.Data) > 0 {
		var req server.JSApiMsgGetRequest
		if err := json.Unmarshal(m.Data, &req); err != nil || req.Batch > 1 || len(req.MultiLastFor) > 0 {
			return g.respondMsg(m, &nats.Msg{Header: nats.Header{"Status": {"408"}, "Description": {"Bad Request: one message at a time"}}})
		}
		req.Batch, req.MaxBytes = 0, 0
		var err error
		if body, err = json.Marshal(req); err != nil {
			return refuse(http.StatusBadRequest, "%v", err)
		}
	}
	answer, err := g.nc.Request(jsPrefix+call, body, gateTimeout)
	if err != nil {
		return refuse(http.StatusServiceUnavailable, "the server does not answer: %v", err)
	}
	return g.respondMsg(m, &nats.Msg{Header: answer.Header, Data: answer.Data})
}

func (g *gate) respondMsg(m, answer *nats.Msg) *server.ApiError {
	if err := m.RespondMsg(answer); err != nil {
		g.log.Warn("gate for readers: answer", "error", err)
	}
	return nil
}

// pass hands a request to the server and its answer to the reader.
func (g *gate) pass(m *nats.Msg, call string, body []byte, refusal *server.ApiError) *server.ApiError {
	if refusal != nil {
		return refusal
	}
	answer, err := g.nc.Request(jsPrefix+call, body, gateTimeout)
	if err != nil {
		return refuse(http.StatusServiceUnavailable, "the server does not answer: %v", err)
	}
	return g.respond(m, json.RawMessage(answer.Data))
}
