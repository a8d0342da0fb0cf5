//go:build !race

package crawler

// raceDetector says that the tests run many times slower and larger.
const raceDetector = false
