import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import type { Signal } from '../../domain/vpa/signal.js';
import type { SignalFilter } from '../ports/readers.js';

/** The filter as a predicate: parts that are absent match everything, an empty list matches nothing. */
export function signalMatcher(filter: SignalFilter): (signal: Signal, score?: SignalScore) => boolean {
  const symbols = filter.symbols && new Set(filter.symbols);
  const kinds = filter.kinds && new Set(filter.kinds);
  const directions = filter.directions && new Set(filter.directions);
  const ruleVersions = filter.ruleVersions && new Set(filter.ruleVersions);
  const statuses = filter.statuses && new Set(filter.statuses);
  const { from, to, minScore, minConfidence } = filter;
  return (signal, score) =>
    (symbols === undefined || symbols.has(signal.symbol)) &&
    (kinds === undefined || kinds.has(signal.kind)) &&
    (directions === undefined || directions.has(signal.direction)) &&
    (ruleVersions === undefined || ruleVersions.has(signal.ruleVersion)) &&
    (from === undefined || signal.tradingDate >= from) &&
    (to === undefined || signal.tradingDate <= to) &&
    (minScore === undefined || (score?.adjusted ?? -1) >= minScore) &&
    (minConfidence === undefined || (score?.confidence ?? -1) >= minConfidence) &&
    (statuses === undefined || (score !== undefined && statuses.has(score.status)));
}
