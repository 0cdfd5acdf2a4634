/** How sure we are that the exchanges are closed that day. */
export type Certainty =
  /** The exchange's own notice, or no bar of any listed share on that weekday. */
  | 'CONFIRMED'
  /** Sources disagree; check with the exchange. */
  | 'UNCERTAIN';

/** Weekdays of one year on which the exchanges are closed. */
export interface HolidayYear {
  readonly year: number;
  /** `MM-DD`. */
  readonly closed: readonly string[];
  /** The part of `closed` on which sources disagree. */
  readonly uncertain: readonly string[];
}

/**
 * Weekdays without trading, all three exchanges. 2017 to 2025-11-14: no share traded on them. Later ones: notice of
 * HOSE of December 2025. Two of 2026 are in dispute: the notice opens 01-02, a later calendar closes it (the State
 * moved that day's work to a Saturday); 11-24 is a public holiday newer than the notice.
 * The outage of HOSE on 2018-01-23 and 24 is no holiday: the other two exchanges traded.
 */
export const HOLIDAY_YEARS: readonly HolidayYear[] = [
  year(2017, '01-02 01-26 01-27 01-30 01-31 02-01 04-06 05-01 05-02 09-04'),
  year(2018, '01-01 02-14 02-15 02-16 02-19 02-20 04-25 04-30 05-01 09-03 12-31'),
  year(2019, '01-01 02-04 02-05 02-06 02-07 02-08 04-15 04-29 04-30 05-01 09-02'),
  year(2020, '01-01 01-23 01-24 01-27 01-28 01-29 04-02 04-30 05-01 09-02'),
  year(2021, '01-01 02-10 02-11 02-12 02-15 02-16 04-21 04-30 05-03 09-02 09-03'),
  year(2022, '01-03 01-31 02-01 02-02 02-03 02-04 04-11 05-02 05-03 09-01 09-02'),
  year(2023, '01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04'),
  year(2024, '01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03'),
  year(2025, '01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02'),
  year(2026, '01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24', '01-02 11-24'),
];

function year(of: number, closed: string, uncertain = ''): HolidayYear {
  const list = (text: string) => (text === '' ? [] : text.split(' '));
  return { year: of, closed: list(closed), uncertain: list(uncertain) };
}
