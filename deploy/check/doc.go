// Package check holds the tests of what lies in deploy/: that each file is valid by
// the rules of those who will read it, that what it names exists, and that what it
// promises happens. It has no code of its own and is a module of its own, because the
// libraries that know these rules are many and wiredesk needs none of them.
//
// Nothing here needs Docker or Kubernetes. Where a real part can be had it is used: real
// packages are built and unpacked, the units run under a real systemd in namespaces
// that hold nothing of this machine but its programs, the static binary runs in a
// chroot, three real NATS servers make the cluster of the compose file.
package check
