import fc from 'fast-check';
import { expect, test } from 'vitest';

import { anAttempt } from '../../../test/support/an-alert.js';
import { telegramHtml, telegramPlain } from './telegram-text.js';

/** What Telegram shows of its HTML. */
function shown(html: string): string {
  return html
    .replaceAll(/<\/?b>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** Half of a character that takes two. */
const HALF = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

const TEXT = fc.string({ unit: 'grapheme', maxLength: 3_000 }).map((text) => text.replaceAll('\n', ' '));

test('what is shown is what was meant, at most 4096 characters, and its id is always there', () => {
  fc.assert(
    fc.property(TEXT, fc.array(TEXT, { maxLength: 3 }), (title, paragraphs) => {
      const { message, deliveryId } = anAttempt({}, { title, paragraphs });
      const html = telegramHtml(message, deliveryId);
      const text = shown(html);
      expect(text).toBe(telegramPlain(message, deliveryId));
      expect(text.length).toBeLessThanOrEqual(4096);
      expect(text.endsWith(deliveryId)).toBe(true);
      expect(html.replaceAll(/<\/?b>|&(lt|gt|amp|quot);/g, '')).not.toMatch(/[<>&]/);
      expect(html.split('<b>').length).toBe(html.split('</b>').length);
      expect(HALF.test(html)).toBe([title, ...paragraphs].some((each) => HALF.test(each)));
    }),
  );
});
