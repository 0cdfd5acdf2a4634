import { expect, test } from 'vitest';

import { FakeMetrics } from '../../../test/support/fake-telemetry.js';
import { boundedPasswords } from './bounded-passwords.js';

test('of 200 at once two are hashed at a time, 100 wait, and the others are told to come again; afterwards there is room', async () => {
  const metrics = new FakeMetrics();
  let running = 0;
  let most = 0;
  const finish: (() => void)[] = [];
  const slow = async <T>(result: T): Promise<T> => {
    most = Math.max(most, (running += 1));
    await new Promise<void>((resolve) => void finish.push(resolve));
    running -= 1;
    return result;
  };
  const passwords = boundedPasswords({ hash: (password) => slow(`hash of ${password}`), verify: () => slow(true) }, metrics);
  const answers = Array.from({ length: 200 }, (_, at) =>
    (at % 2 === 0 ? passwords.hash(`p${at}`) : passwords.verify('stored', 'p')).then(
      () => 'done',
      (error: unknown) => error,
    ),
  );
  const refused = answers.slice(102);
  expect(await Promise.all(refused)).toEqual(
    refused.map(() => expect.objectContaining({ code: 'RATE_LIMITED', retryable: true, details: { retryAfterMs: 1_000 } }) as unknown),
  );
  expect(metrics.gauges.get('vpa_password_hashes_waiting')).toBe(100);
  expect(metrics.counter('vpa_access_events_total{event=passwords_crowded}')).toBe(98);
  const all = Promise.all(answers.slice(0, 102));
  const ended = all.then(() => true);
  for (let done = false; !done; done = await Promise.race([ended, new Promise<false>((resolve) => setImmediate(resolve, false))]))
    for (const each of finish.splice(0)) each();
  expect(await all).toEqual(Array.from({ length: 102 }, () => 'done'));
  expect(most).toBe(2);
  expect(metrics.gauges.get('vpa_password_hashes_waiting')).toBe(0);
  const again = passwords.hash('p');
  await new Promise((resolve) => setImmediate(resolve));
  finish.splice(0).forEach((each) => each());
  expect(await again).toBe('hash of p');
});
