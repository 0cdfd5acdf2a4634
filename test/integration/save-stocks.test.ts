/** What is known of shares can be made and changed by administrators, each change with its entry in the audit trail. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { StockReference } from '../../src/application/ports/stock-directory.js';
import { saveStocks } from '../../src/application/stocks/save-stocks.js';
import { ANONYMOUS, SYSTEM } from '../../src/domain/access/actor.js';
import { pgliteRig, postgresRig, type PersistenceRig } from '../support/persistence-rig.js';

const FPT: StockReference = { symbol: 'fpt', name: 'FPT', sector: 'Technology', exchange: 'HOSE', isActive: true };
const ACV: StockReference = { symbol: 'ACV', name: 'Cảng hàng không', sector: null, exchange: 'UPCOM', isActive: true };

describe.each([
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
])('reference data of shares on %s', (_name, open) => {
  let rig: PersistenceRig;
  beforeAll(async () => {
    rig = await open();
  });
  afterAll(() => rig.close());
  beforeEach(() => rig.reset());

  const save = (...stocks: StockReference[]) => saveStocks(rig.database)({ stocks, address: '192.0.2.1' }, SYSTEM);
  const audits = async () =>
    (await rig.query("select details from audit_events where action = 'STOCKS_SAVED' order by id desc"))[0]?.['details'];

  it('is made, changed where it differs, and told by symbol', async () => {
    expect(await save(ACV, FPT)).toEqual({ inserted: 2, updated: 0, unchanged: 0 });
    expect(await save({ ...ACV, exchange: 'HOSE' }, FPT)).toEqual({ inserted: 0, updated: 1, unchanged: 1 });
    expect(await audits()).toEqual({ symbols: ['ACV'] });
    expect(await save({ ...ACV, exchange: 'HOSE' }, { ...FPT, isActive: false })).toMatchObject({ updated: 1 });
    expect(await rig.database.stocks.findBySymbols(['ACV', 'FPT'])).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ symbol: 'ACV', exchange: 'HOSE', name: 'Cảng hàng không', sector: null }),
        expect.objectContaining({ symbol: 'FPT', exchange: 'HOSE', isActive: false, isIndex: false }),
      ]),
    );
    const before = await rig.query('select count(*)::integer as n from audit_events');
    expect(await save(FPT, { ...FPT, symbol: 'FPT2' })).toMatchObject({ inserted: 1, updated: 1 });
    expect(await save(FPT)).toEqual({ inserted: 0, updated: 0, unchanged: 1 });
    expect(await rig.query('select count(*)::integer - 1 as n from audit_events')).toEqual(before);
  });

  it('leaves made-up shares alone', async () => {
    const madeUp = { ...ACV, symbol: 'SIM', isIndex: false, isSimulated: true };
    await rig.database.barStore.ensureStocks([madeUp]);
    expect(await save({ ...FPT, symbol: 'SIM' })).toEqual({ inserted: 0, updated: 0, unchanged: 1 });
  });

  it.each<[string, readonly StockReference[]]>([
    ['nothing', []],
    ['a symbol twice', [FPT, { ...FPT, symbol: 'FPT' }]],
    ['an index', [{ ...FPT, symbol: 'VNINDEX' }]],
    ['a blank name', [{ ...FPT, name: '  ' }]],
    ['a name with NUL', [{ ...FPT, name: 'a\0b' }]],
    ['a sector without end', [{ ...FPT, sector: 'x'.repeat(101) }]],
    ['what is no symbol', [{ ...FPT, symbol: "A' OR 1=1" }]],
    ['too many', Array.from({ length: 501 }, (_, i) => ({ ...FPT, symbol: `X${i}` }))],
  ])('refuses %s and changes nothing', async (_what, stocks) => {
    await expect(save(ACV, ...stocks, ...(stocks.length === 0 ? [ACV] : []))).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(await rig.database.stocks.findBySymbols(['ACV'])).toEqual([]);
  });

  it('is for administrators', async () => {
    await expect(saveStocks(rig.database)({ stocks: [FPT], address: '192.0.2.1' }, ANONYMOUS)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
