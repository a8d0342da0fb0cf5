package check

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/robfig/cron/v3"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

// scaledObject is what KEDA's own type has for us. Its module would bring the SDK of
// every cloud.
type scaledObject struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata"`
	Spec              struct {
		ScaleTargetRef  struct{ Name string }
		MinReplicaCount int32
		MaxReplicaCount int32
		PollingInterval int32
		Triggers        []struct {
			Type     string
			Metadata struct {
				NATSServerMonitoringEndpoint string `json:"natsServerMonitoringEndpoint"`
				Account                      string
				Stream                       string
				Consumer                     string
				LagThreshold                 string
			}
		}
	}
}

// cluster is what is applied, by kind; of most there is one.
type cluster struct {
	config    *corev1.ConfigMap
	account   *corev1.ServiceAccount
	service   *corev1.Service
	cronJob   *batchv1.CronJob
	workers   *appsv1.Deployment
	budget    *policyv1.PodDisruptionBudget
	policy    *networkingv1.NetworkPolicy
	scaled    *scaledObject
	test      *corev1.Pod
	documents int
}

// decode reads manifests into the types of the API, refusing fields that these do not
// have and keys that stand twice.
func decode(t *testing.T, manifests io.Reader) cluster {
	t.Helper()
	var c cluster
	reader := utilyaml.NewYAMLReader(bufio.NewReader(manifests))
	for {
		doc, err := reader.Read()
		if err == io.EOF {
			return c
		}
		if err != nil {
			t.Fatal(err)
		}
		if nothing := any(nil); yaml.Unmarshal(doc, &nothing) == nil && nothing == nil {
			continue // a part of the chart that is turned off
		}
		if err := c.take(doc); err != nil {
			t.Fatalf("%v in\n%s", err, doc)
		}
		c.documents++
	}
}

func (c *cluster) take(doc []byte) error {
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(doc, &kind); err != nil {
		return err
	}
	switch kind.APIVersion + " " + kind.Kind {
	case "v1 ConfigMap":
		return strict(doc, &c.config)
	case "v1 ServiceAccount":
		return strict(doc, &c.account)
	case "v1 Service":
		return strict(doc, &c.service)
	case "v1 Pod":
		return strict(doc, &c.test)
	case "batch/v1 CronJob":
		return strict(doc, &c.cronJob)
	case "apps/v1 Deployment":
		return strict(doc, &c.workers)
	case "policy/v1 PodDisruptionBudget":
		return strict(doc, &c.budget)
	case "networking.k8s.io/v1 NetworkPolicy":
		return strict(doc, &c.policy)
	case "keda.sh/v1alpha1 ScaledObject":
		return strict(doc, &c.scaled)
	}
	return fmt.Errorf("%s %s is not known here", kind.APIVersion, kind.Kind)
}

func strict[T any](doc []byte, into **T) error {
	if *into != nil {
		return fmt.Errorf("a second %T", **into)
	}
	*into = new(T)
	return yaml.UnmarshalStrict(doc, *into)
}

// kustomize builds a folder as `kubectl apply -k` does.
func kustomize(t *testing.T, dir string) cluster {
	t.Helper()
	built, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), filepath.Join(deploy, "kubernetes", dir))
	if err != nil {
		t.Fatal(err)
	}
	text, err := built.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, strings.NewReader(string(text)))
}

func TestManifestsFitTogether(t *testing.T) {
	base, keda := kustomize(t, "base"), kustomize(t, "keda")
	for name, c := range map[string]cluster{"base": base, "keda": keda} {
		t.Run(name, func(t *testing.T) { checkCluster(t, c) })
	}
	if base.scaled != nil || *base.workers.Spec.Replicas != 2 {
		t.Error("the base has a ScaledObject, or not two workers")
	}
	if keda.scaled == nil || keda.workers.Spec.Replicas != nil {
		t.Error("KEDA and the Deployment both say how many workers there are")
	}
	if keda.documents != base.documents+1 || base.documents != 7 {
		t.Errorf("%d and %d documents", base.documents, keda.documents)
	}
}

// checkCluster looks at what no schema knows: that one manifest names what another has,
// and that arguments, probes and configuration are those of wiredesk.
func checkCluster(t *testing.T, c cluster) {
	job := c.cronJob.Spec.JobTemplate.Spec
	for what, pod := range map[string]corev1.PodTemplateSpec{"run": job.Template, "worker": c.workers.Spec.Template} {
		t.Run(what, func(t *testing.T) { checkPod(t, c, pod) })
	}
	if _, err := cron.ParseStandard(c.cronJob.Spec.Schedule); err != nil {
		t.Error(err)
	}
	if c.cronJob.Spec.ConcurrencyPolicy != batchv1.ForbidConcurrent || c.cronJob.Spec.StartingDeadlineSeconds == nil {
		t.Error("runs may overlap, or stop for good after 100 starts were missed")
	}
	if *job.BackoffLimit != 0 {
		t.Error("a run that failed is tried again at once")
	}
	worker := labels.Set(c.workers.Spec.Template.Labels)
	for what, selector := range map[string]*metav1.LabelSelector{
		"deployment": c.workers.Spec.Selector, "budget": c.budget.Spec.Selector, "policy": &c.policy.Spec.PodSelector,
		"service": {MatchLabels: c.service.Spec.Selector}, "spread": c.workers.Spec.Template.Spec.TopologySpreadConstraints[0].LabelSelector,
	} {
		s, err := metav1.LabelSelectorAsSelector(selector)
		if err != nil || s.Empty() || !s.Matches(worker) {
			t.Errorf("the %s selects %v, workers are %v: %v", what, s, worker, err)
		}
	}
	if run := labels.Set(job.Template.Labels); labels.SelectorFromSet(c.workers.Spec.Selector.MatchLabels).Matches(run) {
		t.Errorf("the deployment takes runs for its workers: %v", run)
	} else if !labels.SelectorFromSet(c.policy.Spec.PodSelector.MatchLabels).Matches(run) {
		t.Error("runs may speak to everybody")
	}
	checkEgress(t, c.policy)
	if c.scaled != nil {
		checkScaled(t, c)
	}
}

func checkPod(t *testing.T, c cluster, pod corev1.PodTemplateSpec) {
	spec := pod.Spec
	if len(spec.Containers) != 1 {
		t.Fatalf("%d containers", len(spec.Containers))
	}
	container := spec.Containers[0]
	for key, value := range pod.Labels {
		for _, problem := range append(validation.IsQualifiedName(key), validation.IsValidLabelValue(value)...) {
			t.Errorf("label %s=%s: %s", key, value, problem)
		}
	}
	if spec.ServiceAccountName != c.account.Name || *spec.AutomountServiceAccountToken || *c.account.AutomountServiceAccountToken {
		t.Error("it has rights in the cluster, or an account that is not there")
	}
	if *spec.EnableServiceLinks {
		t.Error("variables such as WIREDESK_PORT appear in it")
	}
	if p, s := spec.SecurityContext, container.SecurityContext; !*p.RunAsNonRoot || p.SeccompProfile.Type != corev1.SeccompProfileTypeRuntimeDefault ||
		*s.AllowPrivilegeEscalation || !*s.ReadOnlyRootFilesystem || !slices.Contains(s.Capabilities.Drop, "ALL") {
		t.Error("it is not what the restricted pod security standard asks for")
	}
	if user := fmt.Sprintf("%d:%d", *spec.SecurityContext.RunAsUser, *spec.SecurityContext.RunAsGroup); user != dockerfile(t).user {
		t.Errorf("user %s, in the image %s", user, dockerfile(t).user)
	}
	checkMounts(t, c, spec)
	checkCommand(t, c, container)
	checkProbes(t, c, container)
}

func checkMounts(t *testing.T, c cluster, spec corev1.PodSpec) {
	image := dockerfile(t)
	mounts := map[string]corev1.VolumeMount{}
	for _, m := range spec.Containers[0].VolumeMounts {
		mounts[m.MountPath] = m
	}
	for _, v := range spec.Volumes {
		switch {
		case v.ConfigMap != nil && (v.ConfigMap.Name != c.config.Name || mounts["/etc/wiredesk"].Name != v.Name):
			t.Errorf("mounts %s of %s, the ConfigMap is %s", v.Name, v.ConfigMap.Name, c.config.Name)
		case v.EmptyDir != nil && mounts[image.env["STATE_DIRECTORY"]].Name != v.Name:
			t.Errorf("%s is not mounted where the state is", v.Name)
		}
	}
	if len(mounts) != 2 || len(spec.Volumes) != 2 {
		t.Errorf("%d mounts of %d volumes", len(mounts), len(spec.Volumes))
	}
}

// checkCommand runs the container's command as far as its help, and the check on its
// configuration with its environment.
func checkCommand(t *testing.T, c cluster, container corev1.Container) {
	var env []string
	for _, v := range container.Env {
		value := v.Value
		if v.ValueFrom != nil {
			value = "p0123456789abcdef"
		}
		env = append(env, v.Name+"="+value)
	}
	file := filepath.Join(t.TempDir(), "wiredesk.yaml")
	if err := os.WriteFile(file, []byte(c.config.Data["wiredesk.yaml"]), 0o600); err != nil {
		t.Fatal(err)
	}
	if out := must(t, env, "check", file); strings.Contains(out, "warning") {
		t.Error(out)
	}
	need(t, container.Args[0])
	must(t, env, append(slices.Clone(container.Args), "--help")...)
}

func checkProbes(t *testing.T, c cluster, container corev1.Container) {
	want := map[string]*corev1.Probe{"/livez": container.LivenessProbe, "/readyz": container.ReadinessProbe}
	if container.Args[0] == "run" {
		for path, p := range want {
			if p != nil {
				t.Errorf("a run does not serve %s", path)
			}
		}
		return
	}
	port := container.Ports[0]
	for path, p := range want {
		if p == nil || p.HTTPGet == nil || p.HTTPGet.Path != path || p.HTTPGet.Port.StrVal != port.Name {
			t.Errorf("no probe of %s on %s: %v", path, port.Name, p)
		}
	}
	if p := container.StartupProbe; p == nil || p.HTTPGet.Path != "/livez" {
		t.Error("a worker that reads its index is taken for dead")
	}
	if target := c.service.Spec.Ports[0].TargetPort.StrVal; target != port.Name {
		t.Errorf("the service leads to port %s", target)
	}
	if !strings.Contains(c.config.Data["wiredesk.yaml"], fmt.Sprintf("listen: 0.0.0.0:%d", port.ContainerPort)) {
		t.Errorf("wiredesk does not listen on %d", port.ContainerPort)
	}
	if scrape := c.workers.Spec.Template.Annotations["prometheus.io/port"]; scrape != fmt.Sprint(port.ContainerPort) {
		t.Errorf("Prometheus asks port %s", scrape)
	}
}

// checkEgress wants names, the web and NATS to be reachable, and private networks not.
func checkEgress(t *testing.T, policy *networkingv1.NetworkPolicy) {
	var ports []string
	for _, rule := range policy.Spec.Egress {
		for _, p := range rule.Ports {
			ports = append(ports, fmt.Sprintf("%s %s", *p.Protocol, p.Port))
		}
		for _, to := range rule.To {
			if to.IPBlock == nil {
				continue
			}
			for _, private := range map[string][]string{
				"0.0.0.0/0": {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16"},
				"::/0":      {"fc00::/7", "fe80::/10"},
			}[to.IPBlock.CIDR] {
				if !slices.Contains(to.IPBlock.Except, private) {
					t.Errorf("%s may be reached", private)
				}
			}
		}
	}
	if want := []string{"UDP 53", "TCP 53", "TCP 80", "TCP 443", "TCP 4222"}; !slices.Equal(ports, want) {
		t.Errorf("reaches %q, want %q", ports, want)
	}
}

func checkScaled(t *testing.T, c cluster) {
	spec := c.scaled.Spec
	if spec.ScaleTargetRef.Name != c.workers.Name || spec.MinReplicaCount >= spec.MaxReplicaCount || len(spec.Triggers) != 1 {
		t.Errorf("scales %s from %d to %d by %d triggers", spec.ScaleTargetRef.Name, spec.MinReplicaCount, spec.MaxReplicaCount, len(spec.Triggers))
	}
	// That there is such an account, stream and consumer is tried in cluster_test.go.
	if trigger := spec.Triggers[0]; trigger.Type != "nats-jetstream" || trigger.Metadata.Account != kedaAccount ||
		trigger.Metadata.Stream != kedaStream || trigger.Metadata.Consumer != kedaConsumer || trigger.Metadata.LagThreshold == "" {
		t.Errorf("the trigger is %+v", trigger)
	}
}

// The decoder would not let a misspelt field or a second key pass.
func TestManifestsThatAreWrongAreRefused(t *testing.T) {
	for _, doc := range []string{
		"apiVersion: apps/v1\nkind: Deployment\nspec: {replica: 2}\n",
		"apiVersion: batch/v1\nkind: CronJob\nspec:\n  schedule: a\n  schedule: b\n",
		"apiVersion: batch/v1\nkind: CronJob\nspec: {startingDeadlineSeconds: soon}\n",
		"apiVersion: apps/v1beta1\nkind: Deployment\n",
		"apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nspec: {maxReplicas: 2}\n",
	} {
		if err := new(cluster).take([]byte(doc)); err == nil {
			t.Errorf("taken:\n%s", doc)
		}
	}
}
