package schedule

import "testing"

func TestSilenceIsSaidInWords(t *testing.T) {
	for _, tt := range []struct {
		hours, days []string
		want        string
	}{
		{nil, nil, ""},
		{[]string{"2", "3", "4", "23"}, nil, "from 02:00 to 05:00, 23:00 to 24:00 (GMT)"},
		{[]string{"0"}, nil, "from 00:00 to 01:00 (GMT)"},
		{nil, []string{"Sunday", "Saturday"}, "on Sunday, Saturday (GMT)"},
		{[]string{"5"}, []string{"Monday"}, "from 05:00 to 06:00, and on Monday (GMT)"},
	} {
		a, _ := NewAsks(0, "", "", tt.hours, tt.days)
		if got := a.Silent(); got != tt.want {
			t.Errorf("%q, %q: %q, want %q", tt.hours, tt.days, got, tt.want)
		}
	}
}
