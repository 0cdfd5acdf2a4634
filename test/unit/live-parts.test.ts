import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { closeCodeLabel } from '../../src/server/live/close-codes.js';
import { ConnectionCounts } from '../../src/server/live/connection-counts.js';
import { groupKey } from '../../src/server/live/group-key.js';
import { MessageRate } from '../../src/server/live/message-rate.js';

const WATCH = 'subscription W($filter: F, $after: String) { signalDetected(filter: $filter, after: $after) { cursor } }';

function key(
  variables: Record<string, unknown>,
  { text = WATCH, audience = 'signal:read', operationName = null as string | null } = {},
): string {
  return groupKey({ document: parse(text), operationName, variables, audience });
}

describe('the key of a group', () => {
  it('is the same whatever the cursor, and however the variables are ordered', () => {
    expect(key({ after: 'a', filter: { from: 'x', to: 'y' } })).toBe(key({ filter: { to: 'y', from: 'x' }, after: 'b' }));
    expect(key({ after: 'a' })).toBe(key({}));
  });

  it.each([
    ['another filter', key({ filter: { symbols: ['VCB'] } })],
    ['the same symbols in another order', key({ filter: { symbols: ['B', 'A'] } })],
    ['another audience', key({ filter: { symbols: ['A', 'B'] } }, { audience: '' })],
    ['another text', key({ filter: { symbols: ['A', 'B'] } }, { text: `${WATCH} ` })],
    ['an operation by name', key({ filter: { symbols: ['A', 'B'] } }, { operationName: 'W' })],
  ])('differs for %s', (_what, other) => {
    expect(other).not.toBe(key({ filter: { symbols: ['A', 'B'] } }));
  });

  it('holds a cursor variable that is used for anything else, or only has the name', () => {
    const twice = 'subscription ($after: String) { signalDetected(after: $after) { cursor signal { signals(after: $after) { id } } } }';
    const other =
      'subscription ($after: String, $c: String) { signalDetected(after: $c) { cursor signal { signals(after: $after) { id } } } }';
    expect(key({ after: 'a' }, { text: twice })).not.toBe(key({ after: 'b' }, { text: twice }));
    expect(key({ after: 'a' }, { text: other })).not.toBe(key({ after: 'b' }, { text: other }));
    expect(key({ c: 'a' }, { text: other })).toBe(key({ c: 'b' }, { text: other }));
  });
});

describe('counts of connections', () => {
  it('count an IPv6 host by its /64, and an IPv4 one in either form', () => {
    const counts = new ConnectionCounts(100, 1);
    expect(counts.take('2001:db8:1:2::1')).toBeTypeOf('function');
    expect(counts.take('2001:db8:1:2:ffff::9')).toBe('ADDRESS');
    expect(counts.take('2001:0db8:0001:0002:0:0:0:7')).toBe('ADDRESS');
    expect(counts.take('2001:db8:1:3::1')).toBeTypeOf('function');
    expect(counts.take('::1')).toBeTypeOf('function');
    expect(counts.take('10.0.0.1')).toBeTypeOf('function');
    expect(counts.take('::ffff:10.0.0.1')).toBe('ADDRESS');
  });

  it('give a place back once', () => {
    const counts = new ConnectionCounts(2, 2);
    const release = counts.take('10.0.0.1');
    counts.take('10.0.0.2');
    expect(counts.take('10.0.0.3')).toBe('TOTAL');
    if (typeof release === 'function') [release, release].forEach((again) => again());
    expect(counts.total).toBe(1);
    expect(counts.take('10.0.0.3')).toBeTypeOf('function');
  });
});

describe('the rate of messages', () => {
  it('admits a burst, then as many as time refills, never more than the burst', () => {
    const rate = new MessageRate(3, 10, 0);
    expect([0, 0, 0, 0].map((now) => rate.take(now))).toEqual([true, true, true, false]);
    expect([99, 100, 150, 200].map((now) => rate.take(now))).toEqual([false, true, false, true]);
    expect([100_000, 100_000, 100_000, 100_000].map((now) => rate.take(now))).toEqual([true, true, true, false]);
  });
});

describe('the label of a close code', () => {
  it('is the code where this service or the protocol knows it, else `other`', () => {
    expect([1000, 1012, 4008, 4403, 3999, 4999].map(closeCodeLabel)).toEqual(['1000', '1012', '4008', '4403', 'other', 'other']);
  });
});
