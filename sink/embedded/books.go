package embedded

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// notFound is what a reader hears of consumers that are not there, or not its own: it
// cannot tell which.
func notFound() *server.ApiError {
	return &server.ApiError{Code: http.StatusNotFound, ErrCode: uint16(server.JSConsumerNotFoundErr), Description: "consumer not found"}
}

// readBooks notes whose consumers there are, page by page.
func (g *gate) readBooks() error {
	for offset := 0; ; {
		var page server.JSApiConsumerListResponse
		if err := g.ask("CONSUMER.LIST."+g.stream, server.ApiPagedRequest{Offset: offset}, &page); err != nil {
			return err
		}
		for _, info := range page.Consumers {
			g.note(info)
		}
		offset += len(page.Consumers)
		if len(page.Consumers) == 0 || offset >= page.Total {
			return nil // also while there is no stream
		}
	}
}

// note writes a consumer down as the server tells of it.
func (g *gate) note(info *server.ConsumerInfo) {
	if info != nil && info.Config != nil {
		g.books.put(info.Name, info.Config.Metadata, info.Created, info.Config.Durable != "")
	}
}

// may says whether a reader may use a consumer. What was made by others than readers
// is looked up.
func (g *gate) may(by reader, name string) bool {
	if !g.books.known(name) {
		var info server.JSApiConsumerInfoResponse
		if g.ask("CONSUMER.INFO."+g.stream+"."+name, struct{}{}, &info) != nil || info.ConsumerInfo == nil {
			return false
		}
		g.note(info.ConsumerInfo)
	}
	before := g.books.old(name)
	if !g.books.use(name, by) {
		g.counts.foreign.Add(1)
		return false
	}
	if before && !g.books.old(name) {
		g.claim(by, name)
	}
	return true
}

// awaitHolder gives the connection time to be noticed as ended that used a nameless
// one's consumer before: a program that has been started again asks at once. Only the
// asker waits.
func (g *gate) awaitHolder(by reader, name string) {
	const looks, each = 10, 50 * time.Millisecond
	for range looks {
		if !g.books.held(name, by) || !g.pause(each) {
			return
		}
	}
}

// own does something with a reader's own consumer.
func (g *gate) own(by reader, name string, do func() *server.ApiError) *server.ApiError {
	g.awaitHolder(by, name)
	if name == "" || strings.ContainsAny(name, ".*>") || !g.may(by, name) {
		return notFound()
	}
	return do()
}

// claim writes the owner of a consumer down that was made before there were any.
func (g *gate) claim(by reader, name string) {
	var info server.JSApiConsumerInfoResponse
	refusal := g.ask("CONSUMER.INFO."+g.stream+"."+name, struct{}{}, &info)
	if refusal == nil && info.ConsumerInfo != nil && info.Config != nil {
		c := *info.Config
		idle := c.InactiveThreshold
		sign(&c, by.owner)
		c.InactiveThreshold = idle
		var answer server.JSApiConsumerCreateResponse
		refusal = g.ask("CONSUMER.DURABLE.CREATE."+g.stream+"."+name,
			server.CreateConsumerRequest{Stream: g.stream, Config: c, Action: server.ActionUpdate}, &answer)
		if refusal == nil {
			refusal = answer.Error
		}
	}
	if refusal != nil {
		g.log.Warn("the owner of a consumer is not written down", "consumer", name, "owner", by.owner, "error", refusal.Description)
		return
	}
	g.log.Info("a consumer of before belongs to who has asked for it first", "consumer", name, "owner", by.owner)
}

// reconcile forgets the consumers that have ended.
func (g *gate) reconcile() {
	names := map[string]bool{}
	for offset := 0; ; {
		var page server.JSApiConsumerNamesResponse
		if g.ask("CONSUMER.NAMES."+g.stream, server.ApiPagedRequest{Offset: offset}, &page) != nil || page.Error != nil {
			return
		}
		for _, name := range page.Consumers {
			names[name] = true
		}
		offset += len(page.Consumers)
		if len(page.Consumers) == 0 || offset >= page.Total {
			break
		}
	}
	for _, name := range g.books.keep(names) {
		g.grants.take(name, reader{})
	}
}

// room says whether a reader may have another consumer.
func (g *gate) room(by reader, durable bool) *server.ApiError {
	full := func() *server.ApiError {
		// No error code: clients have words of their own for it, which say less.
		switch {
		case len(g.books.owned(by)) >= g.limits.Consumers:
			return refuse(http.StatusBadRequest, "you have as many consumers as a reader may have: delete some, or wait until they end")
		case durable && isNameless(by.owner) && g.books.durables() >= g.limits.Durables:
			return refuse(http.StatusBadRequest, "there are as many durables as those without a name may have together: "+
				"ask the operator for a user, or to remove some of them")
		case isNameless(by.owner) && g.books.ofNameless() >= readersTogether*g.limits.Consumers:
			return refuse(http.StatusBadRequest, "there are as many consumers as those without a name may have together: try again later")
		}
		return nil
	}
	if full() == nil {
		return nil
	}
	g.reconcile()
	return full()
}

// create makes a consumer for a reader.
func (g *gate) create(m *nats.Msg, by reader, call string) *server.ApiError {
	req, refusal := inspect(m.Data)
	if refusal != nil {
		return refusal
	}
	name := req.Config.Name
	if name == "" {
		name = req.Config.Durable
	}
	exists := false
	if name != "" && !strings.ContainsAny(name, ".*> ") {
		var info server.JSApiConsumerInfoResponse
		if refusal := g.ask("CONSUMER.INFO."+g.stream+"."+name, struct{}{}, &info); refusal != nil {
			return refusal
		}
		if exists = info.ConsumerInfo != nil; exists {
			g.note(info.ConsumerInfo)
			if info.Config != nil && info.Config.MaxRequestBatch == 0 { // from before there was a bound
				req.Config.MaxRequestBatch = 0
			}
			g.awaitHolder(by, name)
		} else {
			g.forget(name)
		}
	}
	switch {
	case exists && !g.may(by, name):
		return refuse(http.StatusForbidden, "consumer %s exists and belongs to another reader, or is in use by one without a name: "+
			"use another name, or ask the operator (wiredesk subscribers)", name)
	case !exists:
		if refusal := g.room(by, req.Config.Durable != ""); refusal != nil {
			return refusal
		}
	}
	if !exists || !g.books.old(name) {
		sign(&req.Config, by.owner)
	}
	var raw json.RawMessage
	if refusal := g.ask(call, req, &raw); refusal != nil {
		return refusal
	}
	var answer server.JSApiConsumerCreateResponse
	if err := json.Unmarshal(raw, &answer); err == nil && answer.ConsumerInfo != nil {
		g.note(answer.ConsumerInfo)
		g.books.use(answer.Name, by)
		g.grants.take(answer.Name, by) // from whoever had one of that name before
		g.grants.give(by, answer.Name)
	}
	return g.respond(m, raw)
}

func (g *gate) delete(m *nats.Msg, call, name string) *server.ApiError {
	var raw json.RawMessage
	if refusal := g.ask(call, struct{}{}, &raw); refusal != nil {
		return refusal
	}
	g.forget(name)
	return g.respond(m, raw)
}

// forget forgets a consumer that has ended, and takes its name from whoever had it: the next
// of that name may be another's.
func (g *gate) forget(name string) {
	g.books.forget(name)
	g.grants.take(name, reader{})
}

// consumerNames tells a reader of its own.
func (g *gate) consumerNames(m *nats.Msg, by reader) *server.ApiError {
	g.reconcile()
	names := g.books.owned(by)
	answer := server.JSApiConsumerNamesResponse{
		ApiResponse: server.ApiResponse{Type: server.JSApiConsumerNamesResponseType}, Consumers: []string{},
	}
	answer.Total, answer.Limit = len(names), server.JSApiNamesLimit
	if offsetOf(m.Data) == 0 {
		answer.Consumers = append(answer.Consumers, names...)
	}
	return g.respond(m, answer)
}

// consumerList describes to a reader its own, of which there are few enough for a page.
func (g *gate) consumerList(m *nats.Msg, by reader) *server.ApiError {
	names := g.books.owned(by)
	answer := server.JSApiConsumerListResponse{
		ApiResponse: server.ApiResponse{Type: server.JSApiConsumerListResponseType}, Consumers: []*server.ConsumerInfo{},
	}
	for _, name := range names {
		var info server.JSApiConsumerInfoResponse
		if refusal := g.ask("CONSUMER.INFO."+g.stream+"."+name, struct{}{}, &info); refusal != nil {
			return refusal
		}
		if info.ConsumerInfo != nil && offsetOf(m.Data) == 0 {
			answer.Consumers = append(answer.Consumers, info.ConsumerInfo)
		}
	}
	answer.Total, answer.Limit = len(names), server.JSApiListLimit
	return g.respond(m, answer)
}

// streamNames tells of the streams that readers may read.
func (g *gate) streamNames(m *nats.Msg) *server.ApiError {
	var req server.JSApiStreamNamesRequest
	if len(m.Data) > 0 {
		if err := json.Unmarshal(m.Data, &req); err != nil {
			return refuse(http.StatusBadRequest, "%v", err)
		}
	}
	var all server.JSApiStreamNamesResponse
	if refusal := g.ask("STREAM.NAMES", req, &all); refusal != nil {
		return refusal
	}
	names := []string{}
	for _, name := range all.Streams {
		if name == g.stream || name == schemaStream {
			names = append(names, name)
		}
	}
	all.Streams, all.Total = names, len(names)
	return g.respond(m, all)
}

func offsetOf(data []byte) int {
	var page server.ApiPagedRequest
	if json.Unmarshal(data, &page) != nil {
		return 0
	}
	return page.Offset
}
