import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeEventCursor, encodeEventCursor } from './cursor.js';

describe('event cursor', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.maxSafeNat(), (epoch, seq) => {
        expect(decodeEventCursor(encodeEventCursor({ epoch, seq }))).toEqual({ epoch, seq });
      }),
    );
  });

  const text = (raw: string): string => Buffer.from(raw, 'latin1').toString('base64url');
  it.each([
    ['nothing', ''],
    ['no base64url', '%%%'],
    ['no number', text('e1:')],
    ['no epoch', text(':7')],
    ['a sign', text('e1:-7')],
    ['a fraction', text('e1:7.5')],
    ['a leading zero', text('e1:07')],
    ['more than is safe', text('e1:9007199254740993')],
    ['more after it', text('e1:7:8')],
    ['a quote in the epoch', text("e1'--:7")],
    ['padding', `${text('e1:77')}=`],
    ['blanks around it', ` ${text('e1:7')}`],
    ['a megabyte', 'A'.repeat(1_000_000)],
  ])('refuses %s', (_what, cursor) => {
    expect(() => decodeEventCursor(cursor)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });

  it('reads or refuses any text, and what it reads is canonical', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        try {
          expect(encodeEventCursor(decodeEventCursor(cursor))).toBe(cursor);
        } catch (error) {
          expect(error).toMatchObject({ code: 'INVALID_INPUT' });
        }
      }),
    );
  });
});
