import { describe, expect, it } from 'vitest';

import { aScore } from '../../../test/support/a-score.js';
import { aSignal } from '../../../test/support/a-signal.js';
import { ANY_SIGNAL, type AlertFilter, type AlertPriority, type AlertRule } from './alert-rule.js';
import { checkAlertRule } from './check-alert-rule.js';
import { isCooling } from './cooldown.js';
import { isAbout, occasionKey, priorityOf, triggerOf, type AlertOccasion } from './match-alert-rule.js';
import { notBefore } from './quiet-hours.js';
import { RULE_TEMPLATES } from './rule-templates.js';

const ANY = ANY_SIGNAL;
const rule = (filter: Partial<AlertFilter> = {}, changes: Partial<AlertRule> = {}): AlertRule => ({
  id: 'r',
  userId: 'u',
  name: 'springs of banks',
  trigger: 'SCORED',
  filter: { ...ANY, ...filter },
  bindingIds: ['b'],
  cooldownMinutes: 60,
  ttlMinutes: 60,
  quietHours: null,
  isMuted: false,
  mutedUntil: null,
  level: null,
  priority: null,
  maxPerHour: null,
  escalation: null,
  createdAt: new Date('2025-05-20T02:00:00Z'),
  ...changes,
});
const occasion = (changes: Partial<AlertOccasion> = {}): AlertOccasion => ({
  trigger: 'SCORED',
  signal: aSignal({ symbol: 'VCB', kind: 'SPRING', direction: 'BULLISH' }),
  score: aScore({ adjusted: 75, confidence: 0.6 }),
  sector: 'Banks',
  ...changes,
});

describe('an alert rule', () => {
  it.each<[Partial<AlertFilter>, boolean]>([
    [{}, true],
    [{ kinds: ['SPRING', 'LPS'] }, true],
    [{ kinds: ['LPS'] }, false],
    [{ directions: ['BEARISH'] }, false],
    [{ symbols: ['VCB'] }, true],
    [{ symbols: ['TCB'] }, false],
    [{ sectors: ['Banks'] }, true],
    [{ sectors: ['Steel'] }, false],
    [{ minScore: 75 }, true],
    [{ minScore: 76 }, false],
    [{ minConfidence: 0.6 }, true],
    [{ minConfidence: 0.61 }, false],
    [{ minVolumeRatio: 0.6, maxVolumeRatio: 0.6, minClosePosition: 0.5, minChangePct: -0.4 }, true],
    [{ minVolumeRatio: 0.61 }, false],
    [{ maxVolumeRatio: 0.59 }, false],
    [{ minClosePosition: 0.51 }, false],
    [{ minChangePct: 0 }, false],
  ])('with %j is about a signal: %s', (filter, isWanted) => {
    expect(isAbout(rule(filter), occasion())).toBe(isWanted);
  });

  it('looks only when it was told to, and not while it is muted', () => {
    expect(isAbout(rule({}, { trigger: 'FOUND' }), occasion())).toBe(false);
    expect(isAbout(rule({}, { trigger: 'FOUND' }), occasion({ trigger: 'FOUND', score: null }))).toBe(true);
    expect(isAbout(rule({}, { isMuted: true }), occasion())).toBe(false);
    expect(isAbout(rule({ sectors: ['Banks'] }), occasion({ sector: null }))).toBe(false);
    const failed = occasion({ trigger: 'DECIDED', score: aScore({ status: 'FAILED' }) });
    expect([['FAILED'], ['CONFIRMED']].map((statuses) => isAbout(rule({ statuses } as never, { trigger: 'DECIDED' }), failed))).toEqual([
      true,
      false,
    ]);
  });

  it('of held stocks looks at what its owner holds', () => {
    expect([isAbout(rule({ isHeld: true }), occasion(), true), isAbout(rule({ isHeld: true }), occasion(), false)]).toEqual([true, false]);
    expect([isAbout(rule({ isHeld: false }), occasion(), true), isAbout(rule({ isHeld: false }), occasion())]).toEqual([false, true]);
    expect(isAbout(rule(), occasion(), true)).toBe(true);
  });

  it('tells each occasion once: one as found, one as scored, one for each end', () => {
    const keys = [
      occasion({ trigger: 'FOUND', score: null }),
      occasion(),
      occasion({ trigger: 'DECIDED', score: aScore({ status: 'FAILED' }) }),
      occasion({ trigger: 'DECIDED', score: aScore({ status: 'RETRACTED' }) }),
    ].map(occasionKey);
    expect(new Set(keys).size).toBe(4);
    expect([triggerOf({ status: 'PENDING' }), triggerOf({ status: 'EXPIRED' })]).toEqual(['SCORED', 'DECIDED']);
  });

  it.each<[number | null, number | null, string]>([
    [80, 0.7, 'HIGH'],
    [80, 0.69, 'MEDIUM'],
    [70, 0.1, 'MEDIUM'],
    [69.9, 0.95, 'LOW'],
    [null, null, 'LOW'],
  ])('of a score of %s and a confidence of %s is %s', (adjusted, confidence, priority) => {
    expect(priorityOf({ adjusted, confidence })).toBe(priority);
  });

  it.each<[Partial<AlertFilter>, Partial<AlertRule>, string]>([
    [{}, { name: ' ' }, 'name'],
    [{}, { name: 'a\r\nBcc: b' }, 'name'],
    [{ kinds: [] }, {}, 'kinds'],
    [{ symbols: ['vcb'] }, {}, 'symbols'],
    [{ minScore: 101 }, {}, 'minScore'],
    [{ minConfidence: 1.1 }, {}, 'minConfidence'],
    [{ minVolumeRatio: -1 }, {}, 'minVolumeRatio'],
    [{ minClosePosition: 1.1 }, {}, 'minClosePosition'],
    [{ minScore: 70 }, { trigger: 'FOUND' }, 'trigger'],
    [{ statuses: ['FAILED'] }, {}, 'statuses'],
    [{}, { bindingIds: [] }, 'bindingIds'],
    [{}, { cooldownMinutes: -1 }, 'cooldownMinutes'],
    [{}, { ttlMinutes: 0 }, 'ttlMinutes'],
    [{}, { quietHours: { from: 1_440, to: 0 } }, 'quietFrom'],
    [{}, { quietHours: { from: 60, to: 60 } }, 'quietTo'],
    [{}, { maxPerHour: 0 }, 'maxPerHour'],
    [{}, { escalation: { afterMinutes: 0, bindingId: 'c' } }, 'escalateAfterMinutes'],
    [{}, { escalation: { afterMinutes: 5, bindingId: 'b' } }, 'escalateTo'],
  ])('with %j %j is refused by field', (filter, changes, field) => {
    expect(() => checkAlertRule(rule(filter, changes))).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', details: { field } }));
  });
});

describe('a cooldown', () => {
  const at = (minute: number) => new Date(Date.UTC(2025, 4, 20, 3, minute));
  it.each<[number, AlertPriority, boolean]>([
    [59, 'MEDIUM', true],
    [60, 'MEDIUM', false],
    [1, 'LOW', true],
    [1, 'HIGH', false],
    [1, 'CRITICAL', false],
  ])('of an hour, %s minutes after an alert of priority MEDIUM, holds one of %s: %s', (minute, priority, isHeld) => {
    expect(isCooling({ cooldownMinutes: 60 }, { at: at(0), priority: 'MEDIUM' }, { at: at(minute), priority })).toBe(isHeld);
  });

  it('holds nothing before the first alert', () => {
    expect(isCooling({ cooldownMinutes: 60 }, undefined, { at: at(0), priority: 'LOW' })).toBe(false);
  });
});

describe('the templates', () => {
  it.each(RULE_TEMPLATES.map((template) => [template.key, template] as const))('%s is a rule that is accepted', (_key, template) => {
    const { key, name, about, ...parts } = template;
    for (const language of ['vi', 'en'] as const) {
      expect(checkAlertRule(rule({}, { ...parts, name: name[language] }))).toMatchObject({ name: name[language] });
      expect(about[language].length).toBeGreaterThan(10);
    }
    expect(RULE_TEMPLATES.filter((other) => other.key === key)).toHaveLength(1);
  });
});

describe('quiet hours', () => {
  const at = (time: string) => new Date(`2025-05-20T${time}:00+07:00`);
  it.each([
    ['21:59', { from: 1_320, to: 420 }, '21:59'],
    ['22:00', { from: 1_320, to: 420 }, '07:00 next'],
    ['06:59', { from: 1_320, to: 420 }, '07:00'],
    ['07:00', { from: 1_320, to: 420 }, '07:00'],
    ['12:30', { from: 690, to: 780 }, '13:00'],
    ['13:00', { from: 690, to: 780 }, '13:00'],
  ])('at %s with %j let it go at %s', (time, quiet, expected) => {
    const [clock = '', next] = expected.split(' ');
    const wanted = new Date(at(clock).getTime() + (next === undefined ? 0 : 86_400_000));
    expect(notBefore(quiet, 'HIGH', at(time))).toEqual(wanted);
    expect(notBefore(quiet, 'CRITICAL', at(time))).toEqual(at(time));
    expect(notBefore(null, 'LOW', at(time))).toEqual(at(time));
  });
});
