import type { PortfolioTransaction } from '../transaction.js';

/** Shares of one order, with what came of them since. */
interface Lot {
  readonly kind: string | null;
  shares: number;
  /** With the fee, whole VND; of the shares that are left. */
  cost: number;
}

/** All shares of one stock whose purchases a signal of the same kind led to; null: no signal. */
export interface Sleeve {
  readonly symbol: string;
  readonly kind: string | null;
}

/** Money that a sleeve gave (positive) or took, whole VND. */
export interface SleeveFlow extends Sleeve {
  readonly amount: number;
}

/** What a sleeve is worth, whole VND. */
export interface SleeveValue extends Sleeve {
  readonly value: number;
}

/**
 * Shares by stock and by the kind of signal that led to them. Sales take the oldest shares; what comes to all shares of a stock
 * (dividends in money and in shares, splits) falls to each order by its shares, and what rounding leaves to the youngest, so
 * that parts always add up to the whole. Takes transactions that a portfolio took.
 */
export class Sleeves {
  readonly #lots = new Map<string, Lot[]>();

  /** @param kind of the signal that led to a BUY. @returns the money that positions gave and took */
  apply(transaction: PortfolioTransaction, kind: string | null): readonly SleeveFlow[] {
    const { type, shares, price, fee, tax, amount, ratio } = transaction;
    const symbol = transaction.symbol ?? '';
    const lots = this.#lots.get(symbol) ?? [];
    const each = (part: (lot: Lot) => number, whole: number) => share(lots, part, whole);
    const flows = (amounts: readonly number[], of: readonly Lot[]) =>
      of.map((lot, place) => ({ symbol, kind: lot.kind, amount: amounts[place] ?? 0 }));
    switch (type) {
      case 'BUY': {
        const cost = (shares ?? 0) * (price ?? 0) + fee;
        this.#lots.set(symbol, [...lots, { kind, shares: shares ?? 0, cost }]);
        return [{ symbol, kind, amount: -cost }];
      }
      case 'SELL': {
        const taken = takeOldest(lots, shares ?? 0);
        this.#lots.set(
          symbol,
          lots.filter((lot) => lot.shares > 0),
        );
        const proceeds = (shares ?? 0) * (price ?? 0) - fee - tax;
        return flows(
          share(taken, (lot) => lot.shares, proceeds),
          taken,
        );
      }
      case 'CASH_DIVIDEND':
        return flows(
          each((lot) => lot.shares, amount ?? 0),
          lots,
        );
      case 'STOCK_DIVIDEND': {
        const more = each((lot) => lot.shares, shares ?? 0);
        for (const [place, lot] of lots.entries()) lot.shares += more[place] ?? 0;
        return [];
      }
      case 'SPLIT': {
        const { to, from } = ratio ?? { to: 1, from: 1 };
        const held = lots.reduce((sum, lot) => sum + lot.shares, 0);
        const after = each((lot) => lot.shares, Math.floor((held * to) / from));
        for (const [place, lot] of lots.entries()) lot.shares = after[place] ?? 0;
        return [];
      }
      default:
        return [];
    }
  }

  /** Every sleeve at the prices of its stock; a stock without a price is worth what it cost. */
  values(priceOf: (symbol: string) => number | null): readonly SleeveValue[] {
    return [...this.#lots].flatMap(([symbol, lots]) => {
      if (lots.length === 0) return [];
      const price = priceOf(symbol);
      const byKind = new Map<string | null, { shares: number; cost: number }>();
      for (const { kind, shares, cost } of lots) {
        const sum = byKind.get(kind) ?? { shares: 0, cost: 0 };
        byKind.set(kind, { shares: sum.shares + shares, cost: sum.cost + cost });
      }
      return [...byKind].map(([kind, { shares, cost }]) => ({ symbol, kind, value: price === null ? cost : Math.round(shares * price) }));
    });
  }
}

/** Takes shares from the oldest lots. @returns what was taken of each */
function takeOldest(lots: readonly Lot[], shares: number): readonly Lot[] {
  const taken: Lot[] = [];
  let left = shares;
  for (const lot of lots) {
    if (left === 0) break;
    const part = { kind: lot.kind, shares: Math.min(left, lot.shares), cost: 0 };
    part.cost = partOf(lot.cost, part.shares, lot.shares);
    lot.shares -= part.shares;
    lot.cost -= part.cost;
    left -= part.shares;
    taken.push(part);
  }
  return taken;
}

/** A whole number divided by weights, each part rounded towards zero and the rest to the last. */
function share(lots: readonly Lot[], weightOf: (lot: Lot) => number, whole: number): readonly number[] {
  const total = lots.reduce((sum, lot) => sum + weightOf(lot), 0);
  const parts = lots.map((lot) => partOf(whole, weightOf(lot), total));
  const rest = whole - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part, place) => (place === parts.length - 1 ? part + rest : part));
}

function partOf(whole: number, weight: number, of: number): number {
  return of === 0 ? 0 : Number((BigInt(whole) * BigInt(weight)) / BigInt(of));
}
