import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';

import { closeCodeLabel } from '../../src/server/live/close-codes.js';
import { groupKey } from '../../src/server/live/group-key.js';
import { MessageRate } from '../../src/server/live/message-rate.js';
import { Places } from '../../src/server/live/places.js';
import { networkOf } from '../../src/domain/access/network.js';

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

describe('the network of an address', () => {
  it('is the /64 of an IPv6 host, and the address of an IPv4 one in either form', () => {
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:db8:1:2:ffff::9'));
    expect(networkOf('2001:db8:1:2::1')).toBe(networkOf('2001:0db8:0001:0002:0:0:0:7'));
    expect(networkOf('2001:db8:1:2::1')).not.toBe(networkOf('2001:db8:1:3::1'));
    expect(networkOf('fe80::1%eth0')).toBe(networkOf('fe80::2'));
    expect(networkOf('::ffff:10.0.0.1')).toBe('10.0.0.1');
    expect(new Set(['::1', '10.0.0.1', '10.0.0.2'].map(networkOf)).size).toBe(3);
  });
});

describe('places', () => {
  it('are so many for each key, and are given back once', () => {
    const places = new Places(2);
    const leave = places.take('a');
    places.take('a');
    expect(places.take('a')).toBeNull();
    expect(places.take('b')).toBeTypeOf('function');
    leave?.();
    leave?.();
    expect(places.take('a')).toBeTypeOf('function');
    expect(places.take('a')).toBeNull();
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
