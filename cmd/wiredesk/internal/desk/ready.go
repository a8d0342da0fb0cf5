package desk

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/config"
	"github.com/wiredesk/wiredesk/sink/embedded"
)

// readyTimeout is how long a daemon may take to say how it is: less than a container
// is most often given for the question.
const readyTimeout = 4500 * time.Millisecond

// beatTimeout is how long a server may take to store a sign of life.
const beatTimeout = 2 * time.Second

// DaemonURL is where the daemon serves HTTP. Its error says why none can be asked.
func DaemonURL(cfg *config.Config) (string, error) {
	info, err := embedded.Running(cfg.StateDir())
	if err != nil {
		return "", err
	}
	switch {
	case info != nil && info.HTTP != "":
		return reachable(info.HTTP), nil
	case info != nil: // on http.listen another one may answer
		return "", fmt.Errorf("%s (pid %d) on %s serves no HTTP: its log says why; http.listen (%s) chooses an address", info.Command, info.PID,
			cfg.StateDir(), cfg.Origin("http.listen"))
	}
	if cfg.HTTP.Listen == "none" {
		return "", fmt.Errorf("http.listen (%s) is none: the daemon cannot be asked", cfg.Origin("http.listen"))
	}
	if _, port, err := net.SplitHostPort(cfg.HTTP.Listen); err != nil || port == "0" {
		return "", fmt.Errorf("no daemon is running on %s, and http.listen (%s) names no port: give --url", cfg.StateDir(),
			cfg.Origin("http.listen"))
	}
	return reachable("http://" + cfg.HTTP.Listen), nil
}

// reachable is the URL at which a server that listens everywhere is reached on this
// machine.
func reachable(url string) string {
	for _, everywhere := range []string{"//0.0.0.0:", "//[::]:", "//:"} {
		url = strings.Replace(url, everywhere, "//127.0.0.1:", 1)
	}
	return url
}

// AskReady asks a daemon's /readyz, never by a proxy: whether it does its work, and what it
// says of that.
func AskReady(ctx context.Context, url string) (text string, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", nil)
	if err != nil {
		return "", false, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return "", false, err
	}
	text = strings.TrimSpace(string(body))
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusServiceUnavailable {
		return "", false, fmt.Errorf("%s answered %s", req.URL, resp.Status)
	}
	return text, resp.StatusCode == http.StatusOK, nil
}

// Trouble says why the desk does not do its work, as the daemon that is at work says, or
// a server elsewhere shows; empty if it does, or nobody is at work.
func (d *Desk) Trouble(ctx context.Context) string {
	if d.Config.External() {
		ctx, cancel := context.WithTimeout(ctx, beatTimeout)
		defer cancel()
		if err := d.Calendar.Beat(ctx); err != nil {
			return "nothing is stored: " + err.Error() + d.Diagnosis()
		}
		return ""
	}
	info, err := embedded.Running(d.Config.StateDir())
	if err != nil || info == nil || info.HTTP == "" {
		return ""
	}
	text, ok, err := AskReady(ctx, reachable(info.HTTP))
	switch {
	case err != nil:
		return fmt.Sprintf("%s (pid %d) does not say whether it works: %v", info.Command, info.PID, err)
	case ok:
		return ""
	}
	return strings.ReplaceAll(text, "\n", "; ")
}
