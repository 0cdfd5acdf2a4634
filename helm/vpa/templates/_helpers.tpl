{{/* Prefix of all names. */}}
{{- define "vpa.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* Labels that never change during a release's life. Call with (list $ "component"). */}}
{{- define "vpa.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ default $root.Chart.Name $root.Values.nameOverride | trunc 40 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* All labels of an object. Call with (list $ "component"). */}}
{{- define "vpa.labels" -}}
{{- $root := index . 0 -}}
{{ include "vpa.selectorLabels" . }}
app.kubernetes.io/part-of: vpa
app.kubernetes.io/version: {{ $root.Values.image.tag | default $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Address of an image. Call with (dict "repository" … "tag" … "digest" …). */}}
{{- define "vpa.imageOf" -}}
{{- if .digest -}}{{ .repository }}@{{ .digest }}{{- else -}}{{ .repository }}:{{ .tag }}{{- end -}}
{{- end -}}
{{- define "vpa.image" -}}
{{- include "vpa.imageOf" (dict "repository" .Values.image.repository "tag" (.Values.image.tag | default .Chart.AppVersion) "digest" .Values.image.digest) -}}
{{- end -}}

{{- define "vpa.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}{{ .Values.serviceAccount.name | default (include "vpa.fullname" .) }}
{{- else -}}{{ .Values.serviceAccount.name | default "default" }}{{- end -}}
{{- end -}}

{{/* Name of the Secret with the addresses, whoever makes it. */}}
{{- define "vpa.secretName" -}}
{{- if .Values.secrets.existingSecret -}}{{ .Values.secrets.existingSecret }}
{{- else -}}{{ include "vpa.fullname" . }}-addresses{{- end -}}
{{- end -}}

{{/* The API and the enabled workers by name, defaults filled in, as JSON. */}}
{{- define "vpa.roles" -}}
{{- $roles := dict "api" (mergeOverwrite (deepCopy .Values.workerDefaults) (deepCopy .Values.api) (dict "enabled" true "strategy" "RollingUpdate" "args" (list "api"))) -}}
{{- range $name, $worker := .Values.workers -}}
{{- $role := mergeOverwrite (deepCopy $.Values.workerDefaults) (deepCopy ($worker | default dict)) -}}
{{- if $role.enabled -}}
{{- if not $role.args -}}{{- $_ := set $role "args" (list "worker" $name) -}}{{- end -}}
{{- $_ := set $roles $name $role -}}
{{- end -}}
{{- end -}}
{{- toJson $roles -}}
{{- end -}}

{{/* The fewest and the most pods of a role. */}}
{{- define "vpa.minReplicas" -}}
{{- if .hpa.enabled -}}{{ int .hpa.minReplicas }}{{- else if .keda.enabled -}}{{ int .keda.minReplicas }}{{- else -}}{{ int .replicas }}{{- end -}}
{{- end -}}
{{- define "vpa.maxReplicas" -}}
{{- if .hpa.enabled -}}{{ int .hpa.maxReplicas }}{{- else if .keda.enabled -}}{{ int .keda.maxReplicas }}{{- else -}}{{ int .replicas }}{{- end -}}
{{- end -}}

{{/* Old space of V8 in MiB: 75 % of a memory limit such as 512Mi or 1Gi. */}}
{{- define "vpa.heapMiB" -}}
{{- if hasSuffix "Gi" . -}}{{ div (mul (trimSuffix "Gi" . | int) 1024 3) 4 }}{{- else -}}{{ div (mul (trimSuffix "Mi" . | int) 3) 4 }}{{- end -}}
{{- end -}}

{{- define "vpa.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "vpa.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{/* Variables of a process. Call with (list $ role). */}}
{{- define "vpa.env" -}}
{{- $root := index . 0 -}}{{- $role := index . 1 -}}
{{- $keys := $root.Values.secrets.keys -}}
- {name: NODE_ENV, value: production}
- {name: NODE_OPTIONS, value: "--max-old-space-size={{ include "vpa.heapMiB" $role.resources.limits.memory }}"}
- {name: VPA_HOST, value: "0.0.0.0"}
- {name: PORT, value: "8000"}
- {name: METRICS_PORT, value: "8001"}
- {name: VPA_DATA_DIR, value: /tmp/vpa}
- {name: VPA_LOG_LEVEL, value: {{ $root.Values.config.logLevel }}}
- {name: SCAN_INTERVAL, value: {{ int $root.Values.config.scanIntervalSeconds | quote }}}
- {name: VPA_RULES, value: {{ join "," $root.Values.config.ruleSets | quote }}}
- {name: VPA_INGEST_SYMBOLS, value: {{ join "," $root.Values.config.ingest.symbols | quote }}}
- {name: VPA_INGEST_FROM, value: {{ $root.Values.config.ingest.from | quote }}}
- {name: VPA_INGEST_CONCURRENCY, value: {{ int $root.Values.config.ingest.concurrency | quote }}}
- {name: VPA_REALTIME_SYMBOLS, value: {{ join "," $root.Values.config.realtime.symbols | quote }}}
- {name: VPA_REALTIME_SHARDS, value: {{ int $root.Values.config.realtime.shards | quote }}}
- {name: VPA_MINUTE_RETENTION_DAYS, value: {{ int $root.Values.config.realtime.minuteRetentionDays | quote }}}
- {name: VPA_EVENT_RETENTION_DAYS, value: {{ int $root.Values.config.eventRetentionDays | quote }}}
- {name: VPA_ALERT_RETENTION_DAYS, value: {{ int $root.Values.config.alertRetentionDays | quote }}}
{{- $publicUrl := $root.Values.config.publicUrl }}
{{- if and (not $publicUrl) $root.Values.ingress.enabled $root.Values.ingress.hosts }}{{ $publicUrl = printf "https://%s" (first $root.Values.ingress.hosts) }}{{ end }}
- {name: VPA_PUBLIC_ADDRESS, value: {{ $publicUrl | quote }}}
{{- $origins := $root.Values.config.corsOrigins }}
{{- if $root.Values.ingress.enabled }}{{ range $root.Values.ingress.hosts }}{{ $origins = append $origins (printf "https://%s" .) }}{{ end }}{{ end }}
- {name: VPA_CORS_ORIGINS, value: {{ join "," ($origins | uniq) | quote }}}
- {name: VPA_TRUSTED_PROXIES, value: {{ int $root.Values.config.trustedProxies | quote }}}
{{- $config := $root.Values.config }}
- {name: VPA_RATE_ANONYMOUS, value: {{ int $config.rates.anonymous | quote }}}
- {name: VPA_RATE_VIEWER, value: {{ int $config.rates.viewer | quote }}}
- {name: VPA_RATE_ANALYST, value: {{ int $config.rates.analyst | quote }}}
- {name: VPA_RATE_ADMIN, value: {{ int $config.rates.admin | quote }}}
- {name: VPA_SOCKETS_PER_ADDRESS, value: {{ int $config.socketsPerAddress | quote }}}
- {name: VPA_SOCKETS_PER_ACTOR, value: {{ int $config.socketsPerActor | quote }}}
- {name: VPA_HSTS_SECONDS, value: {{ int $config.hstsSeconds | quote }}}
- {name: VPA_SIGN_UP, value: {{ $config.signUp }}}
{{- if $config.trustedDocuments }}
- {name: VPA_OPERATIONS, value: allow-list}
- {name: VPA_OPERATIONS_FILE, value: /etc/vpa/operations/trusted-documents.json}
{{- end }}
- {name: VPA_GRAPHIQL, value: {{ $root.Values.config.graphiql | quote }}}
- {name: VPA_INTROSPECTION, value: {{ $root.Values.config.introspection | quote }}}
- {name: VPA_DATABASE_POOL, value: {{ int $role.databasePool | quote }}}
- name: DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ $keys.databaseUrl }}}}
{{- with $keys.databaseReadUrl }}
- name: DATABASE_READ_URL
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ . }}}}
{{- end }}
{{- with $keys.redisUrl }}
- name: REDIS_URL
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ . }}}}
{{- end }}
{{- with $keys.jwtKeys }}
- name: VPA_JWT_KEYS
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ . }}}}
{{- end }}
{{- $tracing := $root.Values.monitoring.tracing }}
{{- if $tracing.endpoint }}
- {name: OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ $tracing.endpoint | quote }}}
- {name: OTEL_TRACES_SAMPLER_ARG, value: {{ $tracing.samplingRatio | quote }}}
- {name: OTEL_SERVICE_NAME, value: {{ include "vpa.fullname" $root }}}
{{- with $keys.otlpHeaders }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ . }}}}
{{- end }}
{{- end }}
{{- with $role.drainSeconds }}
- {name: VPA_DRAIN_SECONDS, value: {{ int . | quote }}}
{{- end }}
{{- range $name, $value := $role.env }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- range $name, $key := $role.secretEnv }}
- name: {{ $name }}
  valueFrom: {secretKeyRef: {name: {{ include "vpa.secretName" $root }}, key: {{ $key }}}}
{{- end }}
{{- end -}}

{{/* The container that migrates. Call with (list $ role). */}}
{{- define "vpa.migrateContainer" -}}
{{- $root := index . 0 -}}
name: migrate
image: {{ include "vpa.image" $root }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
args: [migrate]
env:
  {{- include "vpa.env" . | nindent 2 }}
resources:
  {{- toYaml $root.Values.migrations.resources | nindent 2 }}
securityContext:
  {{- include "vpa.containerSecurityContext" $root | nindent 2 }}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- end -}}
