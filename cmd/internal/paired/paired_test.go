package paired

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestContendersTakeTurns(t *testing.T) {
	var order []string
	contender := func(name string) Contender {
		return Contender{Name: name, Do: func(n int) error {
			order = append(order, fmt.Sprint(name, n))
			for end := cpu() + time.Millisecond; cpu() < end; { // some work, so that no cost is zero
			}
			return nil
		}}
	}
	costs, err := Compare(2, 7, contender("a"), contender("b"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, " "); got != "a7 b7 b7 a7 a7 b7" { // a round to warm up, then two
		t.Errorf("order %s", got)
	}
	if len(costs) != 2 || costs[0].Name != "a" || costs[1].Ratio != 1 || costs[0].Least > costs[0].Ratio || costs[0].Ratio > costs[0].Most || costs[0].Each <= 0 {
		t.Errorf("costs %+v", costs)
	}
}

func TestAContenderThatFailsEndsTheMeasurement(t *testing.T) {
	broken := errors.New("broken")
	_, err := Compare(1, 1, Contender{Name: "a", Do: func(int) error { return broken }})
	if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "a: ") {
		t.Errorf("error %v", err)
	}
}

func TestCostsAreRowsOfATable(t *testing.T) {
	var out strings.Builder
	Print(&out, "work", []Cost{{"a", 3 * time.Microsecond, 1.5, 1, 2}, {"b", 2 * time.Microsecond, 1, 1, 1}}, func(each time.Duration) string { return each.String() })
	want := "| work | a | 3 | 3µs | **1.50** (1.00–2.00) |\n| work | b | 2 | 2µs | – |\n"
	if out.String() != want {
		t.Errorf("%s\nwant\n%s", out.String(), want)
	}
	if m := Median([]float64{9, 1, 5}); m != 5 {
		t.Errorf("median %g", m)
	}
}
