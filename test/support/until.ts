import { setTimeout as delay } from 'node:timers/promises';

/** Waits until the condition holds. Fails, naming what it waited for, after `withinMs`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, withinMs = 10_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`);
    await delay(5);
  }
}
