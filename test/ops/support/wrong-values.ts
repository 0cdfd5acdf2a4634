interface WrongValue {
  /** `path=text` or `path:=json`; a lone '' means that no secret is given either. */
  readonly values: readonly string[];
  /** Part of the message: the name of the value at fault. */
  readonly names: string;
}

const ZERO_DIGEST = 'sha256:0';

/** Values that would install and hurt later, or that mean nothing. */
export const WRONG_VALUES: readonly WrongValue[] = [
  { values: ['image.tag=latest'], names: 'image.tag: "latest" is refused' },
  { values: [`image.digest=${ZERO_DIGEST}`], names: 'image.digest' },
  { values: ['image.repository='], names: 'image.repository' },
  { values: ['image.pullPolicy=Sometimes'], names: 'image.pullPolicy' },
  { values: [''], names: 'secrets.existingSecret: name the Secret' },
  { values: ['secrets.existingSecret=vpa', 'trial.enabled:=true', 'trial.databasePassword=abcdefabcdef'], names: 'exclude each other' },
  { values: ['secrets.externalSecret.enabled:=true', 'migrations.mode=initContainer'], names: 'secrets.externalSecret: storeRef.name' },
  { values: ['secrets.keys.databaseUrl='], names: 'secrets.keys.databaseUrl' },
  { values: ['trial.enabled:=true', 'trial.databasePassword=abcdefabcdef'], names: 'migrations.mode: "hook" needs' },
  { values: ['trial.enabled:=true', 'migrations.mode=initContainer'], names: 'trial.databasePassword' },
  { values: ['trial.enabled:=true', 'trial.databasePassword=short'], names: 'trial.databasePassword' },
  {
    values: ['trial.enabled:=true', 'trial.databasePassword=abcdefabcdef', 'migrations.mode=initContainer', 'backup.enabled:=true'],
    names: 'backup.enabled: a trial',
  },
  { values: ['migrations.mode=sometimes'], names: 'migrations.mode' },
  { values: ['workers.ingest.enabled:=true'], names: 'workers.ingest.env.VPA_PROVIDERS' },
  { values: ['workers.realtime.enabled:=true'], names: 'workers.realtime.env.VPA_PROVIDERS' },
  { values: ['config.realtime.shards:=65'], names: 'config.realtime.shards' },
  { values: ['serviceAccount.create:=false'], names: 'serviceAccount.name' },
  { values: ['database.maxConnections:=60'], names: 'database.maxConnections: the pools may open' },
  { values: ['api.databasePool:=40'], names: 'database.maxConnections: the pools may open' },
  { values: ['api.hpa.maxReplicas:=90'], names: 'database.maxConnections: the pools may open' },
  {
    values: ['api.keda.enabled:=true', 'api.keda.triggers:=[{"type":"cpu","metadata":{}}]'],
    names: 'api.hpa.enabled and api.keda.enabled',
  },
  { values: ['api.hpa.minReplicas:=8', 'api.hpa.maxReplicas:=4'], names: 'api: minReplicas 8 is more than maxReplicas 4' },
  { values: ['api.hpa.cpu:=0', 'api.hpa.memory:=0'], names: 'api.hpa: no metric' },
  { values: ['api.hpa.cpu:=170'], names: 'api.hpa.cpu' },
  { values: ['api.resources.requests.cpu:=null', 'workerDefaults.resources.requests.cpu:=null'], names: 'api.resources.requests.cpu' },
  { values: ['api.resources.limits.memory=512MB'], names: 'api.resources.limits.memory' },
  { values: ['api.pdb.minAvailable:=2'], names: 'api.pdb.minAvailable' },
  { values: ['api.pdb.maxUnavailable:=0'], names: 'api.pdb.maxUnavailable' },
  { values: ['api.terminationGracePeriodSeconds:=20'], names: 'api.terminationGracePeriodSeconds' },
  { values: ['api.replicas:=0', 'api.hpa.enabled:=false'], names: 'api.replicas' },
  { values: ['api.env.TELEGRAM_BOT_TOKEN=123'], names: 'api.env.TELEGRAM_BOT_TOKEN: looks like a secret' },
  { values: ['workers.scanner.env.DATABASE_URL=postgres://somewhere'], names: 'workers.scanner.env.DATABASE_URL: the chart sets' },
  { values: ['workers.relay.enabled:=false'], names: 'workers.relay.enabled' },
  { values: ['workers.scanner.replica:=2'], names: 'workers.scanner: Additional property replica' },
  { values: ['workers.api.enabled:=true'], names: 'workers' },
  { values: ['workers.scanner.strategy=BlueGreen'], names: 'workers.scanner.strategy' },
  { values: ['workers.alerts.enabled:=true', 'workers.alerts.keda.enabled:=true'], names: 'keda.authentication.existingSecret' },
  { values: ['workers.scanner.keda.enabled:=true'], names: 'workers.scanner.keda.triggers' },
  { values: ['config.corsOrigins:=["*"]'], names: 'config.corsOrigins' },
  { values: ['config.logLevel=chatty'], names: 'config.logLevel' },
  { values: ['config.scanIntervalSeconds=often'], names: 'config.scanIntervalSeconds' },
  { values: ['ingress.enabled:=true'], names: 'ingress.hosts' },
  { values: ['ingress.enabled:=true', 'ingress.hosts:=["vpa.example.org"]'], names: 'ingress.tls: no certificate for vpa.example.org' },
  { values: ['networkPolicy.databaseTo:=[]'], names: 'networkPolicy.databaseTo' },
  { values: ['networkPolicy.metricsFrom:=[]'], names: 'networkPolicy.metricsFrom' },
  { values: ['backup.enabled:=true', 'backup.retentionDays:=0'], names: 'backup.retentionDays' },
  { values: ['backup.pointInTime.enabled:=true', 'backup.pointInTime.secretName=vpa'], names: 'backup.pointInTime.enabled: needs' },
  { values: ['backup.enabled:=true', 'backup.pointInTime.enabled:=true'], names: 'backup.pointInTime.secretName' },
  { values: ['backup.pointInTime.archive=../a'], names: 'backup.pointInTime.archive' },
  { values: ['backup.schedule=daily'], names: 'backup.schedule' },
  { values: ['backup.image.tag=latest'], names: 'backup.image.tag: "latest" is refused' },
  { values: ['api.service.prot:=80'], names: 'api.service: Additional property prot' },
  { values: ['replicaCount:=3'], names: 'Additional property replicaCount' },
];
