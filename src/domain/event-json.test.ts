import { expect, test } from 'vitest';

import { aSignal } from '../../test/support/a-signal.js';
import { anEvent } from '../../test/support/an-event.js';
import { eventFromJson, eventToJson, sequencedEventFromText, sequencedEventToText } from './event-json.js';

test('an event is the same after its JSON form', () => {
  const event = { type: 'signal.detected', signal: aSignal() } as const;
  expect(eventFromJson(JSON.parse(JSON.stringify(eventToJson(event))))).toEqual(event);
});

test('an event about an alert is the same after its JSON form', () => {
  const event = { type: 'alert.delivered', userId: 'u', deliveryId: 'd' } as const;
  expect(eventFromJson(JSON.parse(JSON.stringify(eventToJson(event))))).toEqual(event);
});

test.each([
  ['of a type that came later', { type: 'weather.changed', rain: 3 }, 'weather.changed'],
  [
    'with a kind of signal that came later',
    { ...eventToJson({ type: 'signal.detected', signal: { ...aSignal(), kind: 'NEW' as never } }) },
    'signal.detected',
  ],
  ['named like what every object has', { type: 'constructor' }, 'constructor'],
  ['without a type', {}, ''],
  ['that is no object', 7, ''],
])('an event %s is unreadable, and is passed on as it is', (_, json, name) => {
  const event = eventFromJson(json);
  expect(event).toEqual({ type: 'unreadable', name, json });
  const passed = sequencedEventFromText(sequencedEventToText({ ...anEvent(4), event }));
  expect(passed).toEqual({ ...anEvent(4), event });
});

const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

test('an event carries its trace over the bus, and is whole without one', () => {
  const traced = { ...anEvent(3), traceparent: TRACEPARENT };
  expect(sequencedEventFromText(sequencedEventToText(traced))).toEqual(traced);
  expect(sequencedEventFromText(sequencedEventToText(anEvent(3)))).toEqual(anEvent(3));
});

test('a malformed trace is left out, the event is not', () => {
  for (const traceparent of ['rubbish', '', `${TRACEPARENT}-more`, 7, null]) {
    const text = JSON.stringify({ ...(JSON.parse(sequencedEventToText(anEvent(3))) as object), traceparent });
    expect(sequencedEventFromText(text)).toEqual(anEvent(3));
  }
});
