import { createHmac } from 'node:crypto';

import type { IncomingMessage } from 'node:http';

import { localTime } from './local-time.js';
import type { TapeTick } from './tape.js';
import { FAKE_KEY, FAKE_SECRET } from './tokens.js';
import type { FakeTokens } from './tokens.js';

/** One client of a stream, as its protocol sees it. */
export interface Listener {
  readonly symbols: Set<string>;
  isAllowed: boolean;
  say(message: unknown): void;
}

/** How a websocket protocol speaks. */
export interface StreamManner {
  readonly path: string;
  /** Whether the handshake is accepted. */
  admits(request: IncomingMessage): boolean;
  greet(listener: Listener): void;
  hear(listener: Listener, message: Readonly<Record<string, unknown>>): void;
  tell(tick: TapeTick): Readonly<Record<string, unknown>>;
}

/** `{"action":"subscribe","symbols":[…]}` and `{symbol, price, volume, timestamp}`; nothing else is said. */
const feed: StreamManner = {
  path: '/feed',
  admits: () => true,
  greet: (listener) => void (listener.isAllowed = true),
  hear(listener, { action, symbols }) {
    if (action === 'subscribe') for (const symbol of texts(symbols)) listener.symbols.add(symbol);
    if (action === 'unsubscribe') for (const symbol of texts(symbols)) listener.symbols.delete(symbol);
  },
  tell: ({ symbol, price, volume, at }) => ({ symbol, price, volume, timestamp: at.getTime() }),
};

/** SSI FastConnect v3: a token in the handshake, topics `trade.SYM`, heartbeats. */
function ssi(tokens: FakeTokens): StreamManner {
  return {
    path: '/ssi/ws/v3',
    admits: ({ headers }) => tokens.isValid(headers.authorization),
    greet: (listener) => void (listener.isAllowed = true),
    hear(listener, { method, topics }) {
      if (method === 'ping_pong') listener.say({ method: 'ping_pong', channel: 'HEARTBEAT', status: 'success', message: 'pong' });
      if (method !== 'subscribe') return;
      for (const topic of texts(topics)) if (topic.startsWith('trade.')) listener.symbols.add(topic.slice('trade.'.length));
    },
    tell: ({ symbol, price, volume, sessionVolume, at }) => ({
      channel: 'DATA',
      topic: `trade.${symbol}`,
      data: { t: localTime(at, false), s: symbol, p: price, q: volume, si: 'B', v: sessionVolume },
    }),
  };
}

/** DNSE OpenAPI: a welcome, a signed login, then names of channels; prices in thousand dong, volumes in tens of shares. */
const dnse: StreamManner = {
  path: '/dnse/v1/stream',
  admits: () => true,
  greet: (listener) => listener.say({ action: 'welcome', session_id: 'fake' }),
  hear(listener, { action, api_key, signature, timestamp, nonce, name, symbols }) {
    if (action === 'ping') listener.say({ action: 'pong' });
    if (action === 'auth') {
      const expected = createHmac('sha256', FAKE_SECRET)
        .update(`${FAKE_KEY}:${String(timestamp)}:${String(nonce)}`)
        .digest('hex');
      listener.isAllowed = api_key === FAKE_KEY && signature === expected;
      listener.say(listener.isAllowed ? { action: 'auth_success' } : { action: 'auth_error', message: 'invalid signature' });
    }
    if (name === 'tick.G1.json' && listener.isAllowed) for (const symbol of texts(symbols)) listener.symbols.add(symbol);
  },
  tell: ({ symbol, price, volume, sessionVolume, at }) => ({
    T: 'te',
    symbol,
    price: Number((price / 1000).toFixed(6)),
    volume: volume / 10,
    totalVolume: sessionVolume / 10,
    timestamp: at.getTime(),
    side: 'SIDE_BUY',
  }),
};

export function streamManners(tokens: FakeTokens): readonly StreamManner[] {
  return [feed, ssi(tokens), dnse];
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
