import { once } from 'node:events';

import type pg from 'pg';
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams';

import type { BarBatch } from '../../../application/ports/bar-store.js';
import { CREATE_STAGE, type BarSession } from './bar-session.js';

const COPY = 'copy staged_bars (symbol, trading_date, open, high, low, close, volume) from stdin';
/** How much text may wait for the server before the reader of the file has to. */
const BUFFER_BYTES = 1 << 20;
/** Longer than any import in its right mind; what hangs longer is given up. */
const SETTINGS =
  "set local statement_timeout = '10min'; set local lock_timeout = '30s'; set local idle_in_transaction_session_timeout = '60s'; set local work_mem = '64MB'";

/** Stages by COPY on a connection of its own: the server parses rows while the next ones are read. */
export async function beginPostgresSession(client: pg.Client): Promise<BarSession> {
  let copy: CopyStreamQuery | undefined;
  const run = async (sql: string, params: readonly unknown[] = []) => {
    await endCopy();
    return (await client.query<Record<string, unknown>>(sql, [...params])).rows;
  };
  const endCopy = async () => {
    if (copy === undefined) return;
    const ending = copy;
    copy = undefined;
    ending.end();
    await once(ending, 'finish');
  };
  const close = () => client.end().catch(() => undefined);
  try {
    await client.query('begin isolation level read committed');
    await client.query(SETTINGS);
    await client.query(CREATE_STAGE);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    run,
    async stage(batch) {
      copy ??= openCopy(client);
      if (copy.errored !== null) throw copy.errored;
      if (!copy.write(toCopyText(batch))) await once(copy, 'drain');
    },
    async commit() {
      await run('commit');
      await close();
    },
    async rollback() {
      // The server rolls back what a lost connection leaves; nothing has to be said, and nothing can fail.
      copy?.destroy();
      await close();
    },
  };
}

function openCopy(client: pg.Client): CopyStreamQuery {
  const copy = client.query(copyFrom(COPY, { highWaterMark: BUFFER_BYTES }));
  // Told by the next write or by the end; without a listener it would end the process.
  copy.on('error', () => undefined);
  return copy;
}

/** Rows in COPY's text form. None of the values can hold a tab, a newline or a backslash. */
function toCopyText({ length, symbol, tradingDate, open, high, low, close, volume }: BarBatch): string {
  let text = '';
  for (let row = 0; row < length; row++) {
    text += `${symbol[row]}\t${tradingDate[row]}\t${open[row]}\t${high[row]}\t${low[row]}\t${close[row]}\t${volume[row]}\n`;
  }
  return text;
}
