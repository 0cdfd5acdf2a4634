import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { freePort } from '../support/free-port.js';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly volumes?: readonly string[];
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, object>>;
}

const root = new URL('../../', import.meta.url).pathname;
const composeText = readFileSync(`${root}docker-compose.yml`, 'utf8');
const compose = parse(composeText, { merge: true }) as Compose;
const OWN = ['migrate', 'api', 'scanner', 'relay', 'alerts', 'backtest', 'ingest', 'realtime'];

describe('docker-compose.yml', () => {
  test('has the API, each worker, the migration, and what they lean on', () => {
    expect(Object.keys(compose.services)).toEqual([...OWN, 'postgres', 'redis', 'nginx']);
    expect(OWN.map((name) => compose.services[name]?.command)).toEqual([
      ['migrate'],
      ['api'],
      ['worker', 'scanner'],
      ['worker', 'relay'],
      ['worker', 'alerts'],
      ['worker', 'backtest'],
      ['worker', 'ingest'],
      ['worker', 'realtime'],
    ]);
    expect(new Set(OWN.map((name) => compose.services[name]?.image)).size).toBe(1);
  });

  test('holds no password and no default for one', () => {
    const passwords = [...composeText.matchAll(/\$\{(\w*PASSWORD)([^}]*)\}/g)];
    expect(passwords.length).toBeGreaterThan(3);
    expect(passwords.filter(([, , rule = '']) => !rule.startsWith(':?'))).toEqual([]);
    for (const { environment } of Object.values(compose.services))
      for (const [name, value] of Object.entries(environment ?? {})) if (/PASSWORD|AUTH/.test(name)) expect(value).toMatch(/^\$\{\w+:\?/);
  });

  test('opens nothing to the outside but nginx', () => {
    const open = Object.entries(compose.services).filter(([, service]) => service.ports !== undefined);
    expect(open.map(([name]) => name)).toEqual(['nginx']);
    expect(compose.networks['inside']).toEqual({ internal: true });
    for (const name of ['postgres', 'redis', 'scanner', 'relay', 'backtest', 'migrate'])
      expect(compose.services[name]?.networks).toEqual(['inside']);
    const goOut = Object.entries(compose.services).filter(([, { networks }]) => networks.includes('outside'));
    expect(goOut.map(([name]) => name)).toEqual(['alerts', 'ingest', 'realtime']);
  });

  test('own processes cannot write to their image, and have no privileges', () => {
    for (const name of OWN)
      expect(compose.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });

  test('processes wait for the migration, and nginx for the API', () => {
    for (const name of ['api', 'scanner', 'relay', 'alerts', 'backtest', 'ingest', 'realtime'])
      expect(compose.services[name]?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
    expect(compose.services['nginx']?.depends_on).toEqual({ api: { condition: 'service_healthy' } });
    expect(compose.services['migrate']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  });

  test('whatever is waited for healthily has a health check, and named volumes and networks exist', () => {
    const awaited = Object.values(compose.services).flatMap(({ depends_on }) => Object.entries(depends_on ?? {}));
    const healthy = awaited.filter(([, { condition }]) => condition === 'service_healthy').map(([name]) => name);
    for (const name of healthy.filter((name) => !OWN.includes(name))) expect(compose.services[name]?.healthcheck?.test?.[0]).toBe('CMD');
    for (const { networks, volumes } of Object.values(compose.services)) {
      for (const network of networks) expect(compose.networks).toHaveProperty(network);
      for (const volume of (volumes ?? []).filter((one) => !one.startsWith('./')))
        expect(compose.volumes).toHaveProperty(volume.split(':')[0] ?? '');
    }
  });

  test('no image is "latest"', () => {
    for (const { image } of Object.values(compose.services)) expect(image).toMatch(/^\$\{\w+:-[\w.-]+:(?!latest)[\w.-]+\}$/);
  });
});

describe('Dockerfile', () => {
  const lines = readFileSync(`${root}Dockerfile`, 'utf8').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));

  test('uses nothing that only one builder understands', () => {
    expect(lines.filter((line) => /^# syntax=|--mount=|<<|^(COPY|ADD) --(link|parents|exclude)/.test(line))).toEqual([]);
  });

  test('runs as a user that is not root and owns nothing', () => {
    expect(last).toContain('USER 10001:10001');
    expect(lines.filter((line) => line.includes('--chown') || line.includes('chmod'))).toEqual([]);
  });

  test('starts node itself, without a shell between', () => {
    const started = last.filter((line) => /^(ENTRYPOINT|CMD|HEALTHCHECK)/.test(line)).map((line) => line.slice(line.indexOf('[')));
    expect(started.map((line) => JSON.parse(line) as unknown)).toEqual([
      ['node', 'docker/healthcheck.mjs'],
      ['node', '--enable-source-maps', 'dist/src/main/cli.js'],
      ['api'],
    ]);
  });

  test('no base is "latest"', () => {
    expect(lines.filter((line) => /^ARG .*=/.test(line))).toEqual([
      'ARG BASE_IMAGE=node:24-bookworm-slim',
      'ARG BUILD_IMAGE=${BASE_IMAGE}',
    ]);
  });
});

describe('the health check of the image', () => {
  const check = (port: number, metricsPort: number): number | null =>
    spawnSync(process.execPath, [`${root}docker/healthcheck.mjs`], { env: { PORT: String(port), METRICS_PORT: String(metricsPort) } })
      .status;

  test('is not content where nothing listens', async () => {
    expect(check(await freePort(), await freePort())).toBe(1);
  });

  test('is content with an API that lives, not with one that fails, and with the metrics of a worker', async () => {
    const server = spawn(process.execPath, ['-e', SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(server.stdout, 'data')) as [Buffer];
    const [good, bad] = line.toString().trim().split(' ').map(Number) as [number, number];
    try {
      expect(check(good, await freePort())).toBe(0);
      expect(check(await freePort(), good)).toBe(0);
      expect(check(bad, good)).toBe(1);
    } finally {
      server.kill();
      await once(server, 'exit');
    }
  });
});

/** Two servers, one that answers 200 and one that answers 503; prints their ports. */
const SERVER = `
const { createServer } = require('node:http');
const listen = (status) => new Promise((done) => {
  const server = createServer((_, response) => { response.statusCode = status; response.end(); }).listen(0, '127.0.0.1', () => done(server.address().port));
});
Promise.all([listen(200), listen(503)]).then((ports) => console.log(ports.join(' ')));`;
