package feed

import (
	"testing"

	"github.com/wiredesk/wiredesk/normalize"
)

func TestPeople(t *testing.T) {
	for in, want := range map[string]normalize.Person{
		"ann@example.org (Ann Lee)":       {Name: "Ann Lee", Email: "ann@example.org"},
		"Ann Lee <ann@example.org>":       {Name: "Ann Lee", Email: "ann@example.org"},
		"Ann Lee &lt;ann@example.org&gt;": {Name: "Ann Lee", Email: "ann@example.org"},
		"mailto:ann@example.org":          {Email: "ann@example.org"},
		"Ann Lee ann@example.org":         {Name: "Ann Lee", Email: "ann@example.org"},
		"@harbourpost":                    {Name: "@harbourpost"},
		" @harbour.radio ":                {Name: "@harbour.radio"},
		"@pier_watch@social.example":      {Name: "@pier_watch@social.example"},
		"Harbour Post (@harbourpost)":     {Name: "Harbour Post"},
		"@harbourpost (Harbour Post)":     {Name: "Harbour Post"},
		"Harbour Post @harbourpost":       {Name: "Harbour Post"},
		"Harbour Post / @harbourpost":     {Name: "Harbour Post"},
		"@harbourpost, post@example.org":  {Name: "@harbourpost", Email: "post@example.org"},
		"@Harbour  Post":                  {Name: "@Harbour Post"},
		"@порт":                           {Name: "@порт"},
		"Ann <b>Lee</b>":                  {Name: "Ann Lee"},
	} {
		if got, ok := person(in); !ok || got != want {
			t.Errorf("%q: %+v, want %+v", in, got, want)
		}
	}
	if _, ok := person("  "); ok {
		t.Error("nobody is somebody")
	}
	if got, _ := person("@"); got.Name == "@" {
		t.Errorf("a lone @: %+v", got)
	}
}

func TestHandlesOfEveryFormat(t *testing.T) {
	for name, doc := range map[string]string{
		"dc:creator":    string(rssWith(`<item><title>a</title><dc:creator>@pier</dc:creator></item>`)),
		"author of RSS": string(rssWith(`<item><title>a</title><author>@pier</author></item>`)),
		"Atom":          `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title><author><name>@pier</name></author></entry></feed>`,
		"Atom's feed":   `<feed xmlns="http://www.w3.org/2005/Atom"><author><name>@pier</name></author><entry><title>a</title></entry></feed>`,
		"JSON":          `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","authors":[{"name":"@pier"}]}]}`,
		"JSON, a text":  `{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","author":"@pier"}]}`,
	} {
		f := mustParse(t, []byte(doc), Source{})
		if got := f.Items[0].Authors; len(got) != 1 || got[0].Name != "@pier" || got[0].Email != "" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
