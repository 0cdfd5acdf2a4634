import type { AlertFilter, PriceLevel } from '../domain/alerts/alert-rule.js';
import type { AlertLevelInputType } from '../schema/alert-level.type.js';
import type { AlertFilterInputType } from '../schema/alert.args.js';

/** A filter as a client gives it; what is absent matches everything. */
export function toAlertFilter(input: AlertFilterInputType | null | undefined): AlertFilter {
  return {
    kinds: input?.kinds ?? null,
    directions: input?.directions ?? null,
    symbols: input?.symbols?.map((symbol) => symbol.toUpperCase()) ?? null,
    sectors: input?.sectors ?? null,
    minScore: input?.minScore ?? null,
    minConfidence: input?.minConfidence ?? null,
    statuses: input?.statuses ?? null,
    minVolumeRatio: input?.minVolumeRatio ?? null,
    maxVolumeRatio: input?.maxVolumeRatio ?? null,
    minClosePosition: input?.minClosePosition ?? null,
    minChangePct: input?.minChangePct ?? null,
    isHeld: input?.isHeld ?? null,
  };
}

/** A level as a client gives it. */
export function toPriceLevel(input: AlertLevelInputType | null | undefined): PriceLevel | null {
  return input ? { symbol: input.symbol.toUpperCase(), price: input.price, direction: input.direction } : null;
}
