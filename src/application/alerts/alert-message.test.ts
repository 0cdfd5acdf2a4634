import { describe, expect, test } from 'vitest';

import { aScore } from '../../../test/support/a-score.js';
import { aSignal } from '../../../test/support/a-signal.js';
import { SIGNAL_MARKS, type SignalMark } from '../../domain/vpa/signal.js';
import type { SignalScore } from '../../domain/vpa/scoring/signal-score.js';
import { signalMessage } from './alert-message.js';

const AT = new Date('2025-05-20T08:15:00Z');
function message(language: 'vi' | 'en', score: Partial<SignalScore> | null, marks: readonly SignalMark[] = []) {
  const signal = aSignal();
  const measured = marks.length === 0 ? signal.measured : { ...signal.measured, marks };
  const trigger = score === null ? 'FOUND' : 'DECIDED';
  return signalMessage({ trigger, signal: { ...signal, measured }, score: score && aScore(score), sector: null }, 'mine', language, AT);
}

describe('what an alert says', () => {
  test.each([
    ['BAR_CORRECTED', 'en', 'retracted, its bars were corrected'],
    ['BAR_CORRECTED', 'vi', 'bị thu hồi vì nến được sửa'],
    ['CORPORATE_ACTION', 'en', 'retracted, a corporate action restated its prices'],
    ['CORPORATE_ACTION', 'vi', 'bị thu hồi vì giá được điều chỉnh theo sự kiện doanh nghiệp'],
    [null, 'en', 'retracted'],
  ] as const)('of a retraction for %s in %s: %s', (retractionReason, language, words) => {
    expect(message(language, { status: 'RETRACTED', retractionReason }).title).toBe(`VCB: NO_SUPPLY – ${words}`);
  });

  test('of each mark of its bar, in both languages, and nothing where there is none', () => {
    const plain = message('en', null).paragraphs;
    for (const language of ['vi', 'en'] as const) {
      const texts = SIGNAL_MARKS.map((mark) =>
        message(language, null, [mark]).paragraphs.filter((each) => !message(language, null).paragraphs.includes(each)),
      );
      expect(texts.every(([text = '', ...more]) => text !== '' && more.length === 0)).toBe(true);
      expect(new Set(texts.flat()).size).toBe(SIGNAL_MARKS.length);
    }
    expect(plain.some((text) => text.includes('ceiling'))).toBe(false);
  });
});
