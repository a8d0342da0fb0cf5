package embedded

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/netip"
)

// greet reads the server's greeting, and writes it as it would be to who comes over the
// network.
func greet(line []byte, from netip.Addr, encrypted bool) (cid uint64, greeting []byte, err error) {
	text, ok := bytes.CutPrefix(line, []byte("INFO "))
	if !ok {
		return 0, nil, errors.New("no greeting")
	}
	var info struct {
		ID uint64 `json:"client_id"`
	}
	members := map[string]json.RawMessage{}
	if err := errors.Join(json.Unmarshal(text, &info), json.Unmarshal(text, &members)); err != nil {
		return 0, nil, err
	}
	if encrypted {
		members["tls_required"] = json.RawMessage("true")
		delete(members, "tls_available")
	}
	if members["client_ip"], err = json.Marshal(from.String()); err != nil {
		return 0, nil, err
	}
	b, err := json.Marshal(members)
	if err != nil {
		return 0, nil, err
	}
	return info.ID, append(append([]byte("INFO "), b...), '\r', '\n'), nil
}
