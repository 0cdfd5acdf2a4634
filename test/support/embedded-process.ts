import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { until } from './until.js';

const ENTRY = fileURLToPath(new URL('../../dist/src/main/embedded.js', import.meta.url));
const START_LIMIT_MS = 120_000;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});

/** `npm start` as a user has it: the built program, on ports that the system chooses unless said otherwise. */
export class EmbeddedProcess {
  output = '';
  errors = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;

  constructor(dataDir: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
    this.#child = spawn(process.execPath, [ENTRY, ...args], {
      env: { PATH: process.env['PATH'], PORT: '0', METRICS_PORT: '0', VPA_DATA_DIR: dataDir, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.add(this.#child);
    this.#child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.#ended = new Promise((resolve) => {
      this.#child.once('close', (code) => {
        alive.delete(this.#child);
        resolve(code);
      });
    });
  }

  /** Waits until it says what the pattern matches; fails at once where it ends before. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    await until(
      `it says ${pattern.source}`,
      () => {
        if (this.#child.exitCode !== null && !pattern.test(this.output)) {
          throw new Error(`it ended with ${this.#child.exitCode}: ${this.output}${this.errors}`);
        }
        return pattern.test(this.output);
      },
      START_LIMIT_MS,
    );
    const match = pattern.exec(this.output);
    if (match === null) throw new Error('unreachable');
    return match;
  }

  /** The address of the API, once it listens. */
  async url(): Promise<string> {
    return `http://${(await this.says(/GraphQL +http:\/\/([a-z\d.:]+\/graphql)/))[1]}`;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Exit code, once it has ended; null where a signal ended it. */
  ended(): Promise<number | null> {
    return this.#ended;
  }

  /** Asks it to stop and tells how that went. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<{ readonly code: number | null; readonly ms: number }> {
    const started = performance.now();
    this.kill(signal);
    const code = await this.#ended;
    return { code, ms: performance.now() - started };
  }
}
