package check

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/goreleaser/goreleaser/v2/pkg/config"
	"github.com/goreleaser/nfpm/v2"
	"github.com/goreleaser/nfpm/v2/deb"
	"github.com/goreleaser/nfpm/v2/files"
	"github.com/goreleaser/nfpm/v2/rpm"
)

// release is the configuration of goreleaser, read as goreleaser does: strictly.
func release(t *testing.T) config.Project {
	t.Helper()
	p, err := config.Load(filepath.Join(deploy, "goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheReleaseIsConfigured(t *testing.T) {
	p := release(t)
	b := p.Builds[0]
	if p.Version != 2 || len(p.Builds) != 1 || !slices.Equal(b.Env, []string{"CGO_ENABLED=0"}) {
		t.Errorf("version %d, %d builds, env %q", p.Version, len(p.Builds), b.Env)
	}
	if _, err := os.Stat(filepath.Join(root, b.Main, "main.go")); err != nil {
		t.Error(err)
	}
	if !slices.Equal(b.Goos, []string{"linux", "darwin", "windows"}) || !slices.Equal(b.Goarch, []string{"amd64", "arm64"}) {
		t.Errorf("for %q on %q", b.Goos, b.Goarch)
	}
	if p.SBOMs[0].Artifacts != "archive" || p.Checksum.NameTemplate == "" {
		t.Error("no SBOM, or no checksums")
	}
	for _, f := range p.Archives[0].Files {
		if strings.HasPrefix(f.Source, "build/") { // made by generate.sh
			continue
		}
		if found, err := filepath.Glob(filepath.Join(root, f.Source)); err != nil || len(found) == 0 {
			t.Errorf("no %s: %v", f.Source, err)
		}
	}
	if !slices.Contains(p.Before.Hooks, "sh deploy/package/generate.sh build") {
		t.Errorf("nothing makes the manual pages: %q", p.Before.Hooks)
	}
	for _, dir := range []string{"/build/", "/dist/"} { // else the tag would be a dirty one
		ignored, err := os.ReadFile(filepath.Join(root, ".gitignore"))
		if err != nil || !strings.Contains(string(ignored), dir+"\n") {
			t.Errorf("git does not ignore %s: %v", dir, err)
		}
	}
	if _, err := config.LoadReader(strings.NewReader("version: 2\nbuild: []\n")); err == nil {
		t.Error("goreleaser takes keys that it does not know")
	}
}

// packageInfo is what goreleaser gives nfpm: the section nfpms, and the binary.
func packageInfo(t *testing.T, made string) *nfpm.Info {
	t.Helper()
	p := release(t).NFPMs[0]
	in := func(path string) string { // of the repository, or made by generate.sh
		if rest, ok := strings.CutPrefix(path, "build/"); ok {
			return filepath.Join(made, rest)
		}
		return filepath.Join(root, path)
	}
	info := &nfpm.Info{
		Name: p.PackageName, Arch: runtime.GOARCH, Platform: "linux", Version: "1.2.3", Section: p.Section, Maintainer: p.Maintainer,
		Description: p.Description, Vendor: p.Vendor, Homepage: p.Homepage, License: p.License,
		Overridables: nfpm.Overridables{
			Depends: p.Dependencies, Recommends: p.Recommends,
			Scripts: nfpm.Scripts{
				PostInstall: in(p.Scripts.PostInstall), PreRemove: in(p.Scripts.PreRemove), PostRemove: in(p.Scripts.PostRemove),
			},
			Contents: files.Contents{{
				Source: binary(t), Destination: filepath.Join(p.Bindir, "wiredesk"), FileInfo: &files.ContentFileInfo{Mode: 0o755},
			}},
		},
	}
	for _, c := range p.Contents {
		content := &files.Content{
			Destination: c.Destination, Type: c.Type, Packager: c.Packager, Expand: c.Expand,
			FileInfo: &files.ContentFileInfo{Owner: c.FileInfo.Owner, Group: c.FileInfo.Group, Mode: c.FileInfo.Mode},
		}
		if c.Source != "" {
			content.Source = in(c.Source)
		}
		info.Contents = append(info.Contents, content)
	}
	return nfpm.WithDefaults(info)
}

// pack makes what a release makes of this binary, and returns the file.
func pack(t *testing.T, packager nfpm.Packager, name string) string {
	t.Helper()
	made := t.TempDir()
	generate := exec.Command("sh", filepath.Join(deploy, "package", "generate.sh"), made, binary(t))
	if out, err := generate.CombinedOutput(); err != nil {
		t.Fatalf("generate.sh: %v\n%s", err, out)
	}
	file := filepath.Join(made, name)
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := packager.Package(packageInfo(t, made), f); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestThePackageForDebianHoldsWhatItShould(t *testing.T) {
	dpkg, err := exec.LookPath("dpkg-deb")
	if err != nil {
		t.Skip("there is no dpkg-deb here")
	}
	file := pack(t, deb.Default, "wiredesk.deb")
	dir := filepath.Join(t.TempDir(), "root")
	for _, args := range [][]string{{"-x", file, dir}, {"-e", file, filepath.Join(dir, "DEBIAN")}} {
		if out, err := exec.Command(dpkg, args...).CombinedOutput(); err != nil {
			t.Fatalf("dpkg-deb %v: %v\n%s", args, err, out)
		}
	}
	modes := map[string]fs.FileMode{}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		modes[strings.TrimPrefix(path, dir)] = info.Mode()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]fs.FileMode{
		"/usr/bin/wiredesk":                                  0o755,
		"/etc/wiredesk":                                      0o755 | fs.ModeDir,
		"/etc/wiredesk/wiredesk.yaml":                        0o644,
		"/usr/share/man/man1/wiredesk.1.gz":                  0o644,
		"/usr/share/man/man1/wiredesk-run.1.gz":              0o644,
		"/usr/share/bash-completion/completions/wiredesk":    0o644,
		"/usr/share/zsh/vendor-completions/_wiredesk":        0o644,
		"/usr/share/fish/vendor_completions.d/wiredesk.fish": 0o644,
		"/usr/share/wiredesk/wiredesk.schema.json":           0o644,
		"/usr/share/doc/wiredesk/crontab":                    0o644,
		"/usr/share/doc/wiredesk/copyright":                  0o644,
		"/DEBIAN/postinst":                                   0o755,
		"/DEBIAN/prerm":                                      0o755,
		"/DEBIAN/postrm":                                     0o755,
	}
	for _, name := range unitNames {
		want["/usr/lib/systemd/system/"+name] = 0o644
	}
	for path, mode := range want {
		if got, ok := modes[path]; !ok || got != mode {
			t.Errorf("%s: %v, want %v", path, got, mode)
		}
	}
	for path, mode := range modes {
		if mode.IsRegular() && mode&0o022 != 0 {
			t.Errorf("%s may be written by others: %v", path, mode)
		}
	}
	conffiles, err := os.ReadFile(filepath.Join(dir, "DEBIAN", "conffiles"))
	if err != nil || strings.TrimSpace(string(conffiles)) != "/etc/wiredesk/wiredesk.yaml" {
		t.Errorf("an upgrade overwrites the configuration: %q, %v", conffiles, err)
	}
	out, err := exec.Command(filepath.Join(dir, "usr/bin/wiredesk"), "version").CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "wiredesk ") {
		t.Errorf("the packaged binary: %v, %s", err, out)
	}
	must(t, nil, "check", filepath.Join(dir, "etc/wiredesk/wiredesk.yaml"))
}

func TestThePackageForFedoraIsMade(t *testing.T) {
	file := pack(t, rpm.DefaultRPM, "wiredesk.rpm")
	b, err := os.ReadFile(file)
	if err != nil || len(b) < 1<<20 || string(b[:4]) != "\xed\xab\xee\xdb" {
		t.Fatalf("%d bytes, %v", len(b), err)
	}
	tool, err := exec.LookPath("rpm")
	if err != nil {
		return // its list is in the archive, compressed
	}
	out, err := exec.Command(tool, "-qpl", file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "/usr/share/zsh/site-functions/_wiredesk") {
		t.Errorf("%v\n%s", err, out)
	}
}

// The completions are programs of other shells: they must at least be read by them.
func TestCompletionsAreRead(t *testing.T) {
	for shell, args := range map[string][]string{"bash": {"-n"}, "zsh": {"-n"}, "fish": {"--no-execute"}} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Skip("there is no " + shell + " here")
			}
			file := filepath.Join(t.TempDir(), "completion")
			if err := os.WriteFile(file, []byte(must(t, nil, "completion", shell)), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(path, append(args, file)...).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// Each command that people may use has a page, and man can set it.
func TestManualPagesAreReadable(t *testing.T) {
	dir := t.TempDir()
	must(t, nil, "man", dir)
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+) +\S`).FindAllStringSubmatch(must(t, nil, "--help"), -1) {
		page := filepath.Join(dir, fmt.Sprintf("wiredesk-%s.1", m[1]))
		if _, err := os.Stat(page); err != nil && m[1] != "help" && m[1] != "wiredesk" {
			t.Error(err)
		}
	}
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("there is no groff here")
	}
	pages, err := filepath.Glob(filepath.Join(dir, "*.1"))
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		out, err := exec.Command(groff, "-man", "-K", "utf8", "-T", "utf8", "-ww", "-z", page).CombinedOutput()
		if err != nil || len(out) > 0 {
			t.Errorf("%s: %v\n%s", page, err, out)
		}
	}
}
