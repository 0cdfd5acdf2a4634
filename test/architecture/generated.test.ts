import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');

function run(script: string, args: readonly string[]): Promise<unknown> {
  return promisify(execFile)(process.execPath, [join(project, script), ...args], { cwd: project, timeout: 60_000 });
}

describe('what is generated and committed is what the code gives', () => {
  it('the typed documents', async () => {
    const check = run('node_modules/@graphql-codegen/cli/cjs/bin.js', ['--config', 'codegen.yml', '--check']);

    await expect(check, 'npm run codegen brings them up to date').resolves.toBeDefined();
  });

  it('the catalogue of rules', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'vpa-rules-'));
    const path = join(directory, 'rules.md');
    await run('scripts/emit-rules.mjs', [path]);
    const made = readFileSync(path, 'utf8');
    rmSync(directory, { recursive: true });

    expect(readFileSync(join(project, 'docs/rules.md'), 'utf8'), 'npm run docs:rules brings it up to date').toBe(made);
  });

  it('the loop of rules', async () => {
    // Within the project, so that its formatting applies.
    const directory = mkdtempSync(join(project, 'dist/rule-pass-'));
    const made = join(directory, 'rule-pass.generated.ts');
    await run('scripts/emit-rule-pass.mjs', [made]);
    const text = readFileSync(made, 'utf8');
    rmSync(directory, { recursive: true });

    const committed = readFileSync(join(project, 'src/domain/vpa/rule-pass.generated.ts'), 'utf8');
    expect(committed, 'npm run rules:emit brings it up to date').toBe(text);
  });
});
