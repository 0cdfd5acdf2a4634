import { describe, expect, it } from 'vitest';

import { SeededRandom } from '../../seeded-random.js';
import { parseTradingDate } from '../../market/trading-date.js';
import type { PortfolioTransaction } from '../transaction.js';
import { readCsv, writeCsv } from './csv.js';
import { readTransactions, writeTransactions } from './transaction-file.js';

const tx = (type: PortfolioTransaction['type'], parts: Partial<PortfolioTransaction> = {}): PortfolioTransaction => ({
  type,
  date: parseTradingDate('2025-06-02'),
  symbol: null,
  shares: null,
  price: null,
  amount: null,
  fee: 0,
  tax: 0,
  ratio: null,
  signalId: null,
  ...parts,
});
const STORY = [
  tx('DEPOSIT', { amount: 100_000_000 }),
  tx('BUY', { symbol: 'HPG', shares: 1_000, price: 26_000, fee: 39_000, signalId: 'say "so", twice\r\nand again' }),
  tx('SELL', { symbol: 'HPG', shares: 400, price: 26_500, fee: 15_900, tax: 10_600 }),
  tx('SPLIT', { symbol: 'HPG', ratio: { to: 3, from: 2 } }),
];

describe('a file of transactions', () => {
  it('is written as a heading and a line for each', () => {
    expect(writeTransactions(STORY.slice(0, 2))).toBe(
      'date,type,symbol,shares,price,amount,fee,tax,ratioTo,ratioFrom,signalId\r\n' +
        '2025-06-02,DEPOSIT,,,,100000000,0,0,,,\r\n' +
        '2025-06-02,BUY,HPG,1000,26000,,39000,0,,,"say ""so"", twice\r\nand again"\r\n',
    );
  });

  it('is read back as it was', () => {
    const { lines, faults } = readTransactions(writeTransactions(STORY));
    expect([lines.map(({ transaction }) => transaction), faults]).toEqual([STORY, []]);
    // The second entry has two lines.
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 5, 6]);
  });

  it('is read with other ends of lines, columns in another order, and a mark at the beginning', () => {
    const { lines, faults } = readTransactions('\uFEFFtype,amount,date\nDEPOSIT,5,2025-06-02\n\nWITHDRAWAL,2,2025-06-03');
    expect([lines.map(({ line, transaction }) => [line, transaction.type, transaction.amount]), faults]).toEqual([
      [
        [2, 'DEPOSIT', 5],
        [4, 'WITHDRAWAL', 2],
      ],
      [],
    ]);
  });

  it.each([
    ['', [[1, 'csv']]],
    ['date,type,colour\n', [[1, 'csv']]],
    ['date,type,date\n', [[1, 'csv']]],
    ['date,amount\n', [[1, 'csv']]],
    ['date,type,amount\n2025-06-02,DEPOSIT\n', [[2, 'csv']]],
    ['date,type,amount\n2025-06-02,DEPOSIT,"5\n', [[2, 'csv']]],
    ['date,type,amount\n2025-06-02,DEPOSIT,"5"5\n', [[2, 'csv']]],
    ['date,type,amount\n2025-06-02,DEPOSIT,5"\n', [[2, 'csv']]],
    [
      'date,type,amount\n2025-02-30,DEPOSIT,5\n2025-06-02,GIFT,5\n2025-06-02,DEPOSIT,5.5\n2025-06-02,DEPOSIT,-5\n2025-06-02,DEPOSIT,0\n2025-06-02,DEPOSIT,\n2025-06-02,DEPOSIT,1e3\n2025-06-02,DEPOSIT,7\n',
      [
        [2, 'date'],
        [3, 'type'],
        [4, 'amount'],
        [5, 'amount'],
        [6, 'amount'],
        [7, 'amount'],
        [8, 'amount'],
      ],
    ],
    ['date,type,symbol,ratioTo\n2025-06-02,SPLIT,HPG,2\n', [[2, 'ratioFrom']]],
    ['date,type,amount,symbol\n2025-06-02,DEPOSIT,5,HPG\n', [[2, 'symbol']]],
  ])('%j is refused by line and column', (text, expected) => {
    expect(readTransactions(text).faults.map(({ line, field }) => [line, field])).toEqual(expected);
  });
});

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', "'=1", '＝1', '=HYPERLINK("http://x";"y")'])(
    '%j cannot be run by a spreadsheet, and is read back',
    (text) => {
      const written = writeCsv([[text, 'x']]);
      expect(written.replace(/^"/, '')).toMatch(/^'/);
      expect(readCsv(written)[0]?.cells).toEqual([text, 'x']);
    },
  );

  it('of any text is read back, 5 000 times', () => {
    const random = new SeededRandom(7);
    const signs = ['=', '+', '-', '@', "'", '"', ',', ';', '\t', '\r', '\n', ' ', 'a', '1', 'ộ'];
    for (let round = 0; round < 5_000; round++) {
      const cells = Array.from({ length: random.integer(2, 4) }, () =>
        Array.from({ length: random.integer(0, 6) }, () => signs[random.integer(0, signs.length - 1)]).join(''),
      );
      expect(readCsv(writeCsv([cells, ['last', 'row']])).map((row) => row.cells)).toEqual([cells, ['last', 'row']]);
    }
  });

  it('of 80 000 signs is refused within two seconds', () => {
    for (const text of ['"'.repeat(80_000), 'a,'.repeat(40_000), '\n'.repeat(80_000), "'".repeat(80_000), ' '.repeat(80_000)])
      expect(readTransactions(text).faults).toHaveLength(1);
  }, 2_000);
});
