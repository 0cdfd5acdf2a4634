import { describe, expect, it } from 'vitest';

import { parseDecimal } from '../decimal.js';
import { parseTradingDate } from '../market/trading-date.js';
import { ANY_SIGNAL, type AlertRule, type PriceLevel } from './alert-rule.js';
import { checkAlertRule } from './check-alert-rule.js';
import { hasCrossed } from './price-level.js';

const level = (changes: Partial<PriceLevel> = {}): PriceLevel => ({
  symbol: 'VCB',
  price: parseDecimal('60000'),
  direction: 'ABOVE',
  ...changes,
});
const rule = (changes: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  userId: 'u',
  name: 'a level',
  trigger: 'PRICE',
  filter: ANY_SIGNAL,
  level: level(),
  bindingIds: ['b'],
  cooldownMinutes: 0,
  ttlMinutes: 60,
  quietHours: null,
  isMuted: false,
  mutedUntil: null,
  priority: null,
  maxPerHour: null,
  escalation: null,
  createdAt: new Date('2025-05-20T02:00:00Z'),
  ...changes,
});

describe('a level', () => {
  it.each([
    ['ABOVE', '59900', '60100', true],
    ['ABOVE', '59999.9999', '60000', true],
    ['ABOVE', '60000', '60100', false],
    ['ABOVE', '60100', '60200', false],
    ['ABOVE', '60100', '59900', false],
    ['ABOVE', '9900', '100000', true],
    ['BELOW', '60100', '59900', true],
    ['BELOW', '60000.0001', '60000', true],
    ['BELOW', '60000', '59900', false],
    ['BELOW', '59900', '60100', false],
    ['BELOW', '59900', '59800', false],
  ] as const)('%s from %s to %s: crossed %s', (direction, before, close, isCrossed) => {
    const session = { tradingDate: parseTradingDate('2025-05-20'), before: parseDecimal(before), close: parseDecimal(close) };
    expect(hasCrossed(level({ direction }), session)).toBe(isCrossed);
  });

  it.each<[Partial<AlertRule>, string]>([
    [{ level: null }, 'level'],
    [{ trigger: 'FOUND' }, 'level'],
    [{ trigger: 'STOP' }, 'level'],
    [{ level: level({ symbol: 'no ticker' }) }, 'level'],
    [{ level: level({ price: parseDecimal('0') }) }, 'level'],
    [{ level: level({ price: parseDecimal('-1') }) }, 'level'],
    [{ level: level({ price: parseDecimal('1.00001') }) }, 'level'],
    [{ level: level({ price: parseDecimal('1000000000000') }) }, 'level'],
    [{ filter: { ...ANY_SIGNAL, symbols: ['VCB'] } }, 'filter'],
  ])('is refused in a rule with %j', (changes, field) => {
    expect(() => checkAlertRule(rule(changes))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }));
    expect(checkAlertRule(rule())).toEqual(rule());
  });
});
