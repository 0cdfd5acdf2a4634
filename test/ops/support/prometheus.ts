import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

import { findOrInstall } from '../../support/binaries.js';
import { freePort } from '../../support/free-port.js';
import { makeServerDirectory } from '../../support/server-directory.js';
import { ServerProcess } from '../../support/server-process.js';
import { scaledRules } from './scaled-rules.js';

export interface PrometheusOptions {
  /** Address of the metrics of each process, by its name. */
  readonly targets: Readonly<Record<string, string>>;
  /** Divides all windows and waits of the rules. */
  readonly factor: number;
  /** Of scrapes and of the evaluation of rules. */
  readonly intervalSeconds: number;
}

interface Answer<T> {
  readonly status: string;
  readonly data: T;
  readonly error?: string;
}

/** A real Prometheus that scrapes the processes and evaluates the rules of the chart. */
export class Prometheus {
  readonly #server: ServerProcess;
  readonly #url: string;

  private constructor(server: ServerProcess, url: string) {
    this.#server = server;
    this.#url = url;
  }

  static async start({ targets, factor, intervalSeconds }: PrometheusOptions): Promise<Prometheus> {
    const program = await findOrInstall({ program: 'prometheus', folders: ['/usr/bin'], debianPackages: ['prometheus'] });
    const directory = makeServerDirectory('vpa-prometheus-', null);
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    writeFileSync(join(directory, 'rules.yml'), scaledRules(factor));
    writeFileSync(
      join(directory, 'prometheus.yml'),
      stringify({
        global: {
          scrape_interval: `${intervalSeconds}s`,
          scrape_timeout: `${Math.min(intervalSeconds, 10)}s`,
          evaluation_interval: `${intervalSeconds}s`,
        },
        rule_files: ['rules.yml'],
        scrape_configs: [
          {
            job_name: 'vpa-metrics',
            static_configs: Object.entries(targets).map(([pod, address]) => ({ targets: [address], labels: { pod } })),
          },
        ],
      }),
    );
    const server = new ServerProcess({
      program,
      args: [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
      ],
      user: null,
      directory,
      probe: async () => {
        const response = await fetch(`${url}/-/ready`);
        if (!response.ok) throw new Error(`prometheus answered ${response.status}`);
      },
    });
    await server.start();
    return new Prometheus(server, url);
  }

  remove(): Promise<void> {
    return this.#server.remove('SIGKILL');
  }

  /** Names of the targets that are up. */
  async up(): Promise<readonly string[]> {
    const { activeTargets } = await this.#get<{ activeTargets: { health: string; labels: { pod: string } }[] }>('/api/v1/targets');
    return activeTargets.filter(({ health }) => health === 'up').map(({ labels }) => labels.pod);
  }

  /** Names of the loaded rules, recordings and alerts, and the errors of their last evaluations. */
  async rules(): Promise<{ readonly names: readonly string[]; readonly errors: readonly string[] }> {
    const { groups } = await this.#get<{ groups: { rules: { name: string; lastError?: string }[] }[] }>('/api/v1/rules');
    const rules = groups.flatMap((group) => group.rules);
    return { names: rules.map(({ name }) => name), errors: rules.flatMap(({ lastError }) => lastError ?? []) };
  }

  /** Names of the metrics that the targets declare. */
  async metrics(): Promise<ReadonlySet<string>> {
    return new Set(Object.keys(await this.#get<Record<string, unknown>>('/api/v1/metadata')));
  }

  /** How many series the query finds. @throws where Prometheus refuses it. */
  async count(query: string): Promise<number> {
    return (await this.#query(query)).length;
  }

  /** The values that the query finds, by pod. */
  async byPod(query: string): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries((await this.#query(query)).map(({ metric, value }) => [metric['pod'] ?? '', Number(value[1])]));
  }

  /** Names of the alerts that fire now. */
  async firing(): Promise<readonly string[]> {
    const { alerts } = await this.#get<{ alerts: { state: string; labels: { alertname: string } }[] }>('/api/v1/alerts');
    return alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname);
  }

  async #query(query: string) {
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    return (await this.#get<{ result: { metric: Record<string, string>; value: [number, string] }[] }>(path)).result;
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#url}${path}`, { signal: AbortSignal.timeout(10_000) });
    const { status, data, error } = (await response.json()) as Answer<T>;
    if (status !== 'success') throw new Error(`${path}: ${error ?? status}`);
    return data;
  }
}
