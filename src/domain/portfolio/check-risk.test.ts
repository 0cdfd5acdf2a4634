import { describe, expect, it } from 'vitest';

import { SeededRandom } from '../seeded-random.js';
import { findRiskFaults, type AccountRoom, type PlannedPurchase } from './check-risk.js';

const ACCOUNT: AccountRoom = { equity: 1_000_000_000, cash: 500_000_000, inStock: 0, inSector: 0 };
const PURCHASE: PlannedPurchase = { price: 20_000, shares: 5_000, stop: null, hasConflict: false, lot: 100 };
const faults = (purchase: Partial<PlannedPurchase>, account: Partial<AccountRoom> = {}) =>
  findRiskFaults({ ...PURCHASE, ...purchase }, { ...ACCOUNT, ...account }).map(({ reason, suggestion }) => [reason, suggestion]);

describe('the limits of an account', () => {
  it.each([
    ['4 900 shares are 98 of 99.99 million', { shares: 4_900 }, {}, []],
    // 100 million are more than a tenth of 999.85 million, what the fee leaves.
    ['5 000 are too many by the fee', { shares: 5_000 }, {}, [['STOCK_CAP', 4_900]]],
    ['what is held counts', { shares: 4_900 }, { inStock: 40_000_000, inSector: 40_000_000 }, [['STOCK_CAP', 2_900]]],
    ['two per cent may be lost', { shares: 4_900, stop: 15_000 }, {}, [['RISK', 4_000]]],
    ['exactly two per cent', { shares: 4_000, stop: 15_000 }, {}, []],
    [
      'a conflict halves both',
      { shares: 4_900, stop: 15_000, hasConflict: true },
      {},
      [
        ['RISK', 2_000],
        ['STOCK_CAP', 2_400],
      ],
    ],
    ['the sector with it in', { shares: 2_000 }, { inSector: 270_000_000 }, [['SECTOR_CAP', 1_400]]],
    ['a sector that is not known', { shares: 2_000 }, { inSector: null }, []],
    // 120 - 40 - 0.06 are less than a tenth of 999.94.
    ['a tenth stays cash', { shares: 2_000 }, { cash: 120_000_000 }, [['CASH_RESERVE', 900]]],
    ['nothing is left', { shares: 100 }, { cash: 100_000_000 }, [['CASH_RESERVE', 0]]],
    ['lots of ten', { shares: 5_000, lot: 10 }, {}, [['STOCK_CAP', 4_990]]],
  ] as const)('%s', (_, purchase, account, expected) => expect(faults(purchase, account)).toEqual(expected));

  it('are kept by what is suggested and broken by a lot more, in 5 000 drawn cases', () => {
    let found = 0;
    for (let seed = 1; seed <= 5_000; seed++) {
      const random = new SeededRandom(seed);
      const equity = random.integer(0, 5_000_000_000);
      const inStock = random.integer(0, Math.floor(equity / 8));
      const account = { equity, cash: random.integer(0, equity), inStock, inSector: inStock + random.integer(0, Math.floor(equity / 3)) };
      const price = random.integer(1_000, 150_000);
      const purchase = {
        price,
        shares: random.integer(1, 300) * 100,
        stop: random.integer(0, price - 1),
        hasConflict: random.chance(0.3),
        lot: 100,
      };
      for (const { reason, suggestion } of findRiskFaults(purchase, account)) {
        found += 1;
        const reasonsOf = (shares: number) => findRiskFaults({ ...purchase, shares }, account).map((fault) => fault.reason);
        if (suggestion > 0) expect([seed, reason, reasonsOf(suggestion).includes(reason)]).toEqual([seed, reason, false]);
        expect([seed, reason, reasonsOf(suggestion + 100).includes(reason)]).toEqual([seed, reason, true]);
      }
    }
    expect(found).toBeGreaterThan(5_000);
  });
});
