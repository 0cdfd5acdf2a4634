import type { PhaseEventName, Side, Stage, Trend } from './phase.js';

/** What the two sides call the same things. */
interface SideNames {
  readonly climax: 'SC' | 'BC';
  readonly sign: 'SOS' | 'SOW';
  readonly lastPoint: 'LPS' | 'LPSY';
  readonly breakout: 'JOC' | 'FTI';
  /** Where a finished structure leads, and a failed one. */
  readonly success: Exclude<Trend, 'UNKNOWN'>;
  readonly failure: Exclude<Trend, 'UNKNOWN'>;
  /** The trend that a climax may end, besides none. */
  readonly ended: Exclude<Trend, 'UNKNOWN'>;
  /** Events that a structure should have shown by a stage; each entry is one, in any of its forms. */
  readonly expected: Readonly<Record<Stage, readonly (readonly PhaseEventName[])[]>>;
}

export const SIDES: Readonly<Record<Side, SideNames>> = {
  ACC: {
    climax: 'SC',
    sign: 'SOS',
    lastPoint: 'LPS',
    breakout: 'JOC',
    success: 'MARKUP',
    failure: 'MARKDOWN',
    ended: 'MARKDOWN',
    expected: expectedEvents([['SC'], ['AR']], [['ST']], [['SPRING', 'SHAKEOUT']], [['SOS'], ['LPS']], [['JOC']]),
  },
  DIST: {
    climax: 'BC',
    sign: 'SOW',
    lastPoint: 'LPSY',
    breakout: 'FTI',
    success: 'MARKDOWN',
    failure: 'MARKUP',
    ended: 'MARKUP',
    expected: expectedEvents([['BC'], ['AR']], [['ST']], [['UTAD']], [['SOW'], ['LPSY']], [['FTI']]),
  },
};

type Expected = readonly (readonly PhaseEventName[])[];

/** Each stage expects what the ones before it expect, and its own. */
function expectedEvents(a: Expected, b: Expected, c: Expected, d: Expected, e: Expected): Readonly<Record<Stage, Expected>> {
  return { A: a, B: [...a, ...b], C: [...a, ...b, ...c], D: [...a, ...b, ...c, ...d], E: [...a, ...b, ...c, ...d, ...e] };
}
