/**
 * Builds what is out of date and nothing else: the server (src, migrations) and the web bundle (web), each with a
 * fingerprint of its sources. Prints to stderr only, so that the output of a command stays its own. Safe when two
 * run at once. Plain JavaScript: it runs before anything is built, also on the Node 20 that only starts npm.
 * `--force` builds both; `--web-later` leaves the web bundle to a process of its own and does not wait for it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [22, 17];
const LOCK_STALE_MS = 300_000;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const force = process.argv.includes('--force');
const webLater = process.argv.includes('--web-later');

const targets = [
  {
    name: 'server',
    sources: ['src', 'migrations', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    outputs: ['dist/src/main/cli.js'],
    build: () => {
      run(join(root, 'node_modules/typescript-7/bin/tsc'), ['-p', 'tsconfig.build.json']);
      for (const folder of ['src', 'migrations']) removeOrphans(folder);
      chmodSync(join(root, 'dist/src/main/cli.js'), 0o755);
    },
  },
  {
    name: 'web',
    sources: ['web', 'package-lock.json'],
    outputs: ['dist/web/graphiql/index.html'],
    build: () => run(join(root, 'node_modules/vite/bin/vite.js'), ['build', '--config', 'web/vite.config.ts', '--logLevel', 'error']),
  },
];

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  fail(
    `Node ${process.versions.node} is too old: use the npm scripts after a full 'npm ci' (they bring Node 24), or Node ${OLDEST_NODE.join('.')} or newer`,
  );
}
for (const target of targets) {
  if (!force && isFresh(target)) continue;
  if (webLater && target.name === 'web') {
    // In our process group: Ctrl-C ends it too.
    spawn(process.execPath, [fileURLToPath(import.meta.url)], { stdio: ['ignore', 'ignore', 2] }).unref();
    continue;
  }
  const release = await lock(target.name);
  try {
    if (force || !isFresh(target)) build(target);
  } catch (error) {
    release();
    fail(error.message);
  }
  release();
}

function build(target) {
  const started = performance.now();
  process.stderr.write(`building the ${target.name} …\n`);
  const print = fingerprint(target.sources);
  target.build();
  writeFileSync(marker(target), print);
  process.stderr.write(`built the ${target.name} in ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
}

function isFresh(target) {
  if (!existsSync(marker(target)) || !target.outputs.every((output) => existsSync(join(root, output)))) return false;
  return readFileSync(marker(target), 'utf8') === fingerprint(target.sources);
}

function marker(target) {
  return join(root, `dist/.built-${target.name}`);
}

function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(join(root, source))) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The compiler never removes the output of a source that was renamed or deleted. */
function removeOrphans(folder) {
  for (const file of filesOf(join(root, 'dist', folder))) {
    const source = join(root, relative(join(root, 'dist'), file)).replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(source)) rmSync(file);
  }
}

/** One builder at a time; a lock whose holder is gone is taken over. */
async function lock(name) {
  const path = join(root, `dist/.lock-${name}`);
  mkdirSync(join(root, 'dist'), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(path)) rmSync(path, { force: true });
    else await delay(100);
  }
}

function isAbandoned(path) {
  try {
    const holder = Number(readFileSync(path, 'utf8'));
    if (Date.now() - statSync(path).mtimeMs > LOCK_STALE_MS) return true;
    if (holder > 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function run(script, args) {
  if (!existsSync(script)) fail(`cannot build: ${relative(root, script)} is missing; run 'npm ci' with development dependencies`);
  const { status, error } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 2, 2] });
  if (error !== undefined || status !== 0) throw new Error(`build failed: ${relative(root, script)}`, { cause: error });
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
