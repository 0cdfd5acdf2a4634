import type { SignalKind } from '../vpa/detectors/index.js';
import type { Account } from './account.js';
import type { Instrument, SignalBar, TradedSignal } from './instrument.js';
import type { MarketTerms } from './market-terms.js';
import { lotAt, wholeLots } from './session-terms.js';
import type { EntryRule, SizingRule, StopRule, Strategy } from './strategy.js';

const ONE = 10_000;

/** What a stop of a new position is measured from. */
export interface StopLevels {
  readonly signalLow: number;
  readonly support: number;
}

/** An order to buy in the next session. */
export interface EntryOrder extends StopLevels {
  /** Place in the list of instruments. */
  readonly instrument: number;
  readonly kind: SignalKind;
  readonly signalDay: number;
  readonly shares: number;
}

/** A stock whose bar fired a signal that the strategy buys. */
export interface Candidate {
  readonly instrument: number;
  /** Row of the bar. */
  readonly t: number;
  readonly signal: TradedSignal;
  readonly support: number;
}

/** The signal of a bar that the strategy would buy: the one of the highest score, of equal ones the first. */
export function wantedSignal(rule: EntryRule, { signals }: SignalBar): TradedSignal | undefined {
  let best: TradedSignal | undefined;
  for (const signal of signals) {
    if (isWanted(rule, signal) && (best === undefined || (signal.score ?? 0) > (best.score ?? 0))) best = signal;
  }
  return best;
}

/** Where the stop lies for a price paid, whole VND; NaN where there is nothing to measure it from. */
export function stopPrice({ from, belowBasisPoints }: StopRule, price: number, { signalLow, support }: StopLevels): number {
  const base = from === 'ENTRY' ? price : from === 'SIGNAL_LOW' ? signalLow : support;
  return Math.floor((base * (ONE - belowBasisPoints)) / ONE);
}

/**
 * Orders for the next session, the best scores first, then by symbol. Each is sized by what it may lose, and bounded by the
 * position, the sector with it in, the cash that is settled now and the number of positions.
 */
export function planEntries(
  candidates: readonly Candidate[],
  instruments: readonly Instrument[],
  { sizing, exit }: Strategy,
  account: Account,
  terms: MarketTerms,
): EntryOrder[] {
  const { equity } = account;
  const sectors = sectorValues(account);
  const orders: EntryOrder[] = [];
  let budget = account.cash - share(equity, sizing.cashReserveBasisPoints);
  for (const candidate of ranked(candidates, instruments)) {
    if (account.positions.size + orders.length >= sizing.maxPositions) break;
    const { sector, bars, exchange } = instruments[candidate.instrument] as Instrument;
    const close = bars.close[candidate.t] as number;
    const levels = { signalLow: bars.low[candidate.t] as number, support: candidate.support };
    const risk = close - stopPrice(exit.stop, close, levels);
    if (!(risk > 0)) continue;
    const inSector = sector === null ? 0 : (sectors.get(sector) ?? 0);
    const bounds = [share(equity, sizing.riskBasisPoints) / risk, roomInValue(sizing, equity, sector, inSector) / close];
    const most = Math.min(...bounds, account.affordable(close, Math.max(0, budget)));
    const shares = wholeLots(Math.max(0, most), lotAt(exchange, bars, candidate.t, terms));
    if (shares === 0) continue;
    orders.push({
      instrument: candidate.instrument,
      kind: candidate.signal.kind,
      signalDay: bars.epochDay[candidate.t] as number,
      shares,
      ...levels,
    });
    budget -= shares * close;
    if (sector !== null) sectors.set(sector, inSector + shares * close);
  }
  return orders;
}

function isWanted(rule: EntryRule, { kind, score, confidence, phase }: TradedSignal): boolean {
  return (
    rule.kinds.includes(kind) &&
    (rule.minScore === null || (score !== null && score >= rule.minScore)) &&
    (rule.minConfidence === null || (confidence !== null && confidence >= rule.minConfidence)) &&
    (rule.phases === null || (phase !== null && rule.phases.includes(phase)))
  );
}

function ranked(candidates: readonly Candidate[], instruments: readonly Instrument[]): readonly Candidate[] {
  const symbolOf = ({ instrument }: Candidate) => instruments[instrument]?.symbol ?? '';
  return candidates.toSorted((a, b) => (b.signal.score ?? 0) - (a.signal.score ?? 0) || (symbolOf(a) < symbolOf(b) ? -1 : 1));
}

/** How much may be bought of one stock, VND. */
function roomInValue(sizing: SizingRule, equity: number, sector: string | null, inSector: number): number {
  const position = share(equity, sizing.maxPositionBasisPoints);
  if (sector === null || sizing.maxSectorBasisPoints === null) return position;
  return Math.min(position, share(equity, sizing.maxSectorBasisPoints) - inSector);
}

function sectorValues({ positions }: Account): Map<string, number> {
  const values = new Map<string, number>();
  for (const { sector, shares, lastClose } of positions.values()) {
    if (sector !== null) values.set(sector, (values.get(sector) ?? 0) + shares * lastClose);
  }
  return values;
}

function share(value: number, basisPoints: number): number {
  return Math.floor((value * basisPoints) / ONE);
}
