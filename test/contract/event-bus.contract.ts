import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { EventBus } from '../../src/application/ports/events.js';
import type { SequencedEvent } from '../../src/domain/events.js';
import { anEvent } from '../support/an-event.js';
import type { FakeMetrics } from '../support/fake-telemetry.js';
import { settle } from '../support/fake-timers.js';
import { until } from '../support/until.js';

export interface EventBusUnderTest {
  readonly bus: EventBus;
  readonly metrics: FakeMetrics;
  /** Another bus on the same transport, as another process has it; the same one where there are no others. */
  readonly elsewhere: EventBus;
  /** Puts bytes on the channel that no bus of ours would send. */
  sendRaw(text: string): Promise<void>;
  /** Channels that somebody listens to on the transport. */
  openChannels(): Promise<number>;
  remove(): Promise<void>;
}

const numbers = (events: readonly SequencedEvent[]): number[] => events.map(({ seq }) => seq);

/** What every bus must do. */
export function testEventBusContract(name: string, create: () => Promise<EventBusUnderTest>): void {
  describe(`${name} keeps the contract of the event bus`, () => {
    let under: EventBusUnderTest;
    beforeEach(async () => {
      under = await create();
    });
    afterEach(() => under.remove());

    /** Publishes events until one arrives, which shows that the handler listens and the ones before it were handled. */
    async function fence(received: readonly SequencedEvent[], seq: number): Promise<void> {
      await under.elsewhere.publish([anEvent(seq)]);
      await until(`event ${seq} arrives`, () => numbers(received).includes(seq));
    }

    test('an event arrives as it was sent, dates and numbers included', async () => {
      const received: SequencedEvent[] = [];
      await under.bus.subscribe((event) => received.push(event));
      await under.elsewhere.publish([anEvent(7, { symbol: 'VCB' }, 'e-7')]);
      await until('it arrives', () => received.length === 1);
      expect(received[0]).toEqual(anEvent(7, { symbol: 'VCB' }, 'e-7'));
    });

    test('events of one publisher arrive in order, over several calls', async () => {
      const received: SequencedEvent[] = [];
      await under.bus.subscribe((event) => received.push(event));
      const sent = Array.from({ length: 300 }, (_, at) => anEvent(at + 1));
      await Promise.all([sent.slice(0, 100), sent.slice(100, 101), sent.slice(101)].map((part) => under.elsewhere.publish(part)));
      await until('all arrive', () => received.length === sent.length);
      expect(numbers(received)).toEqual(numbers(sent));
    });

    test('every subscriber gets every event, once', async () => {
      const received: SequencedEvent[][] = [[], [], []];
      await Promise.all(received.map((list) => under.bus.subscribe((event) => list.push(event))));
      await under.elsewhere.publish([anEvent(1), anEvent(2)]);
      await until('all arrive', () => received.every((list) => list.length === 2));
      expect(received.map(numbers)).toEqual([
        [1, 2],
        [1, 2],
        [1, 2],
      ]);
    });

    test('the same handler subscribed twice is called twice, and once after one of them is closed', async () => {
      const received: SequencedEvent[] = [];
      const handler = (event: SequencedEvent): void => void received.push(event);
      const first = await under.bus.subscribe(handler);
      await under.bus.subscribe(handler);
      await under.elsewhere.publish([anEvent(1)]);
      await until('both are called', () => received.length === 2);
      await first.close();
      await fence(received, 2);
      expect(numbers(received)).toEqual([1, 1, 2]);
    });

    test('a closed subscription hears nothing while others go on', async () => {
      const left: SequencedEvent[] = [];
      const stayed: SequencedEvent[] = [];
      const subscription = await under.bus.subscribe((event) => left.push(event));
      await under.bus.subscribe((event) => stayed.push(event));
      await subscription.close();
      await fence(stayed, 1);
      expect(left).toEqual([]);
    });

    test('closing a subscription again changes nothing', async () => {
      const stayed: SequencedEvent[] = [];
      const subscription = await under.bus.subscribe(() => {});
      await under.bus.subscribe((event) => stayed.push(event));
      await subscription.close();
      await subscription.close();
      await fence(stayed, 1);
      expect(numbers(stayed)).toEqual([1]);
    });

    test('no channel stays open after the last subscription is closed', async () => {
      const subscriptions = await Promise.all([1, 2, 3].map(() => under.bus.subscribe(() => {})));
      await until('somebody listens', async () => (await under.openChannels()) === 1);
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
      await until('nobody listens', async () => (await under.openChannels()) === 0);
      expect(await under.openChannels()).toBe(0);
    });

    test('subscribe, close at once and subscribe again leaves exactly the last one listening', async () => {
      for (let round = 0; round < 25; round += 1) {
        const dropped: SequencedEvent[] = [];
        const kept: SequencedEvent[] = [];
        const first = under.bus.subscribe((event) => dropped.push(event));
        const closing = first.then((subscription) => subscription.close());
        const second = await under.bus.subscribe((event) => kept.push(event));
        await closing;
        await fence(kept, round + 1);
        expect(dropped).toEqual([]);
        expect(numbers(kept)).toEqual([round + 1]);
        await second.close();
      }
      await until('nobody listens', async () => (await under.openChannels()) === 0);
    });

    test('a message that is no event is counted and passed over', async () => {
      const received: SequencedEvent[] = [];
      await under.bus.subscribe((event) => received.push(event));
      const refused = [
        '',
        'no json',
        'null',
        '[]',
        '{}',
        '{"seq":1}',
        JSON.stringify({ ...anEvent(1), seq: -1 }),
        JSON.stringify({ ...anEvent(1), occurredAt: 'x' }),
      ];
      for (const text of refused) await under.sendRaw(text);
      await fence(received, 9);
      expect(numbers(received)).toEqual([9]);
      expect(under.metrics.counter('vpa_bus_messages_refused_total')).toBe(refused.length);
    });

    test('a handler that throws stops neither the others nor the next event', async () => {
      const received: SequencedEvent[] = [];
      await under.bus.subscribe(() => {
        throw new Error('thrown on purpose');
      });
      await under.bus.subscribe((event) => received.push(event));
      await fence(received, 1);
      await fence(received, 2);
      expect(numbers(received)).toEqual([1, 2]);
    });

    test('a bus closed while a subscription is under way ends quietly', async () => {
      const received: SequencedEvent[] = [];
      const subscribing = under.bus
        .subscribe((event) => received.push(event))
        .then(
          () => undefined,
          () => undefined,
        );
      // Until the subscription has left for the transport, and no longer.
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
      await under.bus.close();
      await Promise.race([subscribing, settle()]);
      await under.elsewhere.publish([anEvent(1)]).catch(() => undefined);
      await settle();
      expect(received).toEqual([]);
      await until('nobody listens', async () => (await under.openChannels()) === 0);
    });

    test('a closed bus delivers nothing, refuses publications and subscriptions, and may be closed again', async () => {
      const received: SequencedEvent[] = [];
      await under.bus.subscribe((event) => received.push(event));
      expect(under.bus.isHealthy()).toBe(true);
      await under.bus.close();
      await under.bus.close();
      expect(under.bus.isHealthy()).toBe(false);
      await expect(under.bus.publish([anEvent(1)])).rejects.toThrow(/event bus/);
      await expect(under.bus.subscribe(() => {})).rejects.toThrow(/event bus/);
      expect(received).toEqual([]);
      expect(await under.openChannels()).toBe(0);
    });
  });
}
