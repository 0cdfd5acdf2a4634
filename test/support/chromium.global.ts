import { findChromium } from './chromium.js';

/** Installs Chromium where it is missing before the first test, so that no test's time limit has to cover it. */
export default async function ensureChromium(): Promise<void> {
  await findChromium();
}
