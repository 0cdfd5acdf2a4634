import { fileURLToPath } from 'node:url';

import { expect, test } from 'vitest';

import { runCli } from '../support/run-cli.js';

const FILE = fileURLToPath(new URL('../fixtures/worked-examples.csv', import.meta.url));
const explain = (...args: readonly string[]) => runCli(['explain', FILE, '--price-unit', 'kvnd', ...args]);

test('a signal that fired tells each condition with what was measured', async () => {
  const { code, stdout } = await explain('--symbol', 'hpg', '--date', '2025-05-30', '--kind', 'HIGH_VOLUME_NO_PROGRESS');

  expect(code).toBe(0);
  expect(stdout).toContain('All conditions hold');
  expect(stdout).toContain('✓ volume against its mean 3.069 ≥ 2 [+1.069]');
});

test('a signal that did not fire tells what was missing and by how much, in Vietnamese too', async () => {
  const { code, stdout } = await explain('--symbol', 'HPG', '--date', '2025-05-30', '--kind', 'STOPPING_VOLUME', '--lang', 'vi');

  expect(code).toBe(0);
  expect(stdout).toMatch(/^Không có STOPPING_VOLUME \(textbook-1\)/);
  expect(stdout).toContain('✗ vị trí đóng cửa trong biên độ 0.1071 ≥ 0.6 [−0.4929]');
});

test('programs get numbers', async () => {
  const { stdout } = await explain('--symbol', 'TCB', '--date', '2025-06-11', '--kind', 'NO_SUPPLY', '--json');

  expect(JSON.parse(stdout)).toMatchObject({ symbol: 'TCB', kind: 'NO_SUPPLY', ruleVersion: 'textbook-1', hasFired: true });
});

test('a bar that is not there is one line', async () => {
  const { code, stdout, stderr } = await explain('--symbol', 'HPG', '--date', '2025-06-01', '--kind', 'NO_SUPPLY');

  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'vpa: the file has no bar of HPG on 2025-06-01\n' });
});
