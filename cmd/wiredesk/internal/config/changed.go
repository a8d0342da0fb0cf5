package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// live are the keys that a daemon takes over without a restart, with all under
// them; cold are the exceptions. The others are bound to what was opened once: the
// connection, the store, the listeners.
var (
	live = []string{"feeds", "opml", "backfill", "crawl", "state.pause_below", "log.level", "tests"}
	cold = []string{"crawl.lease"}
)

// Changed are the keys whose values differ from those of an earlier configuration,
// in the order of the file, parted into those that a running daemon can take over
// and those that need a restart.
func (c *Config) Changed(from *Config) (taken, restart []string) {
	before := map[string]any{}
	_ = visit(reflect.ValueOf(from).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		before[path] = placeless(v)
		return nil
	})
	_ = visit(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		switch {
		case reflect.DeepEqual(placeless(v), before[path]):
		case under(path, live) && !under(path, cold):
			taken = append(taken, path)
		default:
			restart = append(restart, path)
		}
		return nil
	})
	return taken, restart
}

// Over is what a daemon that runs with from has of c without a restart: all of c,
// but the keys that need one as they are in from.
func (c *Config) Over(from *Config) *Config {
	merged := *c
	merged.origins = maps.Clone(c.origins)
	values := map[string]reflect.Value{}
	_ = visit(reflect.ValueOf(from).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		values[path] = v
		return nil
	})
	_ = visit(reflect.ValueOf(&merged).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		if under(path, live) && !under(path, cold) {
			return nil
		}
		v.Set(values[path])
		if delete(merged.origins, path); from.origins[path] != "" {
			merged.origins[path] = from.origins[path]
		}
		return nil
	})
	return &merged
}

// placeless is a value without where it stands in its file.
func placeless(v reflect.Value) any {
	switch list := v.Interface().(type) {
	case []Feed:
		list = slices.Clone(list)
		for i := range list {
			list[i].Line = 0
		}
		return list
	case []Test:
		list = slices.Clone(list)
		for i := range list {
			list[i].Line = 0
		}
		return list
	}
	return v.Interface()
}

// under reports whether a key is one of these, or below one.
func under(path string, keys []string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { return path == k || strings.HasPrefix(path, k+".") })
}
