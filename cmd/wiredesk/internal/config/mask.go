package config

import (
	"net/url"
	"strings"
)

// mask stands for what is not shown.
const mask = "****"

// secretWords are in the names of parameters that hold a secret.
var secretWords = []string{
	"token", "secret", "password", "passwd", "pwd", "apikey", "api_key", "api-key", "auth", "signature", "session", "credential",
}

// Masked is a URL, or several separated by commas, without what only its owner is
// to know: a password, a name that stands alone and may be a token, and the values
// of parameters such as token and api_key. Other texts stay as they are.
func Masked(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	parts := strings.Split(text, ",")
	for i, part := range parts {
		parts[i] = maskedURL(part)
	}
	return strings.Join(parts, ",")
}

// maskedURL changes the text, not the parsed URL: what is shown is what was
// written.
func maskedURL(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return s
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, rest := rest[:end], rest[end:]
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, _, named := strings.Cut(authority[:at], ":")
		if authority = mask + authority[at:]; named {
			authority = user + ":" + authority
		}
	}
	rest, fragment, hasFragment := strings.Cut(rest, "#")
	path, query, hasQuery := strings.Cut(rest, "?")
	out := scheme + "://" + authority + path
	if hasQuery {
		out += "?" + maskedQuery(query)
	}
	if hasFragment {
		out += "#" + fragment
	}
	return out
}

func maskedQuery(query string) string {
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		if ok && value != "" && secretName(name) {
			pairs[i] = name + "=" + mask
		}
	}
	return strings.Join(pairs, "&")
}

// secretName reports whether a parameter's name is that of a secret.
func secretName(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	name = strings.ToLower(name)
	for _, w := range secretWords {
		if strings.Contains(name, w) {
			return true
		}
	}
	return name == "key" || name == "sig" || name == "sid" || strings.HasSuffix(name, "_key") || strings.HasSuffix(name, "-key")
}
