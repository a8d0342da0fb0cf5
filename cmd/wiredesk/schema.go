package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
	"github.com/wiredesk/wiredesk/normalize/article"
)

func (a *app) schemaCommand() *cobra.Command {
	var markdown bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of an article",
		Long: `Schema prints the JSON Schema (draft 2020-12) of the messages on articles.>. It
names itself by the URI that stands in every article and in the ce-dataschema
header of its message. Fields are added to it, never renamed.

The same schema lies beside the stream, for subscribers in any language: in the
key-value bucket SCHEMAS under article.v1.`,
		Example: `  wiredesk schema > article.schema.json`,
		Args:    usage.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if markdown {
				_, err := fmt.Fprint(a.out, article.Reference())
				return err
			}
			s, err := article.JSONSchema()
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(a.out, "%s\n", s)
			return err
		},
	}
	cmd.Flags().BoolVar(&markdown, "markdown", false, "describe the fields in tables, for people")
	return cmd
}
