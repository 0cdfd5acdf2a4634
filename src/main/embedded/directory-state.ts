import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { DomainError } from '../../domain/errors.js';
import { tryTradingDate } from '../../domain/market/trading-date.js';
import type { TradingDate } from '../../domain/market/trading-date.js';
import type { MarketIdentity } from './market-source.js';

const FILE = 'embedded.json';
const FORMAT = 1;

/** Where a directory keeps its state; there where `npm start` has used it. */
export function stateFile(dataDir: string): string {
  return join(dataDir, FILE);
}

/** What the data directory knows about the market in it. */
export interface DirectoryState {
  readonly market: MarketIdentity;
  /** The whole history is in the database. */
  readonly isHistoryImported: boolean;
  /** Newest session that the clock has released; null while only the history is there. */
  readonly releasedThrough: TradingDate | null;
}

/**
 * The state of a data directory for a market; a fresh one where the directory has none.
 * @throws {DomainError} CONFLICT where the directory holds another market, or its state can't be read.
 */
export async function readState(
  dataDir: string,
  market: MarketIdentity,
): Promise<{ readonly state: DirectoryState; readonly isNew: boolean }> {
  const path = stateFile(dataDir);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw new DomainError('CONFLICT', `cannot read ${path} (${error.code ?? 'unknown'})`);
  });
  if (text === null) return { state: { market, isHistoryImported: false, releasedThrough: null }, isNew: true };
  const stored = parse(text);
  if (stored === undefined) throw new DomainError('CONFLICT', `${path} is damaged: remove the directory ${dataDir} to start afresh`);
  if (JSON.stringify(stored.market) !== JSON.stringify(market)) {
    const advice = `set VPA_DATA_DIR to another directory, or remove ${dataDir}`;
    throw new DomainError('CONFLICT', `${dataDir} holds ${nameOf(stored.market)}, not ${nameOf(market)}: ${advice}`);
  }
  return { state: stored, isNew: false };
}

/** Replaces the state in one step: a crash leaves the old one or the new one. */
export async function writeState(dataDir: string, state: DirectoryState): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const path = stateFile(dataDir);
  await writeFile(`${path}.new`, `${JSON.stringify({ format: FORMAT, ...state }, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

function parse(text: string): DirectoryState | undefined {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(raw) || raw['format'] !== FORMAT) return undefined;
  const market = parseMarket(raw['market']);
  const released = typeof raw['releasedThrough'] === 'string' ? tryTradingDate(raw['releasedThrough']) : null;
  if (market === undefined || released === undefined || typeof raw['isHistoryImported'] !== 'boolean') return undefined;
  return { market, isHistoryImported: raw['isHistoryImported'], releasedThrough: released };
}

function parseMarket(raw: unknown): MarketIdentity | undefined {
  if (!isRecord(raw)) return undefined;
  const { kind, revision, sha256, priceUnit } = raw;
  if (kind === 'simulated' && typeof revision === 'number') return { kind, revision };
  if (kind === 'file' && typeof sha256 === 'string' && typeof priceUnit === 'string') return { kind, sha256, priceUnit };
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function nameOf(market: MarketIdentity): string {
  return market.kind === 'simulated'
    ? `the simulated market (revision ${market.revision})`
    : `bars of a file (SHA-256 ${market.sha256.slice(0, 12)}…, prices in ${market.priceUnit})`;
}
