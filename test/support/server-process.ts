import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

interface ServerCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** User to run as; null: the current one. */
  readonly user: { readonly uid: number; readonly gid: number } | null;
  readonly directory: string;
  /** Its variables; without them those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves when the server answers, rejects while it does not. */
  readonly probe: () => Promise<void>;
}

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;
const PROBE_PAUSE_MS = 25;
const LOG_LIMIT = 20_000;

const alive = new Set<ServerProcess>();
process.on('exit', abandonAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    // Where somebody else listens (the test runner), it ends in order and calls remove.
    if (process.listenerCount(signal) > 0) return;
    abandonAll();
    process.kill(process.pid, signal);
  });
}

function abandonAll(): void {
  for (const server of alive) server.abandon();
}

/** A private server as a child process that can be stopped, killed and started again on the same port and data. */
export class ServerProcess {
  readonly #command: ServerCommand;
  #child: ChildProcess | null = null;
  #log = '';

  constructor(command: ServerCommand) {
    this.#command = command;
    alive.add(this);
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const { program, args, user, directory, env } = this.#command;
    const child = spawn(program, args, {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user ?? {}),
      ...(env === undefined ? {} : { env }),
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.#log = (this.#log + chunk.toString()).slice(-LOG_LIMIT);
      });
    }
    const failure = new Promise<never>((_resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${program} ended with ${code ?? 'a signal'}: ${this.#log}`)));
    });
    failure.catch(() => undefined);
    await Promise.race([this.#answers(), failure]);
  }

  /** Sends a signal that does not end it, such as SIGSTOP. */
  send(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  /** Sends the signal and waits until the process has ended; kills it where it does not obey. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(timer);
  }

  /** Ends it and removes its directory. */
  async remove(signal: NodeJS.Signals): Promise<void> {
    await this.stop(signal);
    this.abandon();
  }

  /** The same without waiting, for when this process itself ends. */
  abandon(): void {
    alive.delete(this);
    this.#child?.kill('SIGKILL');
    rmSync(this.#command.directory, { recursive: true, force: true, maxRetries: 3 });
  }

  async #answers(): Promise<void> {
    const deadline = performance.now() + START_TIMEOUT_MS;
    for (;;) {
      try {
        await this.#command.probe();
        return;
      } catch (error) {
        if (performance.now() > deadline) throw new Error(`${this.#command.program} did not answer: ${this.#log}`, { cause: error });
      }
      await delay(PROBE_PAUSE_MS);
    }
  }
}
