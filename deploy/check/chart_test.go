package check

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/engine"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// render renders the chart as `helm install` does, values held to the schema.
func render(t *testing.T, values string) (c cluster, notes string, err error) {
	t.Helper()
	chart, err := loader.Load(filepath.Join(deploy, "helm"))
	if err != nil {
		t.Fatal(err)
	}
	if err := chart.Validate(); err != nil {
		t.Fatal(err)
	}
	own := map[string]any{}
	if err := yaml.UnmarshalStrict([]byte(values), &own); err != nil {
		t.Fatal(err)
	}
	release := common.ReleaseOptions{Name: "wiredesk", Namespace: "news", Revision: 1, IsInstall: true}
	all, err := util.ToRenderValues(chart, own, release, common.DefaultCapabilities)
	if err != nil {
		return c, "", err
	}
	files, err := engine.Engine{Strict: true}.Render(chart, all)
	if err != nil {
		return c, "", err
	}
	var manifests strings.Builder
	for name, text := range files {
		switch {
		case strings.HasSuffix(name, "NOTES.txt"):
			notes = text
		case strings.HasSuffix(name, ".yaml"):
			if problem := untidy([]byte(strings.TrimSpace(text) + "\n")); problem != "" && strings.TrimSpace(text) != "" {
				t.Errorf("%s: %s\n%s", name, problem, text)
			}
			manifests.WriteString("---\n" + text + "\n")
		}
	}
	return decode(t, strings.NewReader(manifests.String())), notes, nil
}

func TestTheChartRenders(t *testing.T) {
	for name, values := range map[string]string{
		"default": "",
		"keda":    "keda: {enabled: true, max: 20}",
		"all": `
feeds: [https://example.org/feed.xml, {url: "https://example.com/feed", every: 10m..12h}]
config:
  crawl: {contact: https://example.org/bot, workers: 32}
  nats: {stream: {max_age: 7d}}
nats: {url: "nats://a:4222,nats://b:4222", replicas: 1, secret: ""}
image: {repository: r.example/w, tag: 2.0.0, pullPolicy: Always}
imagePullSecrets: [{name: registry}]
run: {schedule: "@hourly", maxMinutes: 30}
worker:
  replicas: 5
  nodeSelector: {kubernetes.io/arch: arm64}
  tolerations: [{key: news, operator: Exists}]
podAnnotations: {prometheus.io/port: "8090", more: "yes"}
`,
	} {
		t.Run(name, func(t *testing.T) {
			c, notes, err := render(t, values)
			if err != nil {
				t.Fatal(err)
			}
			checkCluster(t, c)
			if c.test == nil || c.test.Annotations["helm.sh/hook"] != "test" {
				t.Error("helm test has nothing to do")
			} else {
				checkCommand(t, c, c.test.Spec.Containers[0])
			}
			if !strings.Contains(notes, "-n news port-forward svc/wiredesk 8090") {
				t.Errorf("notes:\n%s", notes)
			}
			if without := strings.Contains(notes, "There are no feeds yet"); without == (name == "all") {
				t.Errorf("notes of feeds:\n%s", notes)
			}
		})
	}
}

func TestTheChartDoesWhatItsValuesSay(t *testing.T) {
	c, _, err := render(t, `
feeds: [https://example.org/feed.xml]
config: {crawl: {workers: 32}, nats: {stream: {max_age: 7d}}}
nats: {replicas: 1}
run: {maxMinutes: 10}
pdb: {enabled: true}
`)
	if err != nil {
		t.Fatal(err)
	}
	var config map[string]any
	if err := yaml.Unmarshal([]byte(c.config.Data["wiredesk.yaml"]), &config); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"feeds": []any{"https://example.org/feed.xml"},
		"crawl": map[string]any{"workers": 32.},
		"nats":  map[string]any{"url": "nats://nats.nats.svc:4222", "stream": map[string]any{"max_age": "7d", "replicas": 1.}},
		"http":  map[string]any{"listen": "0.0.0.0:8090"},
	}
	if diff := cmp.Diff(want, config); diff != "" {
		t.Error(diff)
	}
	if deadline := *c.cronJob.Spec.JobTemplate.Spec.ActiveDeadlineSeconds; deadline != 720 {
		t.Errorf("a run of ten minutes is ended after %d s", deadline)
	}
	for _, off := range []string{"run: {enabled: false}", "pdb: {enabled: false}", "networkPolicy: {enabled: false}"} {
		less, _, err := render(t, off)
		if err != nil || less.documents != c.documents-1 {
			t.Errorf("%s: %d documents, %v", off, less.documents, err)
		}
	}
}

// Two ways to the same: what one learns of a good deployment the other must have.
func TestTheChartMakesWhatTheManifestsSay(t *testing.T) {
	manifests := kustomize(t, "keda")
	chart, _, err := render(t, "keda: {enabled: true}")
	if err != nil {
		t.Fatal(err)
	}
	alike := func(what string, a, b any) {
		t.Helper()
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s (- manifests, + chart):\n%s", what, diff)
		}
	}
	pod := func(p corev1.PodSpec) corev1.PodSpec {
		p.Containers[0].Image, p.Containers[0].ImagePullPolicy = "", ""
		p.TopologySpreadConstraints = nil // name the release
		for i := range p.Volumes {
			if p.Volumes[i].ConfigMap != nil {
				p.Volumes[i].ConfigMap.Name = "" // kustomize adds a hash of the content
			}
		}
		return p
	}
	alike("worker", pod(manifests.workers.Spec.Template.Spec), pod(chart.workers.Spec.Template.Spec))
	run := func(c cluster) any {
		s := c.cronJob.Spec
		s.JobTemplate.Labels, s.JobTemplate.Spec.Template.Labels = nil, nil
		s.JobTemplate.Spec.Template.Spec = pod(s.JobTemplate.Spec.Template.Spec)
		return s
	}
	alike("run", run(manifests), run(chart))
	alike("egress", manifests.policy.Spec.Egress, chart.policy.Spec.Egress)
	alike("ingress", manifests.policy.Spec.Ingress, chart.policy.Spec.Ingress)
	alike("scaling", manifests.scaled.Spec, chart.scaled.Spec)
}

func TestValuesThatAreWrongAreRefused(t *testing.T) {
	for _, values := range []string{
		"feed: [https://example.org/feed]",
		"feeds: [example.org]",
		"feeds: [{name: nameless}]",
		"nats: {url: 'http://nats:4222'}",
		"nats: {replicas: 2}",
		"config: {feeds: [https://example.org/feed]}",
		"config: {http: {listen: none}}",
		"config: {nats: {password: secret}}",
		"image: {pullPolicy: Sometimes}",
		"run: {schedule: often}",
		"run: {maxMinutes: 4m}",
		"worker: {replicas: -1}",
		"worker: {replica: 2}",
		"keda: {monitoring: 'http://nats:8222'}",
		"pdb: true",
	} {
		if _, _, err := render(t, values); err == nil || !strings.Contains(err.Error(), "schema") {
			t.Errorf("%s: %v", values, err)
		}
	}
}
