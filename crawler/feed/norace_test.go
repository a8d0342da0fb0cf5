//go:build !race

package feed

// raceDetector says that the tests run many times slower and larger.
const raceDetector = false
