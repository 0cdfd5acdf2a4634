import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');

function run(script: string, args: readonly string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, [join(project, script), ...args], { cwd: project, timeout: 60_000 });
}

function filesOf(directory: string): readonly (readonly [name: string, text: string])[] {
  return readdirSync(directory)
    .toSorted()
    .map((name) => [name, readFileSync(join(directory, name), 'utf8')]);
}

describe('what is generated and committed is what the code gives', () => {
  it('the typed documents', async () => {
    const check = run('node_modules/@graphql-codegen/cli/cjs/bin.js', ['--config', 'codegen.yml', '--check']);

    await expect(check, 'npm run codegen brings them up to date').resolves.toBeDefined();
  });

  it('the catalogues of rules', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vpa-rules-'));
    await run('scripts/emit-rules.mjs', [directory]);
    const made = filesOf(directory);
    rmSync(directory, { recursive: true });

    expect(made.length).toBeGreaterThan(2);
    const committed = made.map(([name]) => [name, readFileSync(join(project, 'docs', name), 'utf8')]);
    expect(committed, 'npm run docs:rules brings them up to date').toEqual(made);
  });

  it('the loops of rules', async () => {
    // Within the project, so that its formatting applies.
    const directory = mkdtempSync(join(project, 'dist/rule-pass-'));
    await run('scripts/emit-rule-pass.mjs', [directory]);
    const made = filesOf(directory);
    rmSync(directory, { recursive: true });

    const committed = filesOf(join(project, 'src/domain/vpa/rule-passes')).filter(([name]) => name.endsWith('.generated.ts'));
    expect(committed, 'npm run rules:emit brings them up to date').toEqual(made);
  });
});
