package usage

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/suggest"
)

// Flag makes an *Error of what the library says of a flag.
func Flag(cmd *cobra.Command, err error) error {
	return Errorf("%w%s (see %q)", wantedValue(err), meantFlag(cmd, err), cmd.CommandPath()+" --help")
}

// wantedValue says what a flag wants, where the library says what its parser did.
func wantedValue(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	want := map[string]string{"int": "a number", "duration": "a duration such as 90s or 4m"}[invalid.GetFlag().Value.Type()]
	if want == "" {
		return err
	}
	return fmt.Errorf("--%s %q: want %s", invalid.GetFlag().Name, invalid.GetValue(), want)
}

// meantFlag suggests the flag that was meant by one that does not exist.
func meantFlag(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := suggest.Nearest(unknown.GetSpecifiedName(), known); near != "" {
		return "; did you mean --" + near + "?"
	}
	return ""
}
