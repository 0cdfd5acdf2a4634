import { requirePermission, type Actor } from '../../domain/access/actor.js';
import type { BarColumns } from '../../domain/market/bar.js';
import type { Stock } from '../../domain/market/stock.js';
import { toEpochDay, type TradingDate } from '../../domain/market/trading-date.js';
import { analyseWith, WARM_UP_BARS } from '../../domain/vpa/analyse-series.js';
import type { SignalKind } from '../../domain/vpa/detectors/index.js';
import { explainSignal, type SignalExplanation } from '../../domain/vpa/evidence/explain-signal.js';
import { CLOSED_BAR_RULE_SETS } from '../../domain/vpa/rule-sets/index.js';
import { Workspace } from '../../domain/vpa/workspace.js';
import type { BarReader, StockReader } from '../ports/readers.js';

/** A rule on a bar, whether it fired there or not. */
export interface ExplanationKey {
  readonly stockId: string;
  readonly tradingDate: TradingDate;
  readonly kind: SignalKind;
  /** Of the rules that are asked. */
  readonly ruleVersion: string;
}

/** Bars that an explanation reads: the bar itself and all that a rule may look at. */
export const EXPLAINED_BARS = WARM_UP_BARS + 1;

/**
 * Explains rules on bars, in two statements however many are asked; null where the stock was not traded on that day, or where this
 * version of the program does not have the rules.
 * The same engine as the scan computes it anew from the stored bars.
 * @throws {DomainError} FORBIDDEN
 */
export function explainSignals(deps: { readonly stocks: StockReader; readonly bars: BarReader }) {
  return async (keys: readonly ExplanationKey[], actor: Actor): Promise<readonly (SignalExplanation | null)[]> => {
    requirePermission(actor, 'signal:read');
    requirePermission(actor, 'bar:read');
    const stocks = new Map(
      (await deps.stocks.findByIds([...new Set(keys.map(({ stockId }) => stockId))])).map((stock) => [stock.id, stock]),
    );
    const series = await deps.bars.tradedColumns(
      keys.map(({ stockId, tradingDate }) => ({ stockId, to: tradingDate })),
      EXPLAINED_BARS,
    );
    const workspace = new Workspace();
    return keys.map((key, i) => explain(key, stocks.get(key.stockId), series[i], workspace));
  };
}

function explain(
  { tradingDate, kind, ruleVersion }: ExplanationKey,
  stock: Stock | undefined,
  bars: BarColumns | undefined,
  workspace: Workspace,
): SignalExplanation | null {
  const last = (bars?.length ?? 0) - 1;
  if (stock === undefined || bars === undefined || bars.epochDay[last] !== toEpochDay(tradingDate)) return null;
  const ruleSet = CLOSED_BAR_RULE_SETS.find(
    ({ version, detectors }) => version === ruleVersion && detectors.some((rule) => rule.kind === kind),
  );
  return ruleSet === undefined ? null : explainSignal(analyseWith(ruleSet, bars, stock, workspace), last, kind);
}
