package boilerplate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The embedded forests, over numbers of all kinds: the sums must be the same to
// the last bit, or the answers of the model would depend on how it is run.
func TestLanesGiveTheScoresOfTheTrees(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	odd := []float32{0, float32(math.Copysign(0, -1)), 1, -1, -999, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), math.SmallestNonzeroFloat32}
	for _, n := range []int{0, 1, 3, 4, 5, 16, 17, 100} {
		for _, f := range []*Forest{Default().First, Default().Second, {Trees: []Tree{{{Feature: Leaf, Value: 1}}, {{0, 1, 2, 0}, {Leaf, 0, 0, -1}, {Leaf, 0, 0, 2}}}, Bias: .5}} {
			rows := make([]float32, n*Wide)
			for i := range rows {
				switch rng.IntN(4) {
				case 0:
					rows[i] = odd[rng.IntN(len(odd))]
				case 1:
					rows[i] = float32(rng.IntN(40) - 5)
				default:
					rows[i] = rng.Float32()
				}
			}
			got := make([]float32, n)
			f.scores(rows, Wide, got)
			for i, x := range got {
				if want := f.Score(rows[i*Wide : (i+1)*Wide]); x != want {
					t.Fatalf("row %d of %d: %v, want %v", i, n, x, want)
				}
			}
		}
	}
}

func TestATableWhoseTreesAreNoneIsRefused(t *testing.T) {
	for name, tree := range map[string]Tree{
		"a node with two parents": {{0, 1, 1, 0}, {Leaf, 0, 0, 1}, {Leaf, 0, 0, 1}},
		"a node with no parent":   {{Leaf, 0, 0, 1}, {Leaf, 0, 0, 1}},
		"a circle":                {{0, 0, 1, 0}, {Leaf, 0, 0, 1}},
	} {
		if _, _, err := readForest((&Forest{Trees: []Tree{tree}}).Append(nil), Own); err == nil {
			t.Errorf("%s is read", name)
		}
	}
}

func BenchmarkScores(b *testing.B) {
	rows := make([]float32, 160*Wide)
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range rows {
		rows[i] = rng.Float32() * 4
	}
	out := make([]float32, 160)
	f := Default().Second
	b.Run("lanes", func(b *testing.B) {
		for b.Loop() {
			f.scores(rows, Wide, out)
		}
	})
	b.Run("trees", func(b *testing.B) {
		for b.Loop() {
			for i := range out {
				out[i] = f.Score(rows[i*Wide : (i+1)*Wide])
			}
		}
	})
}

func TestLogarithmsOfCountsAreThoseOfTheLibrary(t *testing.T) {
	for _, n := range []float64{-.5, 0, .25, 1, 1.5, 2, 1022, 1023, 1023.5, 1024, 1e6, 1e300, math.Inf(1)} {
		if got, want := log(n), float32(math.Log1p(n)); got != want {
			t.Errorf("%v: %v, want %v", n, got, want)
		}
	}
}
