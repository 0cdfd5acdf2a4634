import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, string>>;
}
interface Job {
  readonly uses?: string;
  readonly needs?: string | readonly string[];
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = new URL('../../.github/workflows/', import.meta.url).pathname;
const files = readdirSync(folder);
const workflows = files.map((file) => [file, parse(readFileSync(`${folder}${file}`, 'utf8')) as Workflow] as const);
const jobs = workflows.flatMap(([file, workflow]) => Object.entries(workflow.jobs).map(([name, job]) => [`${file} ${name}`, job] as const));
const steps = jobs.flatMap(([, job]) => job.steps ?? []);
const named = (file: string, name: string): Job => workflows.find(([one]) => one === file)![1].jobs[name]!;

test('workflows start with the least permissions', () => {
  expect(files.toSorted()).toEqual(['chart.yml', 'ci.yml', 'deploy-environment.yml', 'deploy.yml']);
  for (const [, { permissions }] of workflows) expect(permissions).toEqual({ contents: 'read' });
  for (const [, { permissions = {} }] of jobs)
    expect(Object.entries(permissions).filter(([name, access]) => access !== 'read' && name !== 'id-token')).toEqual([]);
});

test('foreign actions are pinned to a commit, with their version beside it', () => {
  const uses = steps.flatMap((step) => step.uses ?? []);
  expect(uses.length).toBeGreaterThan(15);
  expect(uses.filter((one) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(one))).toEqual([]);
  for (const file of files)
    for (const line of readFileSync(`${folder}${file}`, 'utf8').split('\n'))
      if (/uses: [^.]/.test(line)) expect(line).toMatch(/@[0-9a-f]{40} # v\d/);
  const commits = new Map(uses.map((one) => one.split('@') as [string, string]));
  for (const one of uses) expect(one).toBe(`${one.split('@')[0]}@${commits.get(one.split('@')[0] ?? '')}`);
});

test('every job that runs steps ends in time', () => {
  expect(jobs.filter(([, job]) => job.steps !== undefined && job['timeout-minutes'] === undefined).map(([name]) => name)).toEqual([]);
});

test('there are no long-lived keys, and no untrusted text is pasted into a shell', () => {
  for (const file of files) expect(readFileSync(`${folder}${file}`, 'utf8')).not.toMatch(/AWS_SECRET_ACCESS_KEY|aws-access-key-id/);
  expect(steps.filter(({ run }) => /\$\{\{\s*(github\.event|github\.head_ref|inputs|vars|secrets)/.test(run ?? ''))).toEqual([]);
});

test('scans fail the run', () => {
  const scans = steps.filter(({ uses }) => uses?.startsWith('aquasecurity/'));
  expect(scans.map((scan) => scan.with?.['exit-code'])).toEqual(['1', '1']);
});

describe('a deployment', () => {
  const deploy = named('deploy-environment.yml', 'deploy');
  const at = (text: string): number => deploy.steps!.findIndex(({ name }) => name?.startsWith(text));

  test('migrates and waits before any role is touched, then tests, then goes back where something failed', () => {
    const order = ['Only what this', 'Register', 'Migrate', 'Remember', 'Roll each', 'Smoke', 'Roll back'].map(at);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(deploy.steps![at('Migrate')]?.run).toMatch(/wait tasks-stopped[\s\S]*exitCode[\s\S]*exit 1/);
    expect(deploy.steps![at('Roll back')]?.if).toContain('failure()');
  });

  test('goes to production after staging, with the image that was built once', () => {
    expect(named('deploy.yml', 'production').needs).toEqual(['image', 'staging']);
    const builds = steps.filter(({ run }) => run?.includes('docker build'));
    expect(builds).toHaveLength(1);
    expect(readFileSync(`${folder}deploy.yml`, 'utf8').match(/needs\.image\.outputs\.image/g)).toHaveLength(2);
  });

  test('asks the same questions as helm test', () => {
    const smoke = deploy.steps![at('Smoke')]?.run ?? '';
    for (const file of readdirSync(new URL('../../helm/vpa/files/smoke/', import.meta.url)))
      expect(smoke).toContain(file.replace('.mjs', ''));
  });
});

test('scripts in workflows are valid bash', () => {
  for (const { run } of steps.filter((step) => step.run !== undefined)) {
    const { status, stderr } = spawnSync('bash', ['-n'], { input: (run ?? '').replace(/\$\{\{.*?\}\}/g, 'x'), encoding: 'utf8' });
    expect({ run, status, stderr }).toEqual({ run, status: 0, stderr: '' });
  }
});
