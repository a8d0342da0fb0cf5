//go:build !linux

package main

func networkFileSystem(string) string { return "" }
