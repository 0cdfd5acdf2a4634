import { DomainError } from '../../errors.js';
import { tryTradingDate } from '../../market/trading-date.js';
import { checkTransaction } from '../check-transaction.js';
import { TRANSACTION_TYPES, type PortfolioTransaction } from '../transaction.js';
import { readCsv, writeCsv, type CsvRow } from './csv.js';

const COLUMNS = ['date', 'type', 'symbol', 'shares', 'price', 'amount', 'fee', 'tax', 'ratioTo', 'ratioFrom', 'signalId'] as const;
type Column = (typeof COLUMNS)[number];
const MAX_TEXT = 300;

/** What is wrong with a line of a file. */
export interface LineFault {
  /** From 1, the heading. */
  readonly line: number;
  /** Column; `csv` for the line as such. */
  readonly field: string;
  readonly message: string;
}

export interface FileLine {
  readonly line: number;
  readonly transaction: PortfolioTransaction;
}

/** Transactions as a file with a heading, one a line, in their order; money in whole VND. */
export function writeTransactions(transactions: readonly PortfolioTransaction[]): string {
  return writeCsv([
    COLUMNS,
    ...transactions.map(({ ratio, ...rest }) => {
      const values: Readonly<Record<Column, string | number | null>> = {
        ...rest,
        ratioTo: ratio?.to ?? null,
        ratioFrom: ratio?.from ?? null,
      };
      return COLUMNS.map((column) => String(values[column] ?? ''));
    }),
  ]);
}

/** Reads a file of {@link writeTransactions}; columns in any order, those of no line may be left out. @returns every line that can be read, and all faults */
export function readTransactions(text: string): { readonly lines: readonly FileLine[]; readonly faults: readonly LineFault[] } {
  const faults: LineFault[] = [];
  const lines: FileLine[] = [];
  try {
    const [heading, ...rows] = readCsv(text);
    const columns = columnsOf(heading);
    for (const row of rows) {
      try {
        lines.push({ line: row.line, transaction: transactionOf(row, columns) });
      } catch (error) {
        faults.push(lineFault(error, row.line));
      }
    }
  } catch (error) {
    faults.push(lineFault(error, 1));
  }
  return { lines, faults };
}

/** The fault that an error tells. @throws what is no {@link DomainError} */
export function lineFault(error: unknown, line: number): LineFault {
  if (!(error instanceof DomainError)) throw error;
  const { field, line: own } = error.details;
  return { line: typeof own === 'number' ? own : line, field: typeof field === 'string' ? field : 'csv', message: error.message };
}

function columnsOf(heading: CsvRow | undefined): readonly Column[] {
  const names = heading?.cells ?? [];
  const columns = names.map((name) => COLUMNS.find((column) => column === name));
  if (!columns.includes('date') || !columns.includes('type') || columns.includes(undefined) || new Set(columns).size < columns.length)
    throw refused('csv', `the first line has to name columns: date and type, and each once of ${COLUMNS.slice(2).join(', ')}`);
  return columns as readonly Column[];
}

function transactionOf({ cells }: CsvRow, columns: readonly Column[]): PortfolioTransaction {
  if (cells.length !== columns.length) throw refused('csv', `the line has ${cells.length} cells, and the heading ${columns.length}`);
  const cell = (column: Column) => cells[columns.indexOf(column)] ?? '';
  const text = (column: Column) => {
    if (cell(column).length > MAX_TEXT) throw refused(column, `has more than ${MAX_TEXT} characters`);
    return cell(column) === '' ? null : cell(column);
  };
  const whole = (column: Column) => {
    if (!/^\d{0,16}$/.test(cell(column))) throw refused(column, 'is no whole number');
    return cell(column) === '' ? null : Number(cell(column));
  };
  const date = tryTradingDate(cell('date'));
  if (date === undefined) throw refused('date', 'is not a date of the form YYYY-MM-DD');
  const type = TRANSACTION_TYPES.find((known) => known === cell('type'));
  if (type === undefined) throw refused('type', `is none of ${TRANSACTION_TYPES.join(', ')}`);
  const [to, from] = [whole('ratioTo'), whole('ratioFrom')];
  if ((to === null) !== (from === null)) throw refused(to === null ? 'ratioTo' : 'ratioFrom', 'is missing');
  return checkTransaction({
    date,
    type,
    symbol: text('symbol'),
    shares: whole('shares'),
    price: whole('price'),
    amount: whole('amount'),
    fee: whole('fee') ?? 0,
    tax: whole('tax') ?? 0,
    ratio: to === null || from === null ? null : { to, from },
    signalId: text('signalId'),
  });
}

function refused(field: string, what: string): DomainError {
  return new DomainError('INVALID_INPUT', what, { details: { field } });
}
