import type { SignalScore } from '../vpa/scoring/signal-score.js';
import type { Signal } from '../vpa/signal.js';
import type { AlertFilter, AlertPriority, AlertRule, AlertTrigger } from './alert-rule.js';

/** Something that happened to a signal, as rules see it. */
export interface AlertOccasion {
  readonly trigger: AlertTrigger;
  readonly signal: Signal;
  /** Null as a signal is found. */
  readonly score: SignalScore | null;
  /** Of its stock. */
  readonly sector: string | null;
}

/** What an update of a signal is an occasion for. */
export function triggerOf({ status }: Pick<SignalScore, 'status'>): AlertTrigger {
  return status === 'PENDING' ? 'SCORED' : 'DECIDED';
}

/**
 * Whether a rule is about it. Cooldown and quiet hours are looked at later.
 * @param isHeld whether the owner of the rule holds shares of the stock
 */
export function isAbout(
  { trigger, filter, isMuted }: Pick<AlertRule, 'trigger' | 'filter' | 'isMuted'>,
  occasion: AlertOccasion,
  isHeld = false,
): boolean {
  const { signal, score, sector } = occasion;
  const { kinds, directions, symbols, sectors, minScore, minConfidence, statuses } = filter;
  return (
    !isMuted &&
    trigger === occasion.trigger &&
    (kinds === null || kinds.includes(signal.kind)) &&
    (directions === null || directions.includes(signal.direction)) &&
    (symbols === null || symbols.includes(signal.symbol)) &&
    (sectors === null || (sector !== null && sectors.includes(sector))) &&
    (minScore === null || (score?.adjusted ?? -1) >= minScore) &&
    (minConfidence === null || (score?.confidence ?? -1) >= minConfidence) &&
    (statuses === null || (score !== null && statuses.includes(score.status))) &&
    measuresUp(filter, signal) &&
    (filter.isHeld === null || filter.isHeld === isHeld)
  );
}

/** A number that was not measured is neither enough nor little enough. */
function measuresUp(filter: AlertFilter, { measured: { volumeRatio, closePosition, changePct } }: Signal): boolean {
  const { minVolumeRatio, maxVolumeRatio, minClosePosition, minChangePct } = filter;
  return (
    (minVolumeRatio === null || (volumeRatio ?? -Infinity) >= minVolumeRatio) &&
    (maxVolumeRatio === null || (volumeRatio ?? Infinity) <= maxVolumeRatio) &&
    (minClosePosition === null || closePosition >= minClosePosition) &&
    (minChangePct === null || (changePct ?? -Infinity) >= minChangePct)
  );
}

/** HIGH from an adjusted score of 80 with a confidence of 0.7, MEDIUM from 70, else LOW (specification section 6). */
export function priorityOf(score: Pick<SignalScore, 'adjusted' | 'confidence'> | null): AlertPriority {
  if (score === null || score.adjusted === null || score.confidence === null) return 'LOW';
  if (score.adjusted >= 80 && score.confidence >= 0.7) return 'HIGH';
  return score.adjusted >= 70 ? 'MEDIUM' : 'LOW';
}

/** What makes two occasions the same for a rule: one alert for each. */
export function occasionKey({ trigger, signal, score }: AlertOccasion): string {
  return trigger === 'DECIDED' ? `${signal.id}:${score?.status ?? ''}` : `${signal.id}:${trigger}`;
}
