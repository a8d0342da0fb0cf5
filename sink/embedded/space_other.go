//go:build !linux && !darwin

package embedded

func spaceOf(string) (Space, error) { return Space{}, ErrSpaceUnknown }
