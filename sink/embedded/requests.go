package embedded

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// What readers ask is decoded, judged, and passed on as it was decoded: never their own
// bytes, in which the server could read something that the gate did not.

func refuse(code int, format string, args ...any) *server.ApiError {
	return &server.ApiError{Code: code, Description: fmt.Sprintf(format, args...)}
}

// inspect returns the consumer that a reader asks for, or why it cannot have it.
func inspect(data []byte) (server.CreateConsumerRequest, *server.ApiError) {
	var req server.CreateConsumerRequest
	if len(data) > requestSize {
		return req, refuse(http.StatusRequestEntityTooLarge, "consumer request: %d bytes, at most %d", len(data), requestSize)
	}
	if err := json.Unmarshal(data, &req); err != nil {
		return req, refuse(http.StatusBadRequest, "consumer request: %v", err)
	}
	c := &req.Config
	switch {
	case c.DeliverSubject != "" || c.DeliverGroup != "":
		return req, refuse(http.StatusForbidden, "readers may only create pull consumers (no deliver subject)")
	case req.Action == server.ActionUpdate:
		return req, refuse(http.StatusForbidden, "readers may not change a consumer that exists: delete it and make it again")
	case len(c.FilterSubjects) > filterSubjects:
		return req, refuse(http.StatusBadRequest, "consumer request: %d filter subjects, at most %d", len(c.FilterSubjects), filterSubjects)
	case len(c.BackOff) > filterSubjects:
		return req, refuse(http.StatusBadRequest, "consumer request: %d pauses, at most %d", len(c.BackOff), filterSubjects)
	case c.MaxAckPending < 0 || c.MaxAckPending > maxAckPending:
		return req, refuse(http.StatusBadRequest, "consumer request: max_ack_pending is at most %d here", maxAckPending)
	case c.PauseUntil != nil || c.PriorityPolicy == server.PriorityOverflow:
		return req, refuse(http.StatusForbidden, "readers' consumers neither pause nor wait for others to have enough")
	case c.MaxWaiting < 0 || c.MaxWaiting > maxWaiting:
		return req, refuse(http.StatusBadRequest, "consumer request: max_waiting is at most %d here", maxWaiting)
	}
	// Creating again with the same configuration succeeds; with another one the
	// server refuses, where "create or update" would change the consumer.
	req.Action = server.ActionCreate
	c.Direct, c.Sourcing = false, false
	c.MaxRequestBatch = cmp.Or(min(max(c.MaxRequestBatch, 0), maxBatch), maxBatch)
	return req, nil
}

// sign writes the owner into a consumer, and when it ends that nobody uses: one that a
// name protects does not, unless it is asked for.
func sign(c *server.ConsumerConfig, owner string) {
	metadata := map[string]string{}
	for k, v := range c.Metadata {
		metadata[k] = v
	}
	metadata[OwnerKey] = owner
	c.Metadata = metadata
	idle := c.InactiveThreshold
	switch {
	case c.Durable != "" && !isNameless(owner):
		return
	case c.Durable != "":
		idle = cmp.Or(idle, namelessIdle)
	case isNameless(owner):
		idle = min(idle, 5*time.Minute)
	}
	c.InactiveThreshold = min(idle, namelessIdle)
}

// inspectStreamInfo leaves of a question about a stream what does not take long, and
// says whether it asks for its subjects, which does.
func inspectStreamInfo(data []byte) (body []byte, subjects bool, _ *server.ApiError) {
	var req server.JSApiStreamInfoRequest
	if len(data) > requestSize {
		return nil, false, refuse(http.StatusRequestEntityTooLarge, "%d bytes, at most %d", len(data), requestSize)
	}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &req); err != nil {
			return nil, false, refuse(http.StatusBadRequest, "%v", err)
		}
	}
	req.DeletedDetails = false
	b, err := json.Marshal(req)
	if err != nil {
		return nil, false, refuse(http.StatusBadRequest, "%v", err)
	}
	return b, req.SubjectsFilter != "", nil
}

// inspectMsgGet is a question for a message of a stream, as it was understood.
func inspectMsgGet(data []byte) ([]byte, *server.ApiError) {
	var req server.JSApiMsgGetRequest
	if err := json.Unmarshal(data, &req); err != nil {
		return nil, refuse(http.StatusBadRequest, "%v", err)
	}
	b, err := json.Marshal(req)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "%v", err)
	}
	return b, nil
}
