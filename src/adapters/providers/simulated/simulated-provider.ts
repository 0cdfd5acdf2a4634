import type { BarBatch, NewStock } from '../../../application/ports/bar-store.js';
import { parseTradingDate } from '../../../domain/market/trading-date.js';
import type { TradingDate } from '../../../domain/market/trading-date.js';
import { SIMULATED_INSTRUMENTS } from './instruments.js';
import { simulateMarket } from './simulated-market.js';
import type { SimulatedSession } from './simulated-market.js';

/** The one market that everybody gets: change it and every data directory tells another story. */
const SEED = 20_220_104;
const FIRST_SESSION = parseTradingDate('2022-01-04');

/** The made-up instruments, named so that nobody takes them for listed companies. */
export function simulatedStocks(): NewStock[] {
  return [
    ...SIMULATED_INSTRUMENTS.map(({ symbol, name, sector, exchange }) => ({
      symbol,
      name,
      sector,
      exchange,
      isIndex: false,
      isSimulated: true,
    })),
    { symbol: 'VNINDEX', name: 'Simulated VN-Index (mô phỏng)', sector: null, exchange: null, isIndex: true, isSimulated: true },
  ];
}

/** All sessions from 2022-01-04 on, oldest first, without end; always the same. */
export function* simulatedSessions(): Generator<{ readonly tradingDate: TradingDate; readonly batch: BarBatch }, never> {
  const market = simulateMarket(SEED, FIRST_SESSION);
  for (;;) {
    const session = market.next().value;
    yield { tradingDate: session.tradingDate, batch: toBatch(session) };
  }
}

function toBatch({ tradingDate, bars, index }: SimulatedSession): BarBatch {
  const all = [...bars, index];
  const column = (read: (bar: (typeof all)[number]) => number) =>
    all.map((bar) => (bar === index ? pointsText(read(bar)) : String(read(bar))));
  return {
    length: all.length,
    symbol: all.map(({ symbol }) => symbol),
    tradingDate: all.map(() => tradingDate),
    open: column((bar) => bar.open),
    high: column((bar) => bar.high),
    low: column((bar) => bar.low),
    close: column((bar) => bar.close),
    volume: all.map(({ volume }) => volume),
  };
}

/** Hundredths of a point as a canonical decimal. */
function pointsText(hundredths: number): string {
  const fraction = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const whole = String(Math.floor(hundredths / 100));
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
