/** Transactions out of a portfolio and into one as CSV: all or none, once for a key, refused by line and column. */
import { afterAll, beforeAll, expect, it } from 'vitest';

import { PortfolioRig } from '../support/portfolio-rig.js';

interface ImportPayload {
  readonly imported: number | null;
  readonly errors: readonly { readonly code: string; readonly message: string; readonly field: string; readonly line: number | null }[];
}

let rig: PortfolioRig;
beforeAll(async () => {
  rig = await PortfolioRig.start('2025-06-10T08:00:00Z');
  await rig.closes([
    { symbol: 'HPG', date: '2025-05-30', close: '26000' },
    { symbol: 'HPG', date: '2025-06-09', close: '27500' },
  ]);
});
afterAll(async () => rig?.[Symbol.asyncDispose]());

const HEADING = 'date,type,symbol,shares,price,amount,fee,tax,ratioTo,ratioFrom,signalId\r\n';
const STORY = `${HEADING}2025-06-02,DEPOSIT,,,,100000000,0,0,,,\r
2025-06-02,BUY,HPG,1000,26000,,39000,0,,,'=cmd()\r
2025-06-04,STOCK_DIVIDEND,HPG,51,,,0,0,,,\r
2025-06-05,SPLIT,HPG,,,,0,0,2,1,\r
2025-06-10,SELL,HPG,400,27500,,16500,11000,,,\r
`;
const ENTER = `mutation ($input: ImportTransactionsInput!) {
  importTransactions(input: $input) { imported errors { code message field line } } }`;
async function enter(who: string, portfolioId: string, csv: string, idempotencyKey = rig.key()): Promise<ImportPayload> {
  const { data } = await rig.ask<{ importTransactions: ImportPayload }>(who, ENTER, { input: { portfolioId, csv, idempotencyKey } });
  return data.importTransactions;
}
const exported = async (who: string, id: string) =>
  rig.ask<{ exportPortfolio: string }>(who, 'query ($id: ID!) { exportPortfolio(id: $id) }', { id });

it('comes out as it went in, with nothing in it that a spreadsheet would run', async () => {
  const [id, copy] = [await rig.portfolio('owner'), await rig.portfolio('owner')];
  expect(await enter('owner', id, STORY)).toEqual({ imported: 5, errors: [] });
  const out = (await exported('owner', id)).data.exportPortfolio;
  expect(out).toBe(STORY);
  await enter('owner', copy, out);
  expect((await exported('owner', copy)).data.exportPortfolio).toBe(out);
  const { rows } = await rig.query('select signal_id from portfolio_transactions where signal_id is not null and portfolio_id = $1', [id]);
  expect(rows).toEqual([{ signal_id: '=cmd()' }]);
});

it('is entered once for a key, also many times at once, and its key is for this file alone', async () => {
  const id = await rig.portfolio('owner');
  const csv = 'date,type,amount\n2025-06-02,DEPOSIT,5\n2025-06-02,DEPOSIT,6\n';
  const key = rig.key();
  const answers = await Promise.all(Array.from({ length: 8 }, () => enter('owner', id, csv, key)));
  expect(answers).toEqual(Array.from({ length: 8 }, () => ({ imported: 2, errors: [] })));
  expect((await exported('owner', id)).data.exportPortfolio.trim().split('\r\n')).toHaveLength(3);
  expect((await enter('owner', id, csv.replace('DEPOSIT,6', 'DEPOSIT,7'), key)).errors[0]).toMatchObject({
    code: 'CONFLICT',
    field: 'idempotencyKey',
  });
});

it.each([
  ['2025-06-02,BUY,HPG,150,26000,', 3, 'shares', /LOT; 100 is allowed/],
  ['2025-06-02,BUY,HPG,100,27850,', 3, 'price', /ABOVE_CEILING; 27800 is allowed/],
  ['2025-06-02,BUY,HPG,100,26010,', 3, 'price', /TICK; 26000 is allowed/],
  ['2025-06-02,BUY,HPG,900000,26000,', 3, 'shares', /costs/],
  ['2025-06-02,BUY,HPG,100,26000,\n2025-06-03,SELL,HPG,100,26000,', 4, 'shares', /more than the 0/],
  ['2025-06-01,DEPOSIT,,,,5', 3, 'date', /before the line above/],
  ['2025-06-11,DEPOSIT,,,,5', 3, 'date', /future/],
  ['2025-06-02,DEPOSIT,HPG,,,5', 3, 'symbol', /does not go/],
] as const)('of which a line is wrong enters nothing: %s', async (rest, line, field, message) => {
  const id = await rig.portfolio('owner');
  const { imported, errors } = await enter('owner', id, `date,type,symbol,shares,price,amount\n2025-06-02,DEPOSIT,,,,10000000\n${rest}\n`);
  expect([imported, errors.length, errors[0]?.line, errors[0]?.field]).toEqual([null, 1, line, field]);
  expect(errors[0]?.message).toMatch(message);
  expect((await exported('owner', id)).data.exportPortfolio).toBe(HEADING);
});

it('has a bound', async () => {
  const id = await rig.portfolio('owner');
  const { errors } = await enter('owner', id, 'x'.repeat(80_001));
  expect(errors[0]).toMatchObject({ code: 'INVALID_INPUT', field: 'csv', line: null });
  // Every line is wrong: fifty are told.
  expect((await enter('owner', id, `date,type,amount\n${'a,b,c\n'.repeat(2_000)}`)).errors).toHaveLength(50);
});

it('of and for a portfolio of somebody else is absent', async () => {
  const [id, absent] = [await rig.portfolio('owner'), '00000000-0000-4000-8000-000000000000'];
  expect(JSON.stringify(await exported('other', id))).toBe(JSON.stringify(await exported('other', absent)));
  expect(await enter('other', id, STORY)).toEqual(await enter('other', absent, STORY));
  expect((await enter('other', id, STORY)).errors[0]).toMatchObject({ code: 'NOT_FOUND', line: null });
  expect((await exported('owner', id)).data.exportPortfolio).toBe(HEADING);
});
