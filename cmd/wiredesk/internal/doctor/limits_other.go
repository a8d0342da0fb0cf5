//go:build !unix

package doctor

func foreignOwner(string) string { return "" }
