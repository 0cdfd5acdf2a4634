import { type Browser, chromium } from 'playwright-core';

import { findOrInstall } from './binaries.js';

/** Where Debian's Chromium is; installed first where it is missing. */
export function findChromium(): Promise<string> {
  return findOrInstall({ program: 'chromium', folders: ['/usr/bin', '/snap/bin'], debianPackages: ['chromium'] });
}

/** Chromium without a window. Close it at the end. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium();
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
