import { describe, expect, it } from 'vitest';

import { createRedactor } from './redact.js';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.c2lnbmF0dXJl';
const redact = createRedactor([]);

describe('the redactor', () => {
  it.each([
    [`{"token":"${TOKEN}"}`, '{"token":"[Redacted]"}'],
    [`x-${TOKEN} y`, 'x-[Redacted] y'],
    [`a.b.${TOKEN}`, 'a.b.[Redacted]'],
    [`${TOKEN} ${TOKEN}`, '[Redacted] [Redacted]'],
    [`${TOKEN}.${TOKEN}`, '[Redacted].[Redacted]'],
    ['eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1c2VyIn0.', '[Redacted]'],
    ['eyJub3Q', 'eyJub3Q'],
    ['file.test.ts', 'file.test.ts'],
    ['postgresql://vpa:hunter2@db:5432/vpa', 'postgresql://[Redacted]@db:5432/vpa'],
    ['see https://example.com/a@b', 'see https://example.com/a@b'],
  ])('shows %s as %s', (line, shown) => {
    expect(redact(line)).toBe(shown);
  });
});
