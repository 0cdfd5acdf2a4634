import { expect, test } from 'vitest';

import { restlessBars } from '../../../../test/support/restless-bars.js';
import { analyseSeries } from '../analyse-series.js';
import { DETECTORS } from '../detectors/index.js';
import { evidenceLine, explanationText } from './evidence-text.js';
import { explainSignal } from './explain-signal.js';

const bars = restlessBars(600, { seed: 7 });

test.each([true, false])('a rule has fired exactly where all its evidence holds (index: %s)', (isIndex) => {
  const analysis = analyseSeries(bars, { symbol: 'AAA', isIndex });
  let fired = 0;
  for (let t = 20; t < bars.length; t++) {
    for (const { kind } of DETECTORS) {
      const { hasFired, conditions } = explainSignal(analysis, t, kind);
      expect(hasFired, `${kind} of row ${t}`).toBe(conditions.every(({ holds }) => holds));
      fired += Number(hasFired);
    }
  }
  expect(fired).toBeGreaterThan(100);
});

test('the difference to a threshold has the sign that the comparison asks for', () => {
  const analysis = analyseSeries(bars, { symbol: 'AAA', isIndex: false });
  for (let t = 100; t < bars.length; t++) {
    for (const evidence of explainSignal(analysis, t, 'PROFESSIONAL_VOLUME').conditions) {
      if (evidence.type !== 'compared' || evidence.difference === null || Math.abs(evidence.difference) < 1e-6) continue;
      const isOver = evidence.comparison === 'atLeast' || evidence.comparison === 'above';
      expect(evidence.holds).toBe(isOver === evidence.difference > 0);
    }
  }
});

test('every rule has words in both languages, fired or not, and never a hole in them', () => {
  const analysis = analyseSeries(bars, { symbol: 'AAA', isIndex: false });
  for (const { kind } of DETECTORS) {
    for (const t of [5, 25, 70, 300, 301, 302]) {
      const explanation = explainSignal(analysis, t, kind);
      for (const language of ['vi', 'en'] as const) {
        const texts = [explanationText(explanation, language), ...explanation.conditions.map((each) => evidenceLine(each, language).text)];
        expect(texts.join('\n')).not.toMatch(/undefined|NaN|null/);
        expect(texts[0]).toContain(kind);
      }
    }
  }
});
