//go:build !race

package fetch

// raceDetector says that the tests run many times slower and larger.
const raceDetector = false
