//go:build !linux

package doctor

func networkFileSystem(string) string { return "" }
