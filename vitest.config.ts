import { existsSync } from 'node:fs';

import { defineConfig } from 'vitest/config';

/** Real market data that only some machines have beside the project; what these tests show is also shown on test/fixtures. */
const hasSharedData = existsSync(new URL('../shared/data', import.meta.url));

/** Vite would load graphql's ES modules beside the CommonJS ones that type-graphql and Apollo load: two realms of one package. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    retry: 0,
    passWithNoTests: false,
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          include: ['{src,migrations,scripts,bench,test}/**/*.test.ts'],
          exclude: ['test/{contract,integration,ledger,shared,e2e,ops}/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'integration',
          include: [
            'test/contract/**/*.test.ts',
            'test/integration/**/*.test.ts',
            'test/ledger/**/*.test.ts',
            ...(hasSharedData ? ['test/shared/**/*.test.ts'] : []),
          ],
          globalSetup: ['test/support/templates.global.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'ops', include: ['test/ops/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 600_000 } },
      {
        resolve,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/templates.global.ts', 'test/support/chromium.global.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
