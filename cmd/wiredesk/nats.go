package main

import (
	"context"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/accounts"
	"github.com/wiredesk/wiredesk/cmd/wiredesk/internal/usage"
)

// accountFlags are the flags of `wiredesk nats accounts`.
type accountFlags struct {
	writers, workers, readers []string
	keys, passwords           string
}

func (a *app) natsCommand() *cobra.Command {
	var f accountFlags
	nats := &cobra.Command{Use: "nats", Short: "Set up a NATS server of your own", Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	cmd := &cobra.Command{
		Use:   "accounts",
		Short: "Print the part of a NATS server's configuration that says who may do what",
		Long: `Accounts prints the accounts and users for a NATS server of your own: writers and
workers, which crawl, and readers, each in an account of its own, in which nobody
else hears what it asks and gets. A reader reads through durables that a writer
makes for it (deploy/nats/consumers.sh): one of its name, or those that you list.

Passwords come from the environment of the server, as NATS_NAME_PASSWORD, unless
--passwords or --nkeys name a folder: then each user has a file of its own there,
NAME.password or NAME.nk, and what is there already stays as it is.`,
		Example: `  wiredesk nats accounts --writer writer --worker worker --reader archive > accounts.conf
  wiredesk nats accounts --writer desk --reader 'paper=print,web' --nkeys keys > accounts.conf`,
		Args: usage.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.natsAccounts(cmd.Context(), f) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&f.writers, "writer", []string{"writer"}, "`name` of one who makes and changes streams; may be repeated")
	flags.StringArrayVar(&f.workers, "worker", nil, "`name` of one who crawls on streams that are there; may be repeated")
	flags.StringArrayVar(&f.readers, "reader", nil, "`name` of a reader, or NAME=DURABLE,DURABLE; may be repeated")
	flags.StringVar(&f.keys, "nkeys", "", "`folder` for keys: users have NKeys")
	flags.StringVar(&f.passwords, "passwords", "", "`folder` for passwords: users have passwords that are made up here")
	nats.AddCommand(cmd)
	return nats
}

func (a *app) natsAccounts(ctx context.Context, f accountFlags) error {
	cfg, err := a.config(ctx)
	if err != nil {
		return err
	}
	p := accounts.Plan{Stream: cfg.NATS.Stream.Name, Subject: cfg.NATS.Subject, Command: f.command()}
	for _, group := range []struct {
		names []string
		users *[]accounts.User
	}{{f.writers, &p.Writers}, {f.workers, &p.Workers}, {f.readers, &p.Readers}} {
		for _, name := range group.names {
			u, err := accounts.ParseReader(name)
			if err != nil {
				return usage.Errorf("%s", err)
			}
			*group.users = append(*group.users, u)
		}
	}
	if _, err := p.Config(); err != nil { // before secrets are made
		return usage.Errorf("%s", err)
	}
	if f.keys != "" && f.passwords != "" {
		return usage.Errorf("--nkeys and --passwords do not go together")
	}
	for _, users := range [][]accounts.User{p.Writers, p.Workers, p.Readers} {
		if f.keys != "" {
			err = accounts.WithKeys(f.keys, users)
		} else if f.passwords != "" {
			err = accounts.WithPasswords(f.passwords, users)
		}
		if err != nil {
			return err
		}
	}
	text, err := p.Config()
	if err == nil {
		_, err = io.WriteString(a.out, text)
	}
	return err
}

// command is how the file is made again.
func (f accountFlags) command() string {
	words := []string{"wiredesk nats accounts"}
	for _, group := range []struct {
		flag  string
		names []string
	}{{" --writer ", f.writers}, {" --worker ", f.workers}, {" --reader ", f.readers}} {
		for _, name := range group.names {
			words = append(words, group.flag, name)
		}
	}
	return strings.Join(words, "")
}
