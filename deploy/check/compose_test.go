package check

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
	"go.yaml.in/yaml/v3"
)

// passwords stand in for those of deploy/.env.
func passwords(t *testing.T) types.Mapping {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(deploy, "compose", "cluster.env.example"))
	if err != nil {
		t.Fatal(err)
	}
	m := types.Mapping{}
	for _, match := range regexp.MustCompile(`(?m)^([A-Z_]+)=$`).FindAllStringSubmatch(string(b), -1) {
		m[match[1]] = "p0123456789abcdef"
	}
	if len(m) == 0 {
		t.Fatal("no variables in cluster.env.example")
	}
	return m
}

// composition loads compose files as `docker compose` does: by the schema of the
// compose specification, variables filled in.
func composition(t *testing.T, env types.Mapping, files ...string) (*types.Project, error) {
	t.Helper()
	details := types.ConfigDetails{WorkingDir: deploy, Environment: env}
	for _, f := range files {
		details.ConfigFiles = append(details.ConfigFiles, types.ConfigFile{Filename: filepath.Join(deploy, f)})
	}
	return loader.LoadWithContext(t.Context(), details, func(o *loader.Options) { o.ResolvePaths = false })
}

func TestComposeFilesLoad(t *testing.T) {
	for name, files := range map[string][]string{
		"single":      {"compose.yaml"},
		"subscribers": {"compose.yaml", "compose.subscribers.yaml"},
		"cluster":     {"compose.cluster.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := composition(t, passwords(t), files...)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range p.Services {
				t.Run(s.Name, func(t *testing.T) { checkService(t, p, s) })
			}
		})
	}
}

func checkService(t *testing.T, p *types.Project, s types.ServiceConfig) {
	for _, v := range s.Volumes {
		switch v.Type {
		case types.VolumeTypeBind:
			if !v.ReadOnly {
				t.Errorf("%s may be written", v.Source)
			}
			if _, err := os.Stat(filepath.Join(deploy, v.Source)); err != nil {
				t.Error(err)
			}
		case types.VolumeTypeVolume:
			if _, ok := p.Volumes[v.Source]; !ok {
				t.Errorf("no volume %s", v.Source)
			}
		}
	}
	for _, port := range s.Ports {
		if port.HostIP != "127.0.0.1" {
			t.Errorf("port %d is open to other machines", port.Target)
		}
	}
	if s.Image == "wiredesk" {
		checkWiredesk(t, s)
	}
	if s.Image != "grafana/grafana:12.1.0" && !s.ReadOnly { // it writes all over its image
		t.Error("its root may be written")
	}
	if !slices.Contains(s.CapDrop, "ALL") || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
		t.Errorf("has rights: cap_drop %q, security_opt %q", s.CapDrop, s.SecurityOpt)
	}
}

func checkWiredesk(t *testing.T, s types.ServiceConfig) {
	if i := dockerfile(t); s.User != i.user {
		t.Errorf("user %q, in the image %q", s.User, i.user)
	}
	if s.StopGracePeriod == nil {
		t.Error("Docker kills it after 10 s, and crawl.grace is 15 s")
	}
	if len(s.Command) > 0 {
		need(t, s.Command[0])
		must(t, nil, append(slices.Clone(s.Command), "--help")...)
	}
	const there = "/etc/wiredesk"
	here := configuration(t, s)
	var env []string
	for name, value := range s.Environment {
		if strings.HasPrefix(name, "WIREDESK_") {
			env = append(env, name+"="+strings.Replace(*value, there, here, 1))
		}
	}
	// A variable that is none of wiredesk's is a warning of the check.
	if out := must(t, env, "check", filepath.Join(here, "wiredesk.yaml")); strings.Contains(out, "warning") {
		t.Error(out)
	}
}

// configuration is a copy of what the service sees at /etc/wiredesk, after whoever
// installs it has copied each example to its name.
func configuration(t *testing.T, s types.ServiceConfig) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, v := range s.Volumes {
		switch v.Target {
		case "/etc/wiredesk":
			if err := os.CopyFS(dir, os.DirFS(filepath.Join(deploy, v.Source))); err != nil {
				t.Fatal(err)
			}
		case "/etc/wiredesk/wiredesk.yaml":
			copyFile(t, filepath.Join(deploy, v.Source), filepath.Join(dir, "wiredesk.yaml"), 0o644)
		}
	}
	examples, err := filepath.Glob(filepath.Join(dir, "*.example"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples {
		copyFile(t, e, strings.TrimSuffix(e, ".example"), 0o600)
	}
	return dir
}

func TestAClusterWithoutPasswordsDoesNotStart(t *testing.T) {
	for name := range passwords(t) {
		env := passwords(t)
		delete(env, name)
		if _, err := composition(t, env, "compose.cluster.yaml"); err == nil || !strings.Contains(err.Error(), "cluster.env.example") {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// The loader is strict: what it does not know it refuses.
func TestComposeFilesThatAreWrongDoNotLoad(t *testing.T) {
	for _, text := range []string{
		"name: a\nservices: {a: {image: b, privilege: true}}\n",
		"name: a\nservices: {a: {image: b, depends_on: [c]}}\n",
		"name: a\nservices: {a: {image: b, volumes: [state:/x]}}\n",
	} {
		details := types.ConfigDetails{WorkingDir: ".", ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: []byte(text)}}}
		if _, err := loader.LoadWithContext(t.Context(), details); err == nil {
			t.Errorf("loaded:\n%s", text)
		}
	}
}

// What Prometheus and Grafana are told fits the services of the compose file.
func TestPrometheusAndGrafanaFindTheOthers(t *testing.T) {
	p, err := composition(t, passwords(t), "compose.cluster.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var prometheus struct {
		Global    map[string]string `yaml:"global"`
		RuleFiles []string          `yaml:"rule_files"`
		Scrape    []struct {
			Job string `yaml:"job_name"`
			DNS []struct {
				Names   []string
				Type    string
				Port    int
				Refresh string `yaml:"refresh_interval"`
			} `yaml:"dns_sd_configs"`
		} `yaml:"scrape_configs"`
	}
	strictYAML(t, filepath.Join(deploy, "compose", "prometheus.yaml"), &prometheus)
	sd := prometheus.Scrape[0].DNS[0]
	for _, name := range sd.Names {
		if s, err := p.GetService(name); err != nil || s.Image != "wiredesk" || sd.Port != 8090 {
			t.Errorf("scrapes %s:%d, which is %s: %v", name, sd.Port, s.Image, err)
		}
	}
	for _, file := range prometheus.RuleFiles {
		if !mounted(t, p, "prometheus", file) {
			t.Errorf("no rules at %s", file)
		}
	}
	var sources struct {
		API         int `yaml:"apiVersion"`
		Datasources []struct {
			Name, UID, Type, Access, URL string
			Default                      bool `yaml:"isDefault"`
		}
	}
	strictYAML(t, filepath.Join(deploy, "compose", "grafana", "datasources.yaml"), &sources)
	if url := sources.Datasources[0].URL; url != "http://prometheus:9090" {
		t.Errorf("Grafana asks %s", url)
	}
	var dashboards struct {
		API       int `yaml:"apiVersion"`
		Providers []struct {
			Name, Type string
			AllowUI    bool `yaml:"allowUiUpdates"`
			Options    struct{ Path string }
		}
	}
	strictYAML(t, filepath.Join(deploy, "compose", "grafana", "dashboards.yaml"), &dashboards)
	home := *p.Services["grafana"].Environment["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
	if filepath.Dir(home) != dashboards.Providers[0].Options.Path || !mounted(t, p, "grafana", home) {
		t.Errorf("dashboards in %s, the first one is %s", dashboards.Providers[0].Options.Path, home)
	}
}

// mounted reports whether a file of a container is one of ours that exists.
func mounted(t *testing.T, p *types.Project, service, path string) bool {
	t.Helper()
	for _, v := range p.Services[service].Volumes {
		rest, ok := strings.CutPrefix(path, v.Target)
		if !ok || v.Type != types.VolumeTypeBind {
			continue
		}
		_, err := os.Stat(filepath.Join(deploy, v.Source, rest))
		return err == nil
	}
	return false
}

func strictYAML(t *testing.T, file string, into any) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	d := yaml.NewDecoder(f)
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		t.Fatalf("%s: %v", file, err)
	}
}
