import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll } from 'vitest';

import { ANSWER_FAULTS, ROW_FAULTS } from '../../src/adapters/fake-market/faults.js';
import type { AnswerFault } from '../../src/adapters/fake-market/faults.js';
import { wireRows } from '../../src/adapters/fake-market/rows.js';
import { FAKE_KEY, FAKE_SECRET } from '../../src/adapters/fake-market/tokens.js';
import { createCsvProvider } from '../../src/adapters/providers/csv.provider.js';
import { createDnseProvider } from '../../src/adapters/providers/dnse/dnse.provider.js';
import { createSsiProvider } from '../../src/adapters/providers/ssi/ssi.provider.js';
import { createYahooProvider } from '../../src/adapters/providers/yahoo.provider.js';
import { instantAt } from '../../src/domain/market/trading-date.js';
import { testProviderContract } from './provider.contract.js';

const WHOLE_ANSWERS = ANSWER_FAULTS.filter((fault) => fault !== 'TOKEN_EXPIRED');
const without = (...faults: AnswerFault[]) => WHOLE_ANSWERS.filter((fault) => !faults.includes(fault));
const UNITS = ['PRICES_TIMES_1000', 'PRICES_BY_1000'] as const;

testProviderContract('ssi', {
  create: ({ url }, deps, limits) =>
    createSsiProvider(
      {
        url: `${url}/ssi`,
        streamUrl: `${url.replace('http', 'ws')}/ssi`,
        apiKey: FAKE_KEY,
        apiSecret: FAKE_SECRET,
        priceUnit: 'vnd',
        limits,
      },
      deps,
    ),
  intervals: ['M1', 'M5', 'M15', 'H1', 'D1'],
  answerFaults: [...without('UNEQUAL_COLUMNS'), 'TOKEN_EXPIRED'],
  rowFaults: ROW_FAULTS,
  unitFaults: [...UNITS, 'VOLUME_BY_10'],
  hasIndices: true,
  saysNone: false,
});

testProviderContract('dnse', {
  create: ({ url }, deps, limits) =>
    createDnseProvider(
      { url: `${url}/dnse`, streamUrl: `${url.replace('http', 'ws')}/dnse`, apiKey: FAKE_KEY, apiSecret: FAKE_SECRET, limits },
      deps,
    ),
  intervals: ['M1', 'M5', 'M15', 'H1', 'D1'],
  answerFaults: without('MISSING_STATUS'),
  rowFaults: ROW_FAULTS,
  unitFaults: UNITS,
  hasIndices: true,
  saysNone: false,
});

testProviderContract('yahoo', {
  create: ({ url }, deps, limits) => createYahooProvider({ url: `${url}/yahoo`, limits }, deps),
  intervals: ['M1', 'M5', 'M15', 'H1', 'D1'],
  answerFaults: WHOLE_ANSWERS,
  rowFaults: ROW_FAULTS,
  unitFaults: UNITS,
  hasIndices: false,
  saysNone: false,
});

const directory = mkdtempSync(join(tmpdir(), 'vpa-csv-'));
afterAll(() => rmSync(directory, { recursive: true }));

testProviderContract('csv', {
  // The file is what the market's rows are at the time of the request, in thousand dong.
  create({ tape, faults }, deps) {
    const path = join(directory, 'bars.csv');
    const provider = createCsvProvider({ path, priceUnit: 'kvnd' }, deps);
    return {
      ...provider,
      fetchBars(request, abort) {
        const bars = tape.bars('SIMBK1', 'D1', instantAt(request.from, 0), instantAt(request.to, 0));
        const rows = wireRows(bars, { interval: 'D1', unit: 1000, dailyHour: 7 }, faults, tape.seed);
        const lines = rows.map(({ t, o, h, l, c, v }) => ['SIMBK1', dateOf(t), o, h, l, c, v].map(String).join(','));
        writeFileSync(path, `${['symbol,date,open,high,low,close,volume', ...lines].join('\n')}\n`);
        return provider.fetchBars(request, abort);
      },
    };
  },
  intervals: ['D1'],
  answerFaults: [],
  rowFaults: ROW_FAULTS.filter((fault) => fault !== 'LUNCH_ROW'),
  unitFaults: UNITS,
  hasIndices: false,
  saysNone: false,
  firstOfConflictStands: true,
});

function dateOf(seconds: unknown): string {
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString().slice(0, 10) : 'null';
}
