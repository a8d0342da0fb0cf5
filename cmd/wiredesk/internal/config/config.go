package config

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/wiredesk/wiredesk/crawler/calendar"
)

// Config is the whole configuration. The yaml tags name the keys; doc tags
// describe them in the schema and in the starter file.
type Config struct {
	Feeds    []Feed   `yaml:"feeds" doc:"feeds to poll: URLs, or objects with url and settings; [] says that there are none any more"`
	OPML     []string `yaml:"opml" doc:"OPML files whose feeds are polled as well; relative to this file"`
	Backfill Backfill `yaml:"backfill" doc:"what is published of a feed seen for the first time: all, none, or entries not older than a duration"`
	Crawl    Crawl    `yaml:"crawl" doc:"how the web is fetched"`
	NATS     NATS     `yaml:"nats" doc:"where articles go"`
	State    State    `yaml:"state" doc:"what the built-in NATS server keeps"`
	HTTP     HTTP     `yaml:"http" doc:"what the daemon serves"`
	Metrics  Metrics  `yaml:"metrics" doc:"what /metrics and --metrics-file tell"`
	Log      Log      `yaml:"log" doc:"what is said on stderr"`
	Tests    []Test   `yaml:"tests" doc:"pages of which is known what article they make, for wiredesk check --test" env:"-"`

	// File is the file that was read, absolute; empty if there was none.
	File string `yaml:"-"`
	// Again says that a process has read it before, see LoadOptions.
	Again bool `yaml:"-"`
	// Warnings are what looks like a mistake and is none that stops.
	Warnings []string `yaml:"-"`

	origins map[string]string // of each key that is not at its default
	env     func(string) string
}

// Crawl is how the web is fetched.
type Crawl struct {
	Contact      string   `yaml:"contact" doc:"a URL or mail address that site owners can write to; part of the User-Agent"`
	UserAgent    string   `yaml:"user_agent" doc:"who fetches, with a contact: name/version (+URL; mail); empty: made of the version and contact"`
	Workers      int      `yaml:"workers" doc:"how many jobs run at the same time"`
	PerHost      PerHost  `yaml:"per_host" doc:"courtesy towards each host; one request is in flight at a time"`
	Timeout      Duration `yaml:"timeout" doc:"for one request with its redirects"`
	MaxFeed      Size     `yaml:"max_feed" doc:"largest feed, unpacked; reading one takes up to 6.4 times as much memory"`
	MaxPage      Size     `yaml:"max_page" doc:"largest page, unpacked"`
	Robots       Robots   `yaml:"robots" doc:"what robots.txt decides"`
	AllowPrivate Networks `yaml:"allow_private" doc:"private addresses or networks that may be fetched from, such as 10.0.0.0/8"`
	Reserved     string   `yaml:"reserved" doc:"what becomes of a story whose page reserves its text (noindex, noarchive, noai, TDM): publish it, which says so in reuse, the headline alone, or skip it" enum:"publish,headline,skip"`
	Recheck      Recheck  `yaml:"recheck" doc:"when the page of a published story is looked at again for changes and withdrawal, counted from publication: 1h,6h,24h,72h, or none; a page that has not changed twice is left alone"`
	Budget       Budget   `yaml:"budget" doc:"what one feed may bring a day (UTC); what is over is put off, not lost: it comes on the next days, or with feeds release"`
	Hold         Duration `yaml:"hold" doc:"how long a story may wait for a page that fails, from the first failed try, at most 24h, before what the feed says of it is published; 0: not at all, and the page, when it comes, makes the next version"`
	Ports        Ports    `yaml:"ports" doc:"ports that may be fetched from next to 80 and 443, such as 8080,8443"`
	Proxy        string   `yaml:"proxy" doc:"HTTP proxy for all fetches; the environment's is ignored"`
	Profile      string   `yaml:"profile" doc:"normal, or courteous: at most hourly, and daily where a site gives no validators, unless every and blind_every say otherwise" enum:"normal,courteous"`
	Every        Range    `yaml:"every" doc:"bounds of the interval between two polls of a feed"`
	Blind        Duration `yaml:"blind_every" doc:"least interval of a feed without validators, which costs its site the whole body each time"`
	Lease        Duration `yaml:"lease" doc:"how long a job stays with a worker that gives no sign of life"`
	Grace        Duration `yaml:"grace" doc:"how long work in flight may go on after a stop"`
}

// Budget is what one feed may bring a day.
type Budget struct {
	Stories   int  `yaml:"stories" doc:"new stories; 0: any number"`
	Changes   int  `yaml:"changes" doc:"stories that it shows again saying something else; 0: any number"`
	Elsewhere int  `yaml:"elsewhere" doc:"pages of sites for which it may not speak; 0: any number"`
	Children  int  `yaml:"children" doc:"sitemaps that an index names for the first time; 0: any number"`
	Bytes     Size `yaml:"bytes" doc:"whole texts that its entries carry; 0: any size"`
}

// PerHost is the courtesy towards one host.
type PerHost struct {
	Delay Duration `yaml:"delay" doc:"from the end of an answer to the next request"`
}

// Robots is what robots.txt decides. It always decides about pages.
type Robots struct {
	Feeds string `yaml:"feeds" doc:"obey or ignore it for feeds, which a person named" enum:"obey,ignore"`
}

// NATS is where articles go.
type NATS struct {
	URL          string `yaml:"url" doc:"server or cluster, such as nats://nats.example:4222; empty: the built-in server"`
	Context      string `yaml:"context" doc:"a context of the nats command line tool, instead of url and credentials"`
	Creds        string `yaml:"creds" doc:"credentials file"`
	User         string `yaml:"user" doc:"user name"`
	Password     string `yaml:"password" doc:"password; better password_file" secret:"true"`
	PasswordFile string `yaml:"password_file" doc:"file that holds the password"`
	Token        string `yaml:"token" doc:"token; better token_file" secret:"true"`
	TokenFile    string `yaml:"token_file" doc:"file that holds the token"`
	InboxPrefix  string `yaml:"inbox_prefix" doc:"begins the subjects of answers, for a user who may subscribe to none but those: _INBOX_archive"`
	TLS          TLS    `yaml:"tls" doc:"certificates, where the system's do not do"`
	Listen       string `yaml:"listen" doc:"address of the built-in server, on loopback unless there are users; auto: 127.0.0.1:4222 or the next port that is free; none: do not listen"`
	Users        string `yaml:"users" doc:"file of those who may connect to the built-in server, a line each of name, role (reader or writer) and password or its bcrypt hash; empty: everybody on this machine may read"`
	ListenTLS    Pair   `yaml:"listen_tls" doc:"certificate of the built-in server, for its listener"`
	Sync         string `yaml:"sync" doc:"when the built-in server forces what it stores to disk: interval (every 10 s; a power failure can lose that), or always, before each acknowledgement (slower)" enum:"interval,always"`
	Limits       Limits `yaml:"limits" doc:"what strangers may take of the built-in server"`
	Subject      string `yaml:"subject" doc:"prefix of subjects: PREFIX.<language>.<site>.<event>; not jobs, nor wiredesk.events"`
	Stream       Stream `yaml:"stream" doc:"the stream of articles"`
}

// Limits are what strangers may take of the built-in server.
type Limits struct {
	Connections   int  `yaml:"connections" doc:"how many clients may be connected; fewer where the limit of open files is low"`
	PerAddress    int  `yaml:"per_address" doc:"how many of them from one address"`
	Subscriptions int  `yaml:"subscriptions" doc:"how many subscriptions one reader may have"`
	Pending       Size `yaml:"pending" doc:"how much may wait for a reader that does not read, and three times as much for all, before it is disconnected"`
	Consumers     int  `yaml:"consumers" doc:"how many consumers one reader may have"`
	Requests      int  `yaml:"requests" doc:"how many requests a second of one reader are answered; fetching and acknowledging are not counted"`
}

// low is the limit with which nobody could work; empty: none is.
func (l Limits) low() string {
	switch {
	case l.Connections < 16:
		return "connections"
	case l.PerAddress < 2:
		return "per_address"
	case l.Subscriptions < 8:
		return "subscriptions"
	case l.Pending < 1<<20: // the largest message
		return "pending"
	case l.Consumers < 2:
		return "consumers"
	case l.Requests < 5:
		return "requests"
	}
	return ""
}

// Pair is a certificate and its key.
type Pair struct {
	Cert string `yaml:"cert" doc:"PEM file of the certificate"`
	Key  string `yaml:"key" doc:"PEM file of the key"`
}

// TLS are files of certificates.
type TLS struct {
	CA   string `yaml:"ca" doc:"certificate authorities"`
	Cert string `yaml:"cert" doc:"client certificate"`
	Key  string `yaml:"key" doc:"key of the client certificate"`
}

// Stream is the stream of articles.
type Stream struct {
	Name            string   `yaml:"name" doc:"name of the stream; not JOBS, nor KV_ and the name of a bucket"`
	MaxAge          Duration `yaml:"max_age" doc:"how long articles are kept"`
	MaxBytes        Size     `yaml:"max_bytes" doc:"how large the stream may become before the oldest go; at least 4MiB"`
	Replicas        int      `yaml:"replicas" doc:"copies on a cluster: 1, 3 or 5"`
	DuplicateWindow Duration `yaml:"duplicate_window" doc:"how long the server recognises a message sent twice"`
}

// State is where the built-in server keeps its files.
type State struct {
	PauseBelow Size   `yaml:"pause_below" doc:"the crawl pauses while the disk of dir has less free space than this, and goes on by itself when there is a quarter more; 0: never"`
	Dir        string `yaml:"dir" doc:"folder, an absolute path; empty: $STATE_DIRECTORY, else $XDG_STATE_HOME/wiredesk, else ~/.local/state/wiredesk"`
}

// HTTP is what the daemon serves: the page, /articles.atom, /metrics and /livez.
type HTTP struct {
	Listen      string `yaml:"listen" doc:"address of the page, /articles.atom, /metrics and /livez; whoever reaches it can read the articles and the state of the feeds; none: do not listen"`
	Connections int    `yaml:"connections" doc:"how many connections there may be; who comes then takes the place of one that says nothing; fewer where the limit of open files is low"`
	PerAddress  int    `yaml:"per_address" doc:"how many of them from one address"`
}

// Metrics is what Prometheus is told.
type Metrics struct {
	PerFeed bool `yaml:"per_feed" doc:"add metrics that bear the URL of each feed, which thousands of feeds make expensive"`
}

// Log is what is said on stderr.
type Log struct {
	Level  string `yaml:"level" doc:"debug, info, warn or error" enum:"debug,info,warn,error"`
	Format string `yaml:"format" doc:"auto, text, json or logfmt; auto is text on a terminal, else json" enum:"auto,text,json,logfmt"`
}

// Feed is one feed of the configuration.
type Feed struct {
	URL      string   `yaml:"url" doc:"address of the feed" required:"true"`
	Name     string   `yaml:"name" doc:"what people call it"`
	Every    Range    `yaml:"every" doc:"its own bounds, such as 10m..12h"`
	FullText string   `yaml:"full_text" doc:"auto, always or never fetch the page of an entry" enum:"auto,always,never"`
	Backfill Backfill `yaml:"backfill" doc:"its own rule"`
	Tags     []string `yaml:"tags" doc:"words to sort feeds by"`
	// Certificate is any for a feed that is fetched though its certificate does
	// not verify.
	Certificate string `yaml:"certificate" doc:"valid, or any: poll it though its certificate does not verify" enum:"valid,any"`
	// CrossSite is allow for a sitemap that may name pages of other sites.
	CrossSite string `yaml:"cross_site" doc:"refuse, or allow: a sitemap may name pages of other sites" enum:"refuse,allow"`
	// SpeaksFor are sites of partners: nothing but a name, which may have a port.
	SpeaksFor []string `yaml:"speaks_for" doc:"sites other than its own for whose stories it may speak, such as [paper.example]; of others it announces the stories, and no more"`
	// Line is where it stands in File; 0 if it came from the environment.
	Line int `yaml:"-"`
}

// Default is the configuration without any file.
func Default() *Config {
	return &Config{
		Backfill: Backfill{calendar.Backfill{MaxAge: 24 * time.Hour}},
		Crawl: Crawl{
			Workers: 16, PerHost: PerHost{Delay: Duration(2 * time.Second)}, Timeout: Duration(30 * time.Second),
			MaxFeed: 10 << 20, MaxPage: 5 << 20,
			Robots: Robots{Feeds: "obey"}, Reserved: "publish", Profile: "normal",
			Recheck: Recheck{[]time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 72 * time.Hour}},
			Every:   Range{Min: 15 * time.Minute, Max: 24 * time.Hour}, Blind: Duration(time.Hour),
			Budget: Budget{Stories: 5000, Changes: 5000, Elsewhere: 1000, Children: 50, Bytes: 256 << 20},
			Lease:  Duration(30 * time.Second), Grace: Duration(15 * time.Second),
		},
		NATS: NATS{
			Listen: "127.0.0.1:4222", Sync: "interval", Subject: "articles.v1",
			Limits: Limits{Connections: 512, PerAddress: 128, Subscriptions: 256, Pending: 16 << 20, Consumers: 64, Requests: 50},
			Stream: Stream{
				Name: "ARTICLES", MaxAge: Duration(30 * 24 * time.Hour), MaxBytes: 10 << 30, Replicas: 1,
				DuplicateWindow: Duration(time.Hour),
			},
		},
		State:   State{PauseBelow: 512 << 20},
		HTTP:    HTTP{Listen: "127.0.0.1:8090", Connections: 256, PerAddress: 128},
		Log:     Log{Level: "info", Format: "auto"},
		origins: map[string]string{},
		env:     func(string) string { return "" },
	}
}

// External reports whether articles go to a server that is not built in.
func (c *Config) External() bool { return c.NATS.URL != "" || c.NATS.Context != "" }

// SecretsInFile are the keys whose secrets stand in the configuration file itself.
func (c *Config) SecretsInFile() []string {
	var keys []string
	u, err := url.Parse(c.NATS.URL)
	for _, s := range []struct {
		key  string
		held bool
	}{
		{"nats.password", c.NATS.Password != ""}, {"nats.token", c.NATS.Token != ""}, {"nats.url", err == nil && u.User != nil},
	} {
		origin := c.Origin(s.key)
		if s.held && c.File != "" && origin != "default" && !strings.HasPrefix(origin, "env ") && !strings.HasPrefix(origin, "flag ") {
			keys = append(keys, s.key)
		}
	}
	return keys
}

// Intervals are the bounds of the interval between two polls, and the least one
// of feeds without validators.
func (c *Config) Intervals() (bounds Range, blind time.Duration) {
	bounds, blind = c.Crawl.Every, c.Crawl.Blind.Duration()
	if c.Crawl.Profile == "courteous" {
		if c.Origin("crawl.every") == "default" {
			bounds.Min = time.Hour
		}
		if c.Origin("crawl.blind_every") == "default" {
			blind = 24 * time.Hour
		}
	}
	return bounds, blind
}

// OPMLFiles are the OPML files, found from where the configuration lies.
func (c *Config) OPMLFiles() []string {
	var files []string
	for _, f := range c.OPML {
		files = append(files, c.Relative(f))
	}
	return files
}

// ProxyURL is the proxy, or nil.
func (c *Crawl) ProxyURL() (*url.URL, error) {
	if c.Proxy == "" {
		return nil, nil
	}
	u, err := url.Parse(c.Proxy)
	if err != nil {
		return nil, fmt.Errorf("crawl.proxy: %w", err)
	}
	return u, nil
}
