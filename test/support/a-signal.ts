import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { RULE_VERSION, signalId, type Signal } from '../../src/domain/vpa/signal.js';

/** A signal with plausible values; say what matters. */
export function aSignal(overrides: Partial<Signal> = {}): Signal {
  const signal: Omit<Signal, 'id'> = {
    stockId: '00000000-0000-4000-8000-000000000001',
    symbol: 'VCB',
    interval: 'D1',
    tradingDate: parseTradingDate('2025-05-20'),
    kind: 'NO_SUPPLY',
    direction: 'BULLISH',
    ruleVersion: RULE_VERSION,
    origin: 'LIVE',
    measured: {
      volumeRatio: 0.6,
      spreadRatio: 0.7,
      closePosition: 0.5,
      changePct: -0.4,
      bodyRatio: 0.3,
      upperWick: 0.3,
      lowerWick: 0.4,
      atr14: 1200,
      resistance30: 62_000,
      support30: 55_000,
      isDowntrend: false,
      isUptrend: true,
      background: 'S',
      isShortHistory: false,
      isIlliquid: false,
    },
    detectedAt: new Date('2025-05-20T08:15:00Z'),
    ...overrides,
  };
  return { id: signalId(signal), ...signal };
}
