/** Length of the bars that signals are found in. */
export type Interval = 'D1';

/** Lengths of bars that providers give: minutes, the hour, the session. */
export const BAR_INTERVALS = ['M1', 'M5', 'M15', 'H1', 'D1'] as const;

export type BarInterval = (typeof BAR_INTERVALS)[number];

/** Minutes that an intraday bar covers. */
export const INTERVAL_MINUTES: Readonly<Record<Exclude<BarInterval, 'D1'>, number>> = { M1: 1, M5: 5, M15: 15, H1: 60 };
