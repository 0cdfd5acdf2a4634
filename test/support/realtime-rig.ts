import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import type { FakeMarket } from '../../src/adapters/fake-market/fake-market.js';
import type { TapeBar } from '../../src/adapters/fake-market/tape.js';
import { instantAt, type TradingDate } from '../../src/domain/market/trading-date.js';
import { withClient } from './postgres.js';

/** Plain JavaScript, beside its source: benches run from `dist`, where it is not. */
const CHILD = resolve('test/support/realtime-child.mjs');
/** Market time of a step: less than a tick may be ahead of the clock. */
const STEP_MS = 20_000;

/** A realtime worker in a process of its own. */
export class RealtimeProcess {
  readonly #child: ChildProcess;
  #log = '';

  private constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.on('data', (data: Buffer) => (this.#log = (this.#log + data.toString()).slice(-20_000)));
    child.stderr?.on('data', (data: Buffer) => (this.#log = (this.#log + data.toString()).slice(-20_000)));
  }

  static async start(env: Readonly<Record<string, string>>, now: Date): Promise<RealtimeProcess> {
    const child = fork(CHILD, [], {
      env: { PATH: process.env['PATH'] ?? '', MARKET_NOW: String(now.getTime()), METRICS_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--expose-gc'],
    });
    const started = new RealtimeProcess(child);
    const [message] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as [unknown];
    if (typeof message !== 'object' || message === null) throw new Error(`the realtime worker ended: ${started.log}`);
    return started;
  }

  /** What it said last. */
  get log(): string {
    return this.#log;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async setClock(now: Date): Promise<void> {
    if (!this.isAlive) return;
    const answer = once(this.#child, 'message');
    this.#child.send({ now: now.getTime() });
    await answer;
  }

  /** Its metrics as text, and its memory. */
  async look(): Promise<{ readonly metrics: string; readonly memory: NodeJS.MemoryUsage }> {
    const answer = once(this.#child, 'message');
    this.#child.send({ metrics: true });
    const [look] = (await answer) as [{ metrics: string; memory: NodeJS.MemoryUsage }];
    return look;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (!this.isAlive) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  async stop(): Promise<void> {
    if (!this.isAlive) return;
    this.#child.kill('SIGTERM');
    await once(this.#child, 'exit');
  }
}

/** Tells the session of a market up to a time, with the clocks of the processes always a step ahead of the ticks. */
export async function playTo(market: FakeMarket, session: TradingDate, time: string, processes: readonly RealtimeProcess[]): Promise<void> {
  const end = instantAt(session, Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5)));
  const ticks = market.tape.ticks(session);
  for (let at = market.streams.nextAt; at !== undefined && at < end; at = market.streams.nextAt) {
    const stepEnd = new Date(Math.min(end.getTime(), at.getTime() + STEP_MS));
    await setClocks(stepEnd, processes);
    const first = market.streams.position;
    let count = 0;
    for (let tick = ticks[first]; tick !== undefined && tick.at <= stepEnd; tick = ticks[first + count]) count += 1;
    market.streams.emit(count);
  }
  await setClocks(end, processes);
}

async function setClocks(now: Date, processes: readonly RealtimeProcess[]): Promise<void> {
  await Promise.all(processes.map((each) => each.setClock(now)));
}

/** A minute as both sides are compared: prices as numbers, VND. */
export interface PlainMinute {
  readonly minute: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** The minutes of a session as the source has them. */
export function sourceMinutes(market: FakeMarket, symbol: string, session: TradingDate): PlainMinute[] {
  const midnight = instantAt(session, 0);
  return market.tape.bars(symbol, 'M1', midnight, instantAt(session, 24 * 60)).map(({ at, open, high, low, close, volume }: TapeBar) => ({
    minute: (at.getTime() - midnight.getTime()) / 60_000,
    open,
    high,
    low,
    close,
    volume,
  }));
}

/** The minutes of a session that are stored whole. */
export async function storedMinutes(url: string, symbol: string, session: TradingDate): Promise<PlainMinute[]> {
  const { rows } = await withClient(url, (client) =>
    client.query<PlainMinute>(
      `select minute, open::float8, high::float8, low::float8, close::float8, volume::float8
       from minute_bars join stocks on stocks.id = stock_id where symbol = $1 and trading_date = $2 and is_whole order by minute`,
      [symbol, session],
    ),
  );
  return rows;
}
