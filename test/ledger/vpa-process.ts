import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

interface Command {
  /** The built checkout to run; without it this one. */
  readonly checkout?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether the process is at work, asked until it is. */
  readonly isUp: (log: string) => boolean | Promise<boolean>;
  /** Characters of its last lines that are kept. */
  readonly logLimit?: number;
}

const RESTART_MS = 150;
const UP_WITHIN_MS = 60_000;
const LOG_LIMIT = 20_000;

const alive = new Set<VpaProcess>();
process.on('exit', () => {
  for (const each of alive) each.abandon();
});

/** The built program as a process of its own, started again whenever it ends, as an orchestrator does. */
export class VpaProcess {
  readonly #command: Command;
  #child: ChildProcess | null = null;
  #isWanted = true;
  #isKilled = false;
  #wasUp = false;
  #restart: NodeJS.Timeout | undefined;
  #log = '';
  #earlierLog = '';
  /** Times it ended without having been killed. */
  unexpectedEnds = 0;

  constructor(command: Command) {
    this.#command = command;
    alive.add(this);
    this.#spawn();
  }

  /** What this process and the one before it said. */
  get log(): string {
    return `${this.#earlierLog}\n--\n${this.#log}`;
  }

  /** Waits until it is at work. */
  async up(): Promise<void> {
    const deadline = performance.now() + UP_WITHIN_MS;
    while (!(await this.#isUp())) {
      if (performance.now() > deadline) throw new Error(`vpa ${this.#command.args.join(' ')} is not at work: ${this.log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async #isUp(): Promise<boolean> {
    const child = this.#child;
    if (child === null) return false;
    // Asked once for each process: its first lines leave the log in time.
    if (!this.#wasUp) this.#wasUp = (await this.#command.isUp(this.#log)) && child === this.#child;
    return this.#wasUp;
  }

  /** Of the process that runs now. */
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** `kill -9`; it starts again by itself. */
  kill(): void {
    this.#isKilled = true;
    this.#child?.kill('SIGKILL');
  }

  /** Freezes it where it stands, with whatever it holds. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on, as if no time had passed. */
  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Stops it in order, for good; returns its exit code. */
  async stop(): Promise<number | null> {
    this.#isWanted = false;
    clearTimeout(this.#restart);
    const child = this.#child;
    alive.delete(this);
    if (child === null) return null;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    return child.exitCode;
  }

  /** Ends it at once, when this process itself ends. */
  abandon(): void {
    this.#isWanted = false;
    clearTimeout(this.#restart);
    this.#child?.kill('SIGKILL');
  }

  #spawn(): void {
    this.#earlierLog = this.#log;
    this.#log = '';
    this.#wasUp = false;
    const { args, env, checkout, logLimit = LOG_LIMIT } = this.#command;
    const child = spawn(process.execPath, ['dist/src/main/cli.js', ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(checkout === undefined ? {} : { cwd: checkout }),
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#log = (this.#log + chunk.toString()).slice(-logLimit)));
    }
    child.once('exit', () => {
      this.#child = null;
      if (!this.#isWanted) return;
      if (!this.#isKilled) this.unexpectedEnds += 1;
      this.#isKilled = false;
      this.#restart = setTimeout(() => this.#spawn(), RESTART_MS);
    });
  }
}
