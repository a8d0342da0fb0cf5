{{- define "wiredesk.name" -}}
{{- if contains "wiredesk" .Release.Name }}{{ .Release.Name | trunc 48 | trimSuffix "-" }}{{ else }}{{ printf "%s-wiredesk" .Release.Name | trunc 48 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "wiredesk.selector" -}}
app.kubernetes.io/name: wiredesk
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "wiredesk.labels" -}}
{{ include "wiredesk.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "wiredesk.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- /* The file of the ConfigMap. What the chart must decide goes over what the user says. */}}
{{- define "wiredesk.config" -}}
{{- $fixed := dict "feeds" .Values.feeds "nats" (dict "url" .Values.nats.url "stream" (dict "replicas" (int .Values.nats.replicas))) "http" (dict "listen" "0.0.0.0:8090") }}
{{- mergeOverwrite (deepCopy .Values.config) $fixed | toYaml }}
{{- end }}

{{- define "wiredesk.pod" -}}
serviceAccountName: {{ include "wiredesk.name" . }}
automountServiceAccountToken: false
# Else variables such as WIREDESK_PORT appear, which wiredesk takes for its own.
enableServiceLinks: false
terminationGracePeriodSeconds: 45
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile: {type: RuntimeDefault}
volumes:
  - name: config
    configMap: {name: {{ include "wiredesk.name" . }}}
  # NATS keeps everything; here is only what can be read again from there.
  - name: state
    emptyDir: {sizeLimit: 1Gi}
{{- end }}

{{- /* Takes the root and the user of nats. */}}
{{- define "wiredesk.container" -}}
{{- $root := index . 0 }}{{ $as := index . 1 -}}
name: wiredesk
image: {{ include "wiredesk.image" $root }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
{{- if $root.Values.nats.secret }}
env:
  - {name: WIREDESK_NATS_USER, value: {{ $as.user | quote }}}
  - name: WIREDESK_NATS_PASSWORD
    valueFrom: {secretKeyRef: {name: {{ $root.Values.nats.secret }}, key: {{ $as.key }}}}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: config, mountPath: /etc/wiredesk, readOnly: true}
  - {name: state, mountPath: /var/lib/wiredesk}
{{- end }}
