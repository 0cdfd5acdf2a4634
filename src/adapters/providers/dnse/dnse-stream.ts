import { randomUUID } from 'node:crypto';

import type { MarketClock } from '../../../application/ports/clock.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { isObject, readDecimal, readWhole } from '../calls/read-json.js';
import type { JsonObject } from '../calls/read-json.js';
import type { Heard, LiveProtocol } from '../live/live-protocol.js';
import { field, readInstant } from '../live/read-message.js';
import { signLogin } from './dnse-signature.js';
import type { DnseKeys } from './dnse-signature.js';

const CHANNEL = 'tick.G1.json';

/** The stream of DNSE's OpenAPI: welcome, signed login, channel of round-lot ticks; trades are typed `t` and `te`. */
export function dnseProtocol(url: string, keys: DnseKeys, clock: MarketClock): LiveProtocol {
  return {
    prepare: () => Promise.resolve({ url: `${url}/v1/stream?encoding=json` }),
    opened: () => false,
    heard(message, send, symbols): Heard {
      if (!isObject(message)) return { kind: 'NONSENSE' };
      const action = field(message, 'action');
      switch (action) {
        case 'welcome':
          send(signLogin(keys, clock.now(), randomUUID().replaceAll('-', '')));
          return { kind: 'OTHER' };
        case 'auth_success':
          send({ name: CHANNEL, symbols });
          return { kind: 'READY' };
        case 'auth_error':
          return { kind: 'TURNED_AWAY' };
        case 'ping':
          send({ action: 'pong' });
          return { kind: 'OTHER' };
        default:
          return typeof action === 'string' ? { kind: 'OTHER' } : readDnseMessage(message, clock.now());
      }
    },
    ping: (send) => send({ action: 'ping' }),
  };
}

function readDnseMessage(message: JsonObject, now: Date): Heard {
  const type = field(message, 'T');
  if (typeof type !== 'string') return { kind: 'NONSENSE' };
  if (type !== 't' && type !== 'te') return { kind: 'OTHER' };
  const symbol = field(message, 'symbol');
  if (typeof symbol !== 'string') return { kind: 'NONSENSE' };
  return {
    kind: 'TICK',
    tick: {
      symbol,
      price: readDecimal(field(message, 'price'), isIndexSymbol(symbol) ? 0 : 3),
      volume: sharesOf(field(message, 'volume')),
      sessionVolume: sharesOf(field(message, 'totalVolume')),
      at: readInstant(field(message, 'timestamp'), now),
    },
  };
}

/** Trades are counted in tens of shares: 427 980 at 23 435 dong made 100.3 billion dong. Bars are in shares. */
function sharesOf(tens: unknown): number | null {
  const shares = readDecimal(tens, 1);
  return shares === null ? null : readWhole(shares);
}
