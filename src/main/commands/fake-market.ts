import type { Command } from 'commander';

import { openFakeMarket } from '../../adapters/fake-market/fake-market.js';
import { FAULTS, isFault } from '../../adapters/fake-market/faults.js';
import { DomainError } from '../../domain/errors.js';
import { parseTradingDate } from '../../domain/market/trading-date.js';
import { FAKE_SYMBOLS, simulatedTape } from '../fake-market-tape.js';
import { untilStopped } from '../until-stopped.js';

interface FakeMarketOptions {
  readonly port: string;
  readonly seed: string;
  readonly fault?: readonly string[];
}

const FIRST_DATE = parseTradingDate('2024-01-02');
const SESSION = parseTradingDate('2024-12-31');
const RETRY_AFTER_SECONDS = 1;

/** `vpa fake-market`: a made-up market on this machine that speaks the protocols of all providers. */
export function registerFakeMarket(program: Command): void {
  program
    .command('fake-market')
    .description(
      'Serve a made-up market on 127.0.0.1 that speaks the protocols of all providers and misbehaves on demand, until SIGTERM or SIGINT.',
    )
    .option('--port <port>', 'port to listen on; 0 takes any free one', '9000')
    .option('--seed <number>', 'another number plays another market', '7')
    .option('--fault <name...>', `switch on from the start: ${FAULTS.join(', ')}`)
    .addHelpText(
      'after',
      '\nFaults can be switched while it runs: GET, PUT and DELETE /control/faults[/NAME]; docs/market-data.md tells all.',
    )
    .action(runFakeMarket);
}

async function runFakeMarket({ port, seed, fault = [] }: FakeMarketOptions): Promise<void> {
  const market = await openFakeMarket({
    tape: simulatedTape(FIRST_DATE, SESSION, wholeNumber('--seed', seed, 2 ** 31)),
    session: SESSION,
    host: '127.0.0.1',
    port: wholeNumber('--port', port, 65_535),
    now: () => new Date(),
    retryAfter: RETRY_AFTER_SECONDS,
  });
  for (const name of fault) {
    if (!isFault(name)) throw usage(`--fault ${name}: there is no such fault`);
    market.faults.switchOn(name);
  }
  process.stdout.write(`a simulated market with ${FAKE_SYMBOLS.join(', ')} at ${market.url} (faults: ${market.url}/control/faults)\n`);
  await untilStopped(() => market.close());
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw usage(`${option} must be a whole number up to ${most}`);
  return value;
}

function usage(message: string): DomainError {
  return new DomainError('INVALID_INPUT', message, { details: { usage: true } });
}
