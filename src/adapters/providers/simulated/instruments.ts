import type { Exchange } from '../../../domain/market/stock.js';

/** A made-up share. Tickers of six characters and names that say so can't be taken for listed companies. */
export interface SimulatedInstrument {
  readonly symbol: string;
  readonly name: string;
  readonly sector: string;
  readonly exchange: Exchange;
  /** Close before the first session, whole VND, on a tick of the exchange. */
  readonly startPrice: number;
  /** Shares on an ordinary day. */
  readonly baseVolume: number;
  /** Shares issued: the weight in the index. */
  readonly issuedShares: number;
  /** Deviation of an ordinary day's change, as a share of the price. */
  readonly volatility: number;
  /** How far the market's moves carry over. */
  readonly beta: number;
}

const M = 1_000_000;

export const SIMULATED_INSTRUMENTS: readonly SimulatedInstrument[] = [
  ...group('BK', 'Bank', 'Banking', [
    ['HOSE', 42_000, 9 * M, 3200 * M, 0.014, 1.0],
    ['HOSE', 27_500, 14 * M, 3600 * M, 0.016, 1.1],
    ['HOSE', 18_200, 18 * M, 2900 * M, 0.017, 1.1],
    ['HOSE', 61_300, 3 * M, 2100 * M, 0.013, 0.9],
    ['UPCOM', 14_600, 1.4 * M, 600 * M, 0.016, 0.6],
  ]),
  ...group('SC', 'Securities', 'Securities', [
    ['HOSE', 31_200, 16 * M, 900 * M, 0.022, 1.5],
    ['HOSE', 23_750, 11 * M, 700 * M, 0.023, 1.5],
    ['HNX', 19_400, 9 * M, 500 * M, 0.024, 1.4],
    ['HNX', 26_800, 2.2 * M, 200 * M, 0.025, 1.3],
  ]),
  ...group('RE', 'Real Estate', 'Real Estate', [
    ['HOSE', 54_800, 6 * M, 1800 * M, 0.018, 1.1],
    ['HOSE', 22_300, 12 * M, 800 * M, 0.023, 1.3],
    ['HNX', 17_900, 4 * M, 300 * M, 0.024, 1.0],
    ['UPCOM', 24_100, 0.5 * M, 120 * M, 0.02, 0.5],
  ]),
  ...group('ST', 'Steel', 'Steel', [
    ['HOSE', 34_600, 21 * M, 2600 * M, 0.018, 1.2],
    ['HOSE', 15_850, 7 * M, 500 * M, 0.022, 1.3],
    ['UPCOM', 16_200, 0.9 * M, 200 * M, 0.022, 0.8],
  ]),
  ...group('TE', 'Technology', 'Technology', [
    ['HOSE', 78_500, 4 * M, 1100 * M, 0.015, 0.9],
    ['HOSE', 36_900, 2 * M, 250 * M, 0.019, 0.9],
    ['HNX', 45_500, 0.4 * M, 90 * M, 0.019, 0.6],
  ]),
  ...group('OG', 'Oil and Gas', 'Oil and Gas', [
    ['HOSE', 88_200, 1.5 * M, 1500 * M, 0.015, 0.8],
    ['HNX', 29_300, 8 * M, 450 * M, 0.021, 1.0],
    ['UPCOM', 21_700, 3 * M, 800 * M, 0.019, 0.8],
  ]),
  ...group('FB', 'Food', 'Food and Beverage', [
    ['HOSE', 69_400, 3 * M, 1900 * M, 0.012, 0.6],
    ['HOSE', 47_150, 1.8 * M, 400 * M, 0.015, 0.7],
    ['UPCOM', 38_400, 0.08 * M, 60 * M, 0.014, 0.3],
  ]),
  ...group('RT', 'Retail', 'Retail', [
    ['HOSE', 52_700, 6 * M, 1300 * M, 0.019, 1.1],
    ['HNX', 31_600, 0.6 * M, 80 * M, 0.018, 0.6],
  ]),
  ...group('LG', 'Port', 'Logistics', [
    ['HOSE', 49_350, 1.9 * M, 300 * M, 0.017, 0.8],
    ['HNX', 22_700, 0.3 * M, 70 * M, 0.019, 0.6],
    ['UPCOM', 27_900, 0.2 * M, 90 * M, 0.018, 0.4],
  ]),
];

type Figures = readonly [
  exchange: Exchange,
  startPrice: number,
  baseVolume: number,
  issuedShares: number,
  volatility: number,
  beta: number,
];

function group(code: string, noun: string, sector: string, members: readonly Figures[]): SimulatedInstrument[] {
  return members.map(([exchange, startPrice, baseVolume, issuedShares, volatility, beta], index) => ({
    symbol: `SIM${code}${index + 1}`,
    name: `Simulated ${noun} ${index + 1} (mô phỏng)`,
    sector,
    exchange,
    startPrice,
    baseVolume,
    issuedShares,
    volatility,
    beta,
  }));
}
