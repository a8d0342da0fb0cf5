// Package config reads wiredesk's configuration: defaults, then a YAML file,
// then the environment. No file is needed.
//
// The file is read strictly. What it says that is not understood is an error
// with file, line, column and a caret under the place. Every key has a variable:
// crawl.per_host.delay is WIREDESK_CRAWL_PER_HOST_DELAY.
package config
