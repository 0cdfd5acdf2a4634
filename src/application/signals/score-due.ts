import { MARKET_INDEX } from '../../domain/market/stock.js';
import { toEpochDay, tradingDateAt, fromEpochDay } from '../../domain/market/trading-date.js';
import { retracted, storedScore, type SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import { RULE_VERSION } from '../../domain/vpa/signal.js';
import type { MarketClock } from '../ports/clock.js';
import type { FollowedSignal, OpenSignal, ScoreStore } from '../ports/scores.js';
import type { Logger, Metrics } from '../ports/telemetry.js';
import type { InstrumentBars } from './market-bars.js';
import type { MarketView, MarketViews } from './market-views.js';

export interface ScoreDeps {
  readonly scores: ScoreStore;
  readonly marketViews: MarketViews;
  readonly clock: MarketClock;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export interface ScoreSummary {
  readonly scored: number;
  /** Those that were PENDING and are no more. */
  readonly decided: number;
  readonly events: number;
}

const NOTHING: ScoreSummary = { scored: 0, decided: 0, events: 0 };
/** A signal waits so long for the bar of the index of its day, which its context needs; then it is scored without. */
const WAITS_MS = 3_600_000;
/** Stored together. */
const BATCH = 2_000;

/**
 * Scores every stored signal that has no score yet, follows those that are PENDING, and looks again at those whose bars were corrected: what
 * `vpa detect --scores` says of the same bars, and RETRACTED where the rule does not fire on them. It reads the whole market once, as sectors and the record of past signals are made of all stocks. Several may do the same at once:
 * they come to the same, and each change is stored and told by one of them.
 */
export function scoreDue(deps: ScoreDeps): (signal?: AbortSignal) => Promise<ScoreSummary> {
  const { scores, metrics, logger } = deps;
  return async (signal) => {
    if (!(await scores.hasWork(RULE_VERSION))) return NOTHING;
    const summary = await scoreMarket(deps, signal);
    metrics.increment('vpa_signals_scored_total', { result: 'scored' }, summary.scored);
    metrics.increment('vpa_signals_scored_total', { result: 'decided' }, summary.decided);
    if (summary.scored + summary.decided > 0) logger.info({ ...summary }, 'scored');
    return summary;
  };
}

async function scoreMarket({ scores, marketViews, clock }: ScoreDeps, signal: AbortSignal | undefined): Promise<ScoreSummary> {
  // Before the bars, which so are at least as new: what is corrected later is listed anew.
  const { signals, through } = await scores.listOpen(RULE_VERSION);
  const listed = bySymbol(signals);
  const today = tradingDateAt(clock.now());
  const view = await marketViews.load(toEpochDay(today), new Map([...listed].map(([symbol, own]) => [symbol, oldestOf(own)])), signal);
  if (view === null) return NOTHING;
  const indexThrough = view.instruments.find(({ symbol }) => symbol === MARKET_INDEX)?.bars.epochDay.at(-1) ?? Infinity;
  const waitsSince = clock.now().getTime() - WAITS_MS;
  const isReady = ({ tradingDate, detectedAt }: OpenSignal) => toEpochDay(tradingDate) <= indexThrough || detectedAt.getTime() < waitsSince;
  const sum = { scored: 0, decided: 0, events: 0 };
  let batch: { scored: SignalScore[]; followed: FollowedSignal[] } = { scored: [], followed: [] };
  const flush = async () => {
    const saved = await scores.save({ ...batch, through });
    for (const name of ['scored', 'decided', 'events'] as const) sum[name] += saved[name];
    batch = { scored: [], followed: [] };
  };
  for (const stock of view.instruments) {
    if (signal?.aborted === true) break;
    const wanted = (listed.get(stock.symbol) ?? []).filter(isReady);
    if (stock.isIndex || wanted.length === 0) continue;
    const found = scoresOf(stock, wanted, view);
    for (const { id, status } of wanted) {
      const score = found.get(id) ?? retracted(id, today);
      if (status === null) batch.scored.push(score);
      else batch.followed.push({ signalId: id, status: score.status, statusDate: score.statusDate, scoredThrough: score.scoredThrough });
    }
    if (batch.scored.length + batch.followed.length >= BATCH) await flush();
  }
  if (batch.scored.length + batch.followed.length > 0) await flush();
  return sum;
}

function bySymbol(signals: readonly OpenSignal[]): ReadonlyMap<string, readonly OpenSignal[]> {
  const grouped = new Map<string, OpenSignal[]>();
  for (const signal of signals) {
    const group = grouped.get(signal.symbol);
    if (group === undefined) grouped.set(signal.symbol, [signal]);
    else group.push(signal);
  }
  return grouped;
}

function oldestOf(signals: readonly OpenSignal[]): number {
  return Math.min(...signals.map(({ tradingDate }) => toEpochDay(tradingDate)));
}

/** The scores of these signals, by id; those whose rule does not fire any more are absent. */
function scoresOf(stock: InstrumentBars, wanted: readonly OpenSignal[], { scoring, phases }: MarketView): ReadonlyMap<string, SignalScore> {
  const ids = new Map(wanted.map(({ id, tradingDate, kind }) => [`${tradingDate} ${kind}`, id]));
  const found = new Map<string, SignalScore>();
  for (const { t, signals } of scoring.score(stock, { from: oldestOf(wanted), phases: phases.get(stock.symbol) })) {
    const date = fromEpochDay(stock.bars.epochDay[t] as number);
    for (const scored of signals) {
      const id = ids.get(`${date} ${scored.kind}`);
      if (id !== undefined) found.set(id, storedScore(id, scored, stock.bars.epochDay));
    }
  }
  return found;
}
