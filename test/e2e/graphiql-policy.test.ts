import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { launchChromium } from '../support/chromium.js';
import { startLiveApi, type LiveApi } from '../support/live-api.js';

/** Runs in the page, which knows a `document`. */
const REMEMBER = `
  globalThis.cspViolations = [];
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    globalThis.cspViolations.push(violatedDirective + ' ' + blockedURI);
  });
`;
const ATTACK = `
  const put = (name, parts, parent = document.body) => parent.append(Object.assign(document.createElement(name), parts));
  put('script', { textContent: 'globalThis.injected = true' });
  const image = document.createElement('img');
  image.setAttribute('onerror', 'globalThis.injected = true');
  image.src = 'https://evil.example/x.png';
  document.body.append(image);
  put('iframe', { src: '/' });
  fetch('https://evil.example/').catch(() => {});
  put('base', { href: 'https://evil.example/' }, document.head);
`;

describe('the content security policy of the pages, in a browser', () => {
  let api: LiveApi;
  let browser: Browser;
  beforeAll(async () => {
    const graphiqlDirectory = fileURLToPath(new URL('../../dist/web/graphiql', import.meta.url));
    api = await startLiveApi(3, { graphiqlDirectory, banner: 'Simulated' });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await api?.[Symbol.asyncDispose]();
  });

  /** A page that remembers what its policy has blocked, from its first moment. */
  async function open(path: string): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(REMEMBER);
    await page.goto(api.rig.url + path);
    return page;
  }
  const violations = (page: Page) => page.evaluate<string[]>('globalThis.cspViolations');

  it('blocks nothing that GraphiQL needs: the editor, a query, a live subscription', async () => {
    const page = await open('/graphiql/');
    await page.locator('.graphiql-query-editor .monaco-editor').first().waitFor();
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window').getByText('volumeRatio').first().waitFor();
    await page.getByRole('tab', { name: 'LiveSignals' }).click();
    await page.locator('.graphiql-query-editor .view-lines').getByText('LiveSignals').waitFor();
    await page.locator('.graphiql-execute-button').click();
    expect(await violations(page)).toEqual([]);
  });

  it('blocks nothing that the index needs', async () => {
    const page = await open('/');
    expect(await page.evaluate('getComputedStyle(document.body).maxWidth')).not.toBe('none');
    expect(await violations(page)).toEqual([]);
  });

  it.each(['/graphiql/', '/'])('runs no script that was put into the page %s, sends nothing elsewhere, and is not framed', async (path) => {
    const page = await open(path);
    await page.evaluate(`(() => {${ATTACK}})()`);
    await page.waitForFunction('globalThis.cspViolations.length >= 5');

    expect(await page.evaluate('globalThis.injected')).toBeUndefined();
    const directives = (await violations(page)).map((text) => text.split(' ')[0]);
    for (const directive of ['script-src-elem', 'img-src', 'connect-src', 'base-uri', 'frame-src']) expect(directives).toContain(directive);
  });
});
