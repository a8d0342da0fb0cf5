package page

import "encoding/json"

// series is the chart's data in the form that uPlot takes.
type series struct {
	Begin   int64 `json:"begin"` // the first minute, in seconds since 1970; one follows the other
	New     []int `json:"new"`
	Changed []int `json:"changed"`
}

func (j *Journal) series(minutes int) series {
	list := j.Stats.Minutes(minutes)
	s := series{Begin: list[0].Start.Unix(), New: make([]int, len(list)), Changed: make([]int, len(list))}
	for i, m := range list {
		s.New[i], s.Changed[i] = m.New, m.Changed
	}
	return s
}

func (s series) frame() []byte {
	b, _ := json.Marshal(s) // numbers always encode
	return b
}
