package normalize

import (
	"strings"
	"testing"

	"github.com/wiredesk/wiredesk/normalize/internal/agency"
)

func TestNoticesOfCopyrightAreRightsAndNoText(t *testing.T) {
	for _, notice := range []string{
		"Copyright 2026 The Associated Press. All rights reserved.",
		"Copyright 2026 The Island Courier. All rights reserved. This material may not be published, broadcast, rewritten or redistributed.",
		"© 2026 The Island Courier", "(c) Ann Lee 2026", "RIPRODUZIONE RISERVATA © Copyright Courier", "<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>",
	} {
		a := make1(t, Document{URL: "https://www.courier.example/a", Body: signedPage("notice", "en", notice)})
		if strings.Contains(a.BodyText, notice) || a.Rights == nil || a.Rights.Notice != notice {
			t.Errorf("%q: rights %+v, text ends with %q", notice, a.Rights, tail(a.BodyText, 100))
		}
	}
}

func TestSentencesAboutCopyrightAreText(t *testing.T) {
	for line, want := range map[string]bool{
		"Copyright is what the poets of the island live on, their union said when it had met the minister.": false,
		"Copyrighted songs may be sung on the ferry from January, for the first time since it has sailed.":  false,
		"All rights reserved seats on the ferry were sold within a day, the owner said.":                    false,
		"The © in the margin is a fish hook, the printer explained.":                                        false,
		"Copyright 2026": true, "©": false, "": false, "© Ann Lee": true, "(C) 2026 Ann Lee": true,
	} {
		if got := agency.IsNotice(line); got != want {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}
