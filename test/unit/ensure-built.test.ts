import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
let directory: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

function ensureBuilt(): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((done) => {
    execFile(process.execPath, ['scripts/ensure-built.mjs'], { cwd: directory, timeout: 60_000 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const isBuilt = (path: string): boolean => existsSync(join(directory, path));

describe('ensure-built, in a small project', () => {
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'vpa-build-'));
    for (const path of ['scripts/ensure-built.mjs', 'tsconfig.json', 'tsconfig.build.json', 'package.json'])
      cpSync(join(project, path), join(directory, path));
    symlinkSync(join(project, 'node_modules'), join(directory, 'node_modules'));
    write('src/main/cli.ts', 'export const answer: number = 42;\n');
    write('src/main/old.ts', 'export const old = 1;\n');
    write('web/vite.config.ts', `export default { root: 'web', build: { outDir: '../dist/web/graphiql', emptyOutDir: true } };\n`);
    write('web/index.html', '<!doctype html><title>web</title>\n');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('builds once when two start together, and prints nothing on stdout', async () => {
    const [one, two] = await Promise.all([ensureBuilt(), ensureBuilt()]);

    expect([one.code, two.code, one.stdout, two.stdout]).toEqual([0, 0, '', '']);
    expect(`${one.stderr}${two.stderr}`.match(/built the server/g)).toHaveLength(1);
    expect(isBuilt('dist/src/main/cli.js')).toBe(true);
  });

  it('does nothing where nothing changed', async () => {
    expect(await ensureBuilt()).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('builds again after a change, and removes what has no source any more', async () => {
    rmSync(join(directory, 'src/main/old.ts'));
    const { code, stderr } = await ensureBuilt();

    expect(code, stderr).toBe(0);
    expect(isBuilt('dist/src/main/old.js')).toBe(false);
    expect(stderr).not.toContain('web');
  });

  it('fails in words where the source has a fault, and tries again next time', async () => {
    write('src/main/cli.ts', `export const answer: number = 'x';\n`);
    const first = await ensureBuilt();
    const second = await ensureBuilt();

    expect([first.code, first.stdout, second.code]).toEqual([1, '', 1]);
    expect(first.stderr).toContain('src/main/cli.ts(1,14)');
    expect(first.stderr).not.toContain('at build');
  });
});
