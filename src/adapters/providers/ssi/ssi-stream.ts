import type { MarketClock } from '../../../application/ports/clock.js';
import { isIndexSymbol } from '../../../domain/market/stock.js';
import { isObject, readDecimal, readWhole } from '../calls/read-json.js';
import type { PriceUnit } from '../csv-scan.js';
import type { Heard, LiveProtocol } from '../live/live-protocol.js';
import { contentOf, field, readInstant } from '../live/read-message.js';
import type { SsiSession } from './ssi-session.js';

const PING = { method: 'ping_pong', channel: 'HEARTBEAT', topics: [] };

/**
 * The stream of SSI FastConnect v3: `{"method":"subscribe","channel":"DATA","topics":["trade.SSI"]}`, then messages
 * `{channel, topic, data:{t, s, p, q, v}}`, `v` being the volume of the session.
 */
export function ssiProtocol(url: string, session: SsiSession, priceUnit: PriceUnit, clock: MarketClock): LiveProtocol {
  return {
    async prepare(abort) {
      return { url: `${url}/ws/v3`, headers: { authorization: `Bearer ${await session.token(abort)}` } };
    },
    opened(send, symbols) {
      send({ method: 'subscribe', channel: 'DATA', topics: symbols.map((symbol) => `trade.${symbol}`) });
      return true;
    },
    heard: (message) => readSsiMessage(message, priceUnit, clock.now()),
    turnedAway: () => session.forget(),
    ping: (send) => send(PING),
  };
}

function readSsiMessage(message: unknown, priceUnit: PriceUnit, now: Date): Heard {
  if (!isObject(message)) return { kind: 'NONSENSE' };
  const topic = field(message, 'topic');
  const channel = field(message, 'channel');
  if (typeof topic !== 'string') return { kind: channel === undefined ? 'NONSENSE' : 'OTHER' };
  if (!topic.startsWith('trade.') || topic.includes('@')) return { kind: 'OTHER' };
  const data = contentOf(field(message, 'data'));
  const symbol = data === undefined ? undefined : field(data, 's');
  if (data === undefined || typeof symbol !== 'string') return { kind: 'NONSENSE' };
  return {
    kind: 'TICK',
    tick: {
      symbol,
      price: readDecimal(field(data, 'p'), priceUnit === 'kvnd' && !isIndexSymbol(symbol) ? 3 : 0),
      volume: readWhole(field(data, 'q')),
      sessionVolume: readWhole(field(data, 'v')),
      at: readInstant(field(data, 't'), now),
    },
  };
}
