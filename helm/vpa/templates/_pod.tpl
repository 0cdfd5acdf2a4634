{{/* Pod template of a role. Call with (list $ "name" role). */}}
{{- define "vpa.pod" -}}
{{- $root := index . 0 -}}{{- $name := index . 1 -}}{{- $role := index . 2 -}}
metadata:
  labels:
    {{- include "vpa.labels" (list $root $name) | nindent 4 }}
    vpa.metrics: scraped
  {{- with $role.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "vpa.serviceAccountName" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  terminationGracePeriodSeconds: {{ int $role.terminationGracePeriodSeconds }}
  {{- with $role.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  securityContext:
    {{- include "vpa.podSecurityContext" 10001 | nindent 4 }}
  {{- if eq $root.Values.migrations.mode "initContainer" }}
  initContainers:
    - {{- include "vpa.migrateContainer" (list $root $role) | nindent 6 }}
  {{- end }}
  containers:
    - name: {{ $name }}
      image: {{ include "vpa.image" $root }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args:
        {{- toYaml $role.args | nindent 8 }}
      env:
        {{- include "vpa.env" (list $root $role) | nindent 8 }}
      ports:
        {{- if eq $name "api" }}
        - {name: http, containerPort: 8000, protocol: TCP}
        {{- end }}
        - {name: metrics, containerPort: 8001, protocol: TCP}
      {{- if eq $name "api" }}
      startupProbe:
        httpGet: {path: /livez, port: http}
        periodSeconds: 2
        failureThreshold: 30
      livenessProbe:
        httpGet: {path: /livez, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: {path: /readyz, port: http}
        periodSeconds: 5
        timeoutSeconds: 3
        failureThreshold: 2
      lifecycle:
        preStop:
          sleep: {seconds: {{ int $role.preStopSeconds }}}
      {{- else }}
      startupProbe:
        tcpSocket: {port: metrics}
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        httpGet: {path: /metrics, port: metrics}
        periodSeconds: 15
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        tcpSocket: {port: metrics}
        periodSeconds: 10
        timeoutSeconds: 3
        failureThreshold: 3
      {{- end }}
      resources:
        {{- toYaml $role.resources | nindent 8 }}
      securityContext:
        {{- include "vpa.containerSecurityContext" $root | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        {{- if and (eq $name "api") $root.Values.config.trustedDocuments }}
        - {name: operations, mountPath: /etc/vpa/operations, readOnly: true}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {sizeLimit: 64Mi}
    {{- if and (eq $name "api") $root.Values.config.trustedDocuments }}
    - name: operations
      configMap: {name: {{ $root.Values.config.trustedDocuments }}}
    {{- end }}
  topologySpreadConstraints:
    {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "vpa.selectorLabels" (list $root $name) | nindent 10 }}
    {{- end }}
  {{- with $role.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $role.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $role.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
