/** Each rule set over real bars against a slow implementation written from its definitions. Runs where ../shared/data is. */
import { expect, test } from 'vitest';

import { readCsvColumns } from '../../src/adapters/providers/csv-columns.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import { analyseWith } from '../../src/domain/vpa/analyse-series.js';
import { RULE_SETS } from '../../src/domain/vpa/rule-sets/index.js';
import { askOracle, type OracleRules } from '../support/oracle.js';

const FILE = new URL('../../../shared/data/ohlcv_daily.csv.gz', import.meta.url).pathname;
const OPTIONS = {
  priceUnit: 'kvnd',
  today: parseTradingDate('2025-12-31'),
  symbols: new Set(['HPG', 'TCB', 'VIC', 'VHM', 'FPT', 'SSI']),
} as const;
const SERIES = await readCsvColumns(FILE, OPTIONS, () => undefined);

test.each(RULE_SETS.map((ruleSet) => ({ name: ruleSet.name, ruleSet })))(
  '$name finds on real bars what the slow reading of it finds',
  ({ name, ruleSet }) => {
    const differences: string[] = [];
    const seen = new Set<string>();
    let bars = 0;
    for (const { symbol, bars: columns } of SERIES) {
      const analysis = analyseWith(ruleSet, columns, { symbol, isIndex: false });
      for (const [t, expected] of askOracle(columns, name as OracleRules).entries()) {
        const found = analysis.firedAt(t).map(({ kind }) => kind);
        for (const kind of found) seen.add(kind);
        bars += 1;
        if (found.toSorted().join() !== expected.kinds.toSorted().join() || analysis.measuredAt(t).background !== expected.background)
          differences.push(`${symbol} row ${t}: ${found.join()} instead of ${expected.kinds.join()}`);
      }
    }
    process.stderr.write(
      `${ruleSet.version}: ${bars} bars, ${seen.size} of ${ruleSet.detectors.length} kinds seen, ${differences.length} bars differ\n`,
    );
    expect(differences).toEqual([]);
    expect(seen.size).toBe(ruleSet.detectors.length);
  },
);
