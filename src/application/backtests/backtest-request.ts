import { checkOrder } from '../../domain/backtest/backtest-market.js';
import { checkStrategy } from '../../domain/backtest/check-strategy.js';
import { USUAL_TERMS } from '../../domain/backtest/market-terms.js';
import { parseStrategy } from '../../domain/backtest/parse-strategy.js';
import { PRESETS } from '../../domain/backtest/strategy-presets.js';
import type { Strategy } from '../../domain/backtest/strategy.js';
import { DomainError } from '../../domain/errors.js';
import { newestClosedSessions } from '../../domain/market/calendar.js';
import type { Exchange } from '../../domain/market/stock.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import { CLOSED_BAR_RULE_SETS, ruleSetOf } from '../../domain/vpa/rule-sets/index.js';
import { checkRange } from '../page-limits.js';
import type { BacktestRequest } from '../ports/backtests.js';
import { normalizeSymbols } from '../stocks/normalize-symbols.js';

/** A backtest as it is asked for. What is null is as usual. */
export interface StartBacktestInput {
  /** Name of a preset, or a strategy as JSON. */
  readonly strategy: string;
  readonly ruleSet: string;
  /** At most 100; null: all stocks. */
  readonly symbols: readonly string[] | null;
  readonly exchanges: readonly Exchange[] | null;
  readonly from: TradingDate | null;
  /** Null: the newest closed session. */
  readonly to: TradingDate | null;
  /** Whole VND. */
  readonly cash: number;
  /** Per cent a year. */
  readonly riskFreePct: number;
  /** Basis points; null: as usual. */
  readonly fee: number | null;
  readonly slippage: number | null;
  readonly volumeShare: number | null;
  readonly idempotencyKey: string;
}

/** A strategy and its settings as they can be stored take a few hundred characters. */
const MAX_STRATEGY = 10_000;

/**
 * What is to be tried, checked as the engine will check it.
 * @param marketNow the time of the market
 * @throws {DomainError} INVALID_INPUT that names the field
 */
export function toRequest(input: StartBacktestInput, marketNow: Date): BacktestRequest {
  const { cash, riskFreePct, from, fee, slippage, volumeShare } = input;
  const strategy = strategyOf(input.strategy);
  const ruleSet = naming('ruleSet', () => ruleSetOf(input.ruleSet, CLOSED_BAR_RULE_SETS));
  const terms = {
    ...USUAL_TERMS,
    ...(fee === null ? {} : { feeBasisPoints: fee }),
    ...(slippage === null ? {} : { slippageBasisPoints: slippage }),
    ...(volumeShare === null ? {} : { volumeShareBasisPoints: volumeShare }),
  };
  checkOrder({ strategy, terms, cash, riskFreePct, ruleSet });
  const newest = newestClosedSessions(marketNow, 1)[0] as TradingDate;
  const to = input.to ?? newest;
  if (to > newest) throw new DomainError('INVALID_INPUT', `to: the newest closed session is ${newest}`, { details: { field: 'to' } });
  checkRange({ to, ...(from === null ? {} : { from }) });
  return {
    strategy,
    terms,
    ruleSet: ruleSet.name,
    symbols: input.symbols === null ? null : someOf('symbols', normalizeSymbols(input.symbols)),
    exchanges: input.exchanges === null ? null : someOf('exchanges', input.exchanges),
    from,
    to,
    cash,
    riskFreePct,
  };
}

function strategyOf(text: string): Strategy {
  const preset = PRESETS.find(({ name }) => name === text.trim());
  if (preset !== undefined) return preset;
  if (text.length > MAX_STRATEGY)
    throw new DomainError('INVALID_INPUT', `strategy: at most ${MAX_STRATEGY} characters`, { details: { field: 'strategy' } });
  if (!text.trimStart().startsWith('{')) {
    const names = PRESETS.map(({ name }) => name).join(', ');
    throw new DomainError('INVALID_INPUT', `no strategy of this name; there are ${names}, or JSON`, { details: { field: 'strategy' } });
  }
  return naming('strategy', () => checkStrategy(parseStrategy(JSON.parse(text))));
}

/** Runs what reads a part of the input, so that its faults name that part. */
function naming<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) {
      const inner = error.details['field'];
      const path = typeof inner === 'string' && field === 'strategy' ? `${field}.${inner}` : field;
      throw new DomainError('INVALID_INPUT', error.message, { details: { field: path } });
    }
    throw new DomainError('INVALID_INPUT', `${field} is no JSON`, { details: { field } });
  }
}

/** Sorted, each once: the same choice is the same request. */
function someOf<T extends string>(field: string, values: readonly T[]): readonly T[] {
  const chosen = [...new Set(values)].toSorted();
  if (chosen.length === 0) throw new DomainError('INVALID_INPUT', `${field}: none is chosen`, { details: { field } });
  return chosen;
}
