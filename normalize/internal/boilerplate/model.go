package boilerplate

import (
	_ "embed" // the model's table
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"sync"

	"golang.org/x/net/html"
)

// Model finds a story's text among a page's segments. It is not changed by use.
type Model struct {
	Learned
	First, Second *Forest
	Keep          float32   // a segment with at least this score is text
	Curve         []float32 // the chance that a body is good, by tenths of what Sureness says
}

//go:embed model.bin
var table []byte

// Default is the embedded model. It is decoded at first use, once: half a
// millisecond that a process that extracts nothing does not pay.
var Default = sync.OnceValue(func() *Model {
	m, err := Decode(table)
	if err != nil {
		return &Model{First: &Forest{}, Second: &Forest{}} // a test makes sure that the embedded table is whole
	}
	return m
})

// magic begins a table, with its version.
const magic = "wdprose2"

// Encode writes a model as a table.
func (m *Model) Encode() []byte {
	b := append([]byte(magic), uint8(len(m.Curve)))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Keep))
	for _, c := range m.Curve {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(c))
	}
	return m.Second.Append(m.First.Append(m.Names.Append(m.Words.Append(b))))
}

// Decode reads what Encode wrote.
func Decode(b []byte) (*Model, error) {
	if len(b) < len(magic)+5 || string(b[:len(magic)]) != magic {
		return nil, errors.New("no table of this version")
	}
	n := int(b[len(magic)])
	m := &Model{Keep: math.Float32frombits(binary.LittleEndian.Uint32(b[len(magic)+1:]))}
	b = b[len(magic)+5:]
	if len(b) < 4*n {
		return nil, errShort
	}
	for i := range n {
		m.Curve = append(m.Curve, math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:])))
	}
	var err error
	if m.Words, b, err = readOdds(b[4*n:]); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if m.Names, b, err = readOdds(b); err != nil {
		return nil, fmt.Errorf("names: %w", err)
	}
	if m.First, b, err = readForest(b, Own); err != nil {
		return nil, fmt.Errorf("first stage: %w", err)
	}
	if m.Second, b, err = readForest(b, Wide); err != nil {
		return nil, fmt.Errorf("second stage: %w", err)
	}
	if len(b) != 0 {
		return nil, fmt.Errorf("%d bytes after the table", len(b))
	}
	return m, nil
}

// Read cuts a page into segments and says of each whether it is of the story.
func (m *Model) Read(root *html.Node, k Known) *Page {
	p := Cut(root, k, m.Learned)
	p.framed = p.frame()
	n := len(p.Segments)
	rows := make([]float32, min(n, someRows)*Wide)
	chances := make([]float32, n)
	for i := 0; i < n; i += someRows {
		part := rows[:min(n-i, someRows)*Wide]
		p.own(i, part)
		m.First.scores(part, Own, chances[i:i+len(part)/Wide])
	}
	for i := range p.Segments {
		p.Segments[i].score = chances[i]
	}
	c := p.framed.scores()
	for i := 0; i < n; i += someRows {
		part := rows[:min(n-i, someRows)*Wide]
		if n > someRows { // those of all segments would be too many to keep
			p.own(i, part)
		}
		c.widen(i, part)
		m.Second.scores(part, Wide, chances[i:i+len(part)/Wide])
	}
	for i := range p.Segments {
		p.Segments[i].Score = chances[i]
	}
	p.Decide(m.Keep)
	return p
}

// someRows is how many rows of features are kept at once. Hardly any page has
// more segments.
const someRows = 512

// Cut cuts a page into segments, and measures them.
func Cut(root *html.Node, k Known, l Learned) *Page {
	p := cut(root, l.Names)
	p.view = viewOf(k)
	p.view.words = l.Words
	p.measure()
	return p
}

// Rows are the features of all segments, Wide numbers each, of which the first
// Own are set.
func (p *Page) Rows() []float32 {
	rows := make([]float32, len(p.Segments)*Wide)
	p.framed = p.frame()
	p.own(0, rows)
	return rows
}

// own sets the features that rest on no scores, of the segments from one on.
func (p *Page) own(from int, rows []float32) {
	for i := range len(rows) / Wide {
		p.framed.features(from+i, rows[i*Wide:i*Wide+Own])
	}
}

// Widen sets the other features of what Rows made, from the scores of the first
// stage.
func (p *Page) Widen(rows []float32) { p.framed.scores().widen(0, rows) }

func (c *scores) widen(from int, rows []float32) {
	for i := range len(rows) / Wide {
		c.features(from+i, rows[i*Wide+Own:(i+1)*Wide])
	}
}

// SetFirst sets the score of the first stage, for a trainer that has it from
// elsewhere.
func (p *Page) SetFirst(i int, score float32) { p.Segments[i].score = score }

// SetScore sets the score of the second stage, in the same way.
func (p *Page) SetScore(i int, score float32) { p.Segments[i].Score = score }

// Node is the text node that a segment begins with.
func (p *Page) Node(i int) *html.Node { return p.nodes[p.Segments[i].first] }

// Words is the number of words of a segment.
func (p *Page) Words(i int) int { return int(p.Segments[i].s.words) }
