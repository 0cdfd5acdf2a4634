import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
const config = join(project, '.dependency-cruiser.mjs');

interface Report {
  readonly summary: {
    readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string; readonly to: string }[];
  };
  readonly modules: readonly { readonly source: string }[];
}

/** Runs the layer check as `npm run layers` does, in any folder. */
function checkLayers(cwd: string, folders: readonly string[]): Promise<Report> {
  return new Promise((done, fail) => {
    const cli = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    execFile(
      process.execPath,
      [cli, '--config', config, '-T', 'json', ...folders],
      { cwd, maxBuffer: 64 << 20, timeout: 60_000 },
      (error, stdout) => {
        if (stdout === '') fail(error ?? new Error('the layer check printed nothing'));
        else done(JSON.parse(stdout) as Report);
      },
    );
  });
}

describe('the layers of this project', () => {
  it('keep the rules, and the check has seen them', async () => {
    const { summary, modules } = await checkLayers(project, ['src', 'migrations']);
    const seen = modules.filter((module) => /^(src|migrations)\//.test(module.source)).length;

    expect(summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`)).toEqual([]);
    expect(seen, 'a check that reads nothing finds nothing').toBeGreaterThan(100);
  });
});

describe('a seeded violation of each rule is found', () => {
  /** Files of a small project that breaks every rule once: path, the module it imports, whether only a type. */
  const seeds: readonly (readonly [rule: string, path: string, imports: string])[] = [
    ['domain-layers', 'src/domain/a.ts', '../application/use.js'],
    ['domain-packages', 'src/domain/b.ts', 'pg'],
    ['domain-node', 'src/domain/c.ts', 'node:fs'],
    ['application-layers', 'src/application/a.ts', '../adapters/one/one.js'],
    ['application-packages', 'src/application/b.ts', 'pg'],
    ['application-node', 'src/application/c.ts', 'node:crypto'],
    ['schema-layers', 'src/schema/a.ts', '../application/use.js'],
    ['schema-packages', 'src/schema/b.ts', 'pg'],
    ['schema-node', 'src/schema/c.ts', 'node:fs'],
    ['resolvers-layers', 'src/resolvers/a.ts', '../adapters/one/one.js'],
    ['resolvers-packages', 'src/resolvers/b.ts', 'pg'],
    ['resolvers-node', 'src/resolvers/c.ts', 'node:fs'],
    ['workers-layers', 'src/workers/a.ts', '../resolvers/b.js'],
    ['workers-packages', 'src/workers/b.ts', 'pg'],
    ['workers-node', 'src/workers/c.ts', 'node:fs'],
    ['adapters-layers', 'src/adapters/one/a.ts', '../../server/server.js'],
    ['server-layers', 'src/server/a.ts', '../adapters/one/one.js'],
    ['client-layers', 'src/client/a.ts', '../domain/b.js'],
    ['client-packages', 'src/client/b.ts', 'pg'],
    ['client-node', 'src/client/c.ts', 'node:fs'],
    ['migrations-layers', 'migrations/a.ts', '../src/domain/b.js'],
    ['migrations-packages', 'migrations/b.ts', 'pg'],
    ['migrations-node', 'migrations/c.ts', 'node:fs'],
    ['main-layers', 'src/main/a.ts', '../../bench/run.js'],
    ['main-is-the-end', 'src/server/b.ts', '../main/main.js'],
    ['adapter-siblings', 'src/adapters/one/b.ts', '../two/two.js'],
    ['adapters-see-ports-only', 'src/adapters/one/c.ts', '../../application/use.js'],
    ['no-circular', 'src/server/cycle-a.ts', './cycle-b.js'],
    ['resolvable', 'src/server/c.ts', './nowhere.js'],
  ];
  const bystanders = [
    'src/application/use.ts',
    'src/adapters/one/one.ts',
    'src/adapters/two/two.ts',
    'src/server/server.ts',
    'src/main/main.ts',
    'bench/run.ts',
  ];

  let directory: string;
  let fired: ReadonlyMap<string, string>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'vpa-layers-'));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    };
    cpSync(join(project, 'tsconfig.json'), join(directory, 'tsconfig.json'));
    write('node_modules/pg/package.json', '{ "name": "pg", "main": "index.js" }');
    write('node_modules/pg/index.js', '');
    for (const path of bystanders) write(path, 'export interface Thing { readonly it: string }\n');
    for (const [, path, imports] of seeds) write(path, `import type { Thing } from '${imports}';\nexport type Other = Thing;\n`);
    write('src/server/cycle-b.ts', `import type { Other } from './cycle-a.js';\nexport type Thing = Other[];\n`);
    const { summary } = await checkLayers(directory, ['src', 'migrations']);
    fired = new Map(summary.violations.map((violation) => [`${violation.rule.name} ${violation.from}`, violation.to]));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(seeds)('%s in %s', (rule, path) => {
    expect([...fired.keys()]).toContain(`${rule} ${path}`);
  });

  it('and every rule has its seed', async () => {
    const { default: rules } = (await import(config)) as { default: { forbidden: { name: string }[] } };

    expect(rules.forbidden.map((rule) => rule.name).toSorted()).toEqual(seeds.map(([rule]) => rule).toSorted());
  });
});
