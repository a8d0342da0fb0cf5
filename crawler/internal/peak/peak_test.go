package peak

import (
	"runtime"
	"testing"
)

func TestThePeakRisesWithWhatIsUsed(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("there is no /proc")
	}
	before := Resident()
	block := make([]byte, 64<<20)
	for i := 0; i < len(block); i += 4096 {
		block[i] = 1
	}
	if after := Resident(); before == 0 || after-before < 60<<20 {
		t.Errorf("%d bytes before, %d after 64 MiB were used", before, after)
	}
	runtime.KeepAlive(block)
}
