package fetch

import "sync"

// keepBuffer is the largest buffer that goes back to the pool.
const keepBuffer = 1 << 20

// buffers are the memory of bodies, between two of them.
type buffers struct{ pool sync.Pool }

func (b *buffers) get() []byte {
	if buf, ok := b.pool.Get().(*[]byte); ok {
		return (*buf)[:0]
	}
	return make([]byte, 0, 64<<10)
}

func (b *buffers) put(buf []byte) {
	if cap(buf) > 0 && cap(buf) <= keepBuffer {
		b.pool.Put(&buf)
	}
}
