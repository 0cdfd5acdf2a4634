/** Length of a bar. Only daily bars exist so far; intraday ones get a table of their own. */
export type Interval = 'D1';
