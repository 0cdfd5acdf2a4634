import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';

import type { TradingDate } from '../../domain/market/trading-date.js';
import { SeededRandom } from '../../domain/seeded-random.js';
import type { StreamControl } from './control-door.js';
import type { FaultSwitches } from './faults.js';
import type { Listener, StreamManner } from './stream-manners.js';
import type { Tape, TapeTick } from './tape.js';

const DUPLICATED = 0.1;
const GARBAGE = 0.1;
const NONSENSE = ['<html>not now</html>', '{"symbol":', '{"hello":"world"}', '[]', 'null', '{"symbol":"AAA","price":null}', '{"T":"te"}'];

interface Stream {
  readonly manner: StreamManner;
  readonly socket: WebSocket;
  readonly raw: Duplex;
  readonly listener: Listener;
}

/** All streams of ticks of the fake market. The session is told tick by tick, when asked to or at a pace. */
export class TickStreams implements StreamControl {
  private readonly server = new WebSocketServer({ noServer: true });
  private readonly streams = new Set<Stream>();
  private readonly manners: readonly StreamManner[];
  private readonly faults: FaultSwitches;
  private readonly random: SeededRandom;
  private readonly ticks: readonly TapeTick[];
  private told = 0;
  private held: TapeTick | undefined;
  private isSilent = false;

  constructor(tape: Tape, date: TradingDate, manners: readonly StreamManner[], faults: FaultSwitches) {
    this.manners = manners;
    this.faults = faults;
    this.random = SeededRandom.of(tape.seed, 'streams');
    this.ticks = tape.ticks(date);
  }

  /** How many listeners wait for that symbol. */
  listenersOf(symbol: string): number {
    return [...this.streams].filter(({ listener }) => listener.isAllowed && listener.symbols.has(symbol)).length;
  }

  /** How many ticks of the session were told. */
  get position(): number {
    return this.told;
  }

  /** When the next tick happens; undefined after the last one. */
  get nextAt(): Date | undefined {
    return this.ticks[this.told]?.at;
  }

  upgrade(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    const path = new URL(request.url ?? '/', 'http://fake').pathname;
    const manner = this.manners.find((candidate) => candidate.path === path);
    const status =
      manner === undefined ? '404 Not Found' : this.faults.take('STREAM_REFUSED') ? '503 Service Unavailable' : '401 Unauthorized';
    if (manner === undefined || status.startsWith('503') || !manner.admits(request)) {
      raw.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    this.server.handleUpgrade(request, raw, head, (socket) => this.welcome({ manner, socket, raw }));
  }

  emit(count: number): number {
    const end = Math.min(this.ticks.length, this.told + count);
    const sent = end - this.told;
    for (; this.told < end; this.told += 1) {
      const tick = this.ticks[this.told];
      if (tick !== undefined) this.pass(tick);
    }
    this.release();
    return sent;
  }

  drop(): number {
    const dropped = this.streams.size;
    for (const { raw } of this.streams) raw.destroy();
    // One that was paused would never learn of its end.
    this.streams.clear();
    return dropped;
  }

  close(): number {
    for (const { socket } of this.streams) socket.close(1001);
    return this.streams.size;
  }

  silence(): void {
    this.isSilent = true;
    for (const { raw } of this.streams) raw.pause();
  }

  unsilence(): void {
    this.isSilent = false;
    for (const { raw } of this.streams) raw.resume();
  }

  private welcome({ manner, socket, raw }: Omit<Stream, 'listener'>): void {
    const say = (message: unknown): void => {
      if (!this.isSilent) socket.send(JSON.stringify(message));
    };
    const listener: Listener = { symbols: new Set(), isAllowed: false, say };
    const stream = { manner, socket, raw, listener };
    this.streams.add(stream);
    socket.on('close', () => this.streams.delete(stream));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => {
      try {
        manner.hear(listener, JSON.parse(data.toString()) as Record<string, unknown>);
      } catch {
        socket.close(1003);
      }
    });
    manner.greet(listener);
  }

  /** Neighbours of one second or two change places where that is switched on. */
  private pass(tick: TapeTick): void {
    const { held } = this;
    if (held === undefined && this.faults.isOn('SHUFFLED_TICKS') && this.random.chance(0.3) && this.faults.take('SHUFFLED_TICKS')) {
      this.held = tick;
      return;
    }
    this.held = undefined;
    this.tell(tick);
    if (held !== undefined) this.tell(held);
  }

  private release(): void {
    if (this.held !== undefined) this.tell(this.held);
    this.held = undefined;
  }

  private tell(tick: TapeTick): void {
    const listening = [...this.streams].filter(({ listener }) => listener.isAllowed && listener.symbols.has(tick.symbol));
    if (this.isSilent || listening.length === 0) return;
    const isTwice = this.faults.isOn('DUPLICATE_TICKS') && this.random.chance(DUPLICATED) && this.faults.take('DUPLICATE_TICKS');
    const nonsense = this.faults.isOn('GARBAGE_MESSAGES') && this.random.chance(GARBAGE) && this.faults.take('GARBAGE_MESSAGES');
    const noise = NONSENSE[this.random.integer(0, NONSENSE.length - 1)] ?? '';
    const texts = new Map<StreamManner, string>();
    for (const { manner, socket } of listening) {
      const text = texts.get(manner) ?? this.text(manner, tick);
      texts.set(manner, text);
      if (nonsense) socket.send(noise);
      socket.send(text);
      if (isTwice) socket.send(text);
    }
  }

  private text(manner: StreamManner, tick: TapeTick): string {
    const message = manner.tell(tick);
    const cased = this.faults.take('OTHER_CASE') ? otherCase(message) : message;
    return JSON.stringify(this.faults.take('DOUBLE_ENCODED') ? doubleEncoded(cased) : cased);
  }
}

type Message = Readonly<Record<string, unknown>>;

function otherCase(message: Message): Message {
  return Object.fromEntries(
    Object.entries(message).map(([key, value]) => [
      key.length === 1 ? key : key[0]?.toUpperCase() + key.slice(1),
      typeof value === 'object' && value !== null ? otherCase(value as Message) : value,
    ]),
  );
}

/** The content as JSON text: of the part that carries it where there is one, else of the whole message. */
function doubleEncoded(message: Message): unknown {
  const key = Object.keys(message).find((name) => name.toLowerCase() === 'data');
  return key === undefined ? JSON.stringify(message) : { ...message, [key]: JSON.stringify(message[key]) };
}
