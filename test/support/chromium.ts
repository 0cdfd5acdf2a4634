import { type Browser, chromium } from 'playwright-core';

import { findOrInstall } from './binaries.js';

/** Debian's Chromium without a window, driven by playwright-core. Close it at the end. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findOrInstall({ program: 'chromium', folders: ['/usr/bin', '/snap/bin'], debianPackages: ['chromium'] });
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });
}
