import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchChromium } from '../support/chromium.js';
import { startLiveApi, type LiveApi } from '../support/live-api.js';

const BANNER = 'Simulated market: every price and every signal here is made up.';

describe('GraphiQL in a browser', () => {
  let api: LiveApi;
  let browser: Browser;
  let page: Page;
  const foreign: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    const graphiqlDirectory = fileURLToPath(new URL('../../dist/web/graphiql', import.meta.url));
    api = await startLiveApi(12, { graphiqlDirectory, banner: BANNER });
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && host !== new URL(api.rig.url).host) foreign.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${api.rig.url}/graphiql`);
    await page.locator('.graphiql-query-editor .monaco-editor').first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.[Symbol.asyncDispose]();
  });

  const response = () => page.locator('.result-window');
  const openTab = async (name: string) => {
    await page.getByRole('tab', { name }).click();
    await page.locator('.graphiql-query-editor .view-lines').getByText(name).waitFor();
  };
  /** Right after a change of tabs the editor still sends the other tab's operation name, and gets an error: run again, as people do. */
  const runShows = async (text: string): Promise<boolean> => {
    for (let tries = 0; tries < 5; tries += 1) {
      await page.locator('.graphiql-execute-button').click();
      const shown = response().getByText(text).first();
      if (
        await shown.waitFor({ timeout: 4_000 }).then(
          () => true,
          () => false,
        )
      )
        return true;
    }
    return false;
  };
  const screenshot = async (name: string) => {
    const folder = process.env['VPA_SCREENSHOTS'];
    if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` });
  };

  it('says plainly that the market is simulated', async () => {
    expect(await page.getByRole('status').first().textContent()).toBe(BANNER);
  });

  it('opens with an example in each tab', async () => {
    expect(await page.locator('.graphiql-tab-button').allTextContents()).toEqual([
      'LatestSignals',
      'OneStock',
      'StocksWithSignals',
      'LiveSignals',
    ]);
  });

  it('answers the example of the first tab', async () => {
    expect(await runShows('volumeRatio')).toBe(true);
    await screenshot('latest');
  });

  it('answers the nested example', async () => {
    await openTab('StocksWithSignals');
    expect(await runShows('totalCount')).toBe(true);
    await screenshot('nested');
  });

  it('shows an event of the live subscription', async () => {
    await openTab('LiveSignals');
    expect(await runShows('FeedPosition')).toBe(true);
    await api.tell();
    await response().getByText('"SignalDetected"', { exact: true }).first().waitFor();
    await screenshot('live');
  });

  it('asks no other host for anything and has nothing to complain about', () => {
    expect(foreign).toEqual([]);
    expect(complaints.filter((complaint) => !complaint.includes('status of 400'))).toEqual([]);
  });
});
