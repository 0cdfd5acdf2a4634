import type { TradingDate } from '../domain/market/trading-date.js';
import type { Evidence } from '../domain/vpa/evidence/evidence.js';
import type { SignalExplanation } from '../domain/vpa/evidence/explain-signal.js';
import type { EvidenceType, SignalExplanationType } from '../schema/explanation.type.js';

/** A condition as resolvers hand it on, with what its text is made from. */
export interface EvidenceNode extends EvidenceType {
  readonly explained: Evidence;
}

export interface ExplanationNode extends SignalExplanationType {
  readonly explained: SignalExplanation;
}

/** Conditions in a row, parts behind what they are parts of: a tree would be nested as deeply as its rule. */
export function explanationNode(tradingDate: TradingDate, explained: SignalExplanation | null): ExplanationNode | null {
  if (explained === null) return null;
  const { kind, ruleVersion, hasFired, direction, conditions } = explained;
  return { kind, ruleVersion, hasFired, direction, tradingDate, explained, evidence: conditions.flatMap((each) => inARow(each, 0)) };
}

function inARow(explained: Evidence, depth: number): readonly EvidenceNode[] {
  const isCompared = explained.type === 'compared';
  const node: EvidenceNode = {
    type: explained.type,
    depth,
    holds: explained.holds,
    column: isCompared || explained.type === 'state' ? explained.column : null,
    comparison: isCompared ? explained.comparison : null,
    measured: isCompared ? explained.measured : null,
    threshold: isCompared ? explained.threshold : null,
    difference: isCompared ? explained.difference : null,
    explained,
  };
  return [node, ...('parts' in explained ? explained.parts : []).flatMap((part) => inARow(part, depth + 1))];
}
