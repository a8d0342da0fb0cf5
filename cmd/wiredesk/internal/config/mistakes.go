package config

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// mostMistakes is how many mistakes are said at once; mostNoted is how many of a file's
// are kept.
const (
	mostMistakes = 20
	mostNoted    = 1000
)

// together is all that is wrong, in the order of the file. Mistakes elsewhere come first.
func together(all []*Error) error {
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	errs := make([]error, 0, len(all))
	for _, e := range all[:min(len(all), mostMistakes)] {
		errs = append(errs, e)
	}
	if len(all) > len(errs) {
		errs = append(errs, errors.New("and more, which are said when these are mended"))
	}
	return errors.Join(errs...)
}

// note keeps a mistake at a path, so that the rest of the file is read as well.
func (d *decoder) note(path string, err error) {
	var e *Error
	if errors.As(err, &e) && len(d.mistakes) < mostNoted {
		d.mistakes = append(d.mistakes, e)
		d.wrong = append(d.wrong, path)
	}
}

// said reports whether a key has been complained of, or what it lies in.
func (d *decoder) said(key string) bool {
	return d != nil && slices.ContainsFunc(d.wrong, func(path string) bool {
		return key == path || strings.HasPrefix(key, path+".") || strings.HasPrefix(key, path+"[")
	})
}

// fault is a key whose value a check refuses, and why.
type fault struct{ key, problem string }

// faults are the keys that are wrong. Each check says its first; what is wrong then has its
// default, and the check is asked again.
func (c *Config) faults() (list []fault) {
	trial := *c
	trial.Feeds, trial.Tests = slices.Clone(c.Feeds), slices.Clone(c.Tests)
	for _, check := range []func() (key, problem string){
		trial.Crawl.check, trial.NATS.check, trial.checkPlaces, trial.NATS.checkNames, trial.checkEnums, trial.checkFeeds, trial.checkTests,
	} {
		for range mostMistakes + 1 {
			key, problem := check()
			if key == "" {
				break
			}
			list = append(list, fault{key, problem})
			if !trial.reset(key) {
				break
			}
		}
	}
	return list
}

// reset gives a key the value that it has without a file, and an element of a list one
// that nobody minds. It is false if that changes nothing.
func (c *Config) reset(key string) bool {
	var i int
	if n, _ := fmt.Sscanf(key, "feeds[%d]", &i); n == 1 {
		c.Feeds[i] = Feed{URL: "https://example.org/"}
		return true
	}
	if n, _ := fmt.Sscanf(key, "tests[%d]", &i); n == 1 {
		c.Tests[i] = Test{Page: "page.html", Expect: Expect{Headline: "-"}}
		return true
	}
	defaults := map[string]reflect.Value{}
	_ = visit(reflect.ValueOf(Default()).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		defaults[path] = v
		return nil
	})
	changed := false
	_ = visit(reflect.ValueOf(c).Elem(), "", func(path string, v reflect.Value, _ reflect.StructField) error {
		if path == key && !reflect.DeepEqual(v.Interface(), defaults[path].Interface()) {
			v.Set(defaults[path])
			changed = true
		}
		return nil
	})
	return changed
}
