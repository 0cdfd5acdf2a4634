import { fileURLToPath } from 'node:url';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { AccountRig, PASSWORD } from '../support/account-rig.js';
import { launchChromium } from '../support/chromium.js';
import { startLiveApi } from '../support/live-api.js';

const graphiqlDirectory = fileURLToPath(new URL('../../dist/web/graphiql', import.meta.url));
const EMAIL = 'trader@example.com';

describe('who GraphiQL asks as, in a browser', () => {
  let rig: AccountRig;
  let browser: Browser;
  beforeAll(async () => {
    rig = await AccountRig.start({ graphiqlDirectory });
    await rig.user(EMAIL, 'ANALYST');
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await rig?.[Symbol.asyncDispose]();
  });

  /** GraphiQL with one tab that holds the document. */
  async function open(query: string, url = rig.api.url): Promise<Page> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(`globalThis.cspViolations = [];
      document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => globalThis.cspViolations.push(violatedDirective));`);
    await page.goto(`${url}/graphiql/`);
    await page.locator('.graphiql-query-editor .monaco-editor').first().waitFor();
    await page.locator('.graphiql-query-editor .monaco-editor textarea, .graphiql-query-editor .native-edit-context').first().focus();
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.insertText(query);
    // The editor closes brackets by itself.
    await page.keyboard.press('ControlOrMeta+Shift+End');
    await page.keyboard.press('Delete');
    return page;
  }
  const who = (page: Page) => page.locator('.account-who');
  /** Right after a change of the document the editor still sends the other one's operation name, and gets an error: run again, as people do. */
  const run = async (page: Page, shown: string): Promise<void> => {
    await expect
      .poll(
        async () => {
          await page.locator('.graphiql-execute-button').click();
          const result = page.locator('.result-window').getByText(shown).first();
          return result.waitFor({ timeout: 2_000 }).then(
            () => 'shown',
            () => page.locator('.result-window').textContent(),
          );
        },
        { timeout: 20_000 },
      )
      .toBe('shown');
  };
  const useToken = async (page: Page, token: string) => {
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Use token' }).click();
  };

  it('signs in with address and password, asks as the account over HTTP, and signs out', async () => {
    const page = await open('{ me { email role } }');
    expect(await who(page).textContent()).toBe('Not signed in.');
    await run(page, '"me"');
    await page.getByLabel('Email').fill(EMAIL);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(`${EMAIL} (ANALYST)`).waitFor();
    await run(page, '"ANALYST"');
    const { id } = (await rig.database.accounts.findByEmail(EMAIL))!;
    expect(await rig.database.accounts.listSessions(id)).toHaveLength(1);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('Not signed in.').waitFor();
    await expect.poll(() => rig.database.accounts.listSessions(id)).toEqual([]);
    expect(await page.evaluate('globalThis.cspViolations')).toEqual([]);
    await page.close();
  });

  it('says why a password or token is not taken, and keeps neither on the page', async () => {
    const page = await open('{ me { email } }');
    await page.getByLabel('Email').fill(EMAIL);
    await page.getByLabel('Password').fill('wrong horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('the address or the password is wrong').waitFor();
    expect(await page.getByLabel('Password').inputValue()).toBe('');
    await useToken(page, 'nonsense');
    await page.getByRole('alert').getByText('the token or key is not valid').waitFor();
    expect(await page.evaluate('JSON.stringify([Object.values(localStorage), Object.values(sessionStorage)])')).not.toMatch(
      /wrong horse|nonsense/,
    );
    await page.close();
  });

  it('takes a token, and sends it when a websocket opens', async () => {
    const { accessToken } = await rig.signIn(EMAIL);
    const page = await open('subscription { signalDetected { __typename } }');
    const frames: string[] = [];
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => frames.push(String(payload))));
    await useToken(page, accessToken);
    await page.getByText(`${EMAIL} (ANALYST)`).waitFor();
    await page.locator('.graphiql-execute-button').click();
    await expect.poll(() => frames.find((frame) => frame.includes('connection_init'))).toContain(`"authorization":"Bearer ${accessToken}"`);
    await page.close();
  });

  it('tells who is the local administrator that they are', async () => {
    await using local = await startLiveApi(2, { graphiqlDirectory, hasLocalAdmin: true });
    const page = await open('{ quarantineCounts { count } }', local.rig.url);
    expect(await who(page).textContent()).toContain('Local administrator');
    await page.close();
  });
});
