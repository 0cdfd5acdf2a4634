import { DomainError } from '../../errors.js';
import { SIGNAL_KINDS, type SignalKind } from '../../vpa/detectors/index.js';
import type { LoneExit } from './trade-alone.js';

const MAX_POINTS = 10_000;

/** What a search tries: every combination. A list holds at least one value. */
export interface Grid {
  /** Signals one of which has to have fired; empty: any bar counts. */
  readonly kinds: readonly SignalKind[];
  /** Least volume in means of the 20 bars before. */
  readonly volumeRatio: readonly number[];
  /** Least place of the close in its bar, 0 to 1. */
  readonly closePosition: readonly number[];
  readonly stopBasisPoints: readonly number[];
  /** 0: no target. */
  readonly targetBasisPoints: readonly number[];
  /** 0: no limit. */
  readonly maxBars: readonly number[];
}

/** Which bars are bought. */
export interface EntryThresholds {
  readonly volumeRatio: number;
  readonly closePosition: number;
}

export interface GridPoint extends EntryThresholds, LoneExit {}

/** All points, those with the same entries one after the other, so that a search finds their bars once. @throws {DomainError} INVALID_INPUT that names the field */
export function gridPoints(grid: Grid): readonly GridPoint[] {
  bounded('volumeRatio', grid.volumeRatio, 0, 100, false);
  bounded('closePosition', grid.closePosition, 0, 1, false);
  bounded('stopBasisPoints', grid.stopBasisPoints, 1, 5_000, true);
  bounded('targetBasisPoints', grid.targetBasisPoints, 0, 100_000, true);
  bounded('maxBars', grid.maxBars, 0, 1_000, true);
  const count = [grid.volumeRatio, grid.closePosition, grid.stopBasisPoints, grid.targetBasisPoints, grid.maxBars].reduce(
    (product, values) => product * values.length,
    1,
  );
  if (count > MAX_POINTS) throw new DomainError('INVALID_INPUT', `a grid has at most ${MAX_POINTS} points, this one has ${count}`);
  return grid.volumeRatio.flatMap((volumeRatio) =>
    grid.closePosition.flatMap((closePosition) =>
      grid.stopBasisPoints.flatMap((stopBasisPoints) =>
        grid.targetBasisPoints.flatMap((targetBasisPoints) =>
          grid.maxBars.map((maxBars) => ({ volumeRatio, closePosition, stopBasisPoints, targetBasisPoints, maxBars })),
        ),
      ),
    ),
  );
}

/** The bits of the kinds; −1 where any bar counts. */
export function kindBits(kinds: readonly SignalKind[]): number {
  return kinds.length === 0 ? -1 : kinds.reduce((bits, kind) => bits | (1 << SIGNAL_KINDS.indexOf(kind)), 0);
}

function bounded(name: keyof Grid, values: readonly number[], least: number, most: number, isWhole: boolean): void {
  const isGood = (value: number) => value >= least && value <= most && (!isWhole || Number.isInteger(value));
  if (values.length > 0 && values.every(isGood)) return;
  const what = `${isWhole ? 'whole numbers' : 'numbers'} from ${least} to ${most}`;
  throw new DomainError('INVALID_INPUT', `grid: ${name} has to be a list of ${what}`, { details: { field: name } });
}
