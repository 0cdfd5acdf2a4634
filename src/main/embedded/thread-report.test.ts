import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';

import { DomainError } from '../../domain/errors.js';
import { fail } from './thread-report.js';

describe('fail', () => {
  it('tells an expected failure in one line', () => {
    expect(fail(new DomainError('CONFLICT', 'port 8000 is taken'))).toEqual({ type: 'END', code: 1, text: 'vpa: port 8000 is taken\n' });
  });

  it('tells an unexpected one in one line too, with where it happened', () => {
    const { code, text } = fail(new TypeError('x is undefined'));
    expect(code).toBe(1);
    expect(text).toMatch(/^vpa: unexpected TypeError: x is undefined at .*thread-report\.test.*\n$/);
  });

  it('ends with 2 where the words are wrong, and with 0 after help', () => {
    expect(fail(new DomainError('INVALID_INPUT', 'no', { details: { usage: true } }))).toMatchObject({ code: 2 });
    expect(fail(new CommanderError(1, 'commander.unknownOption', 'no'))).toEqual({ type: 'END', code: 2, text: '' });
    expect(fail(new CommanderError(0, 'commander.help', 'help'))).toEqual({ type: 'END', code: 0, text: '' });
  });

  it('takes what is no error', () => {
    expect(fail('boom').text).toBe('vpa: unexpected boom \n');
  });
});
