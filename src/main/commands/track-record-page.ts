import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { edgeChart, hitChart, horizonChart } from '../../adapters/charts/record-charts.js';
import type { RuleKind } from '../../domain/vpa/kinds.js';
import { REGIMES, type TrackRecordRow } from '../../domain/vpa/track-record/track-record.js';

type Row = TrackRecordRow<RuleKind>;

export interface TrackRecordPage {
  readonly rows: readonly Row[];
  readonly ruleVersion: string;
  /** Bars that are counted, the first and the last day of them, and how many stocks. */
  readonly bars: number;
  readonly from: string;
  readonly to: string;
  readonly stocks: number;
  readonly feePercent: number;
  readonly saleTaxPercent: number;
}

/** Writes the record as a page with three charts in a folder beside it, named like it. The same rows give the same bytes. */
export async function writeTrackRecordPage(path: string, page: TrackRecordPage): Promise<void> {
  const folder = basename(path).replace(/\.md$/, '');
  const directory = join(dirname(path), folder);
  await mkdir(directory, { recursive: true });
  const all = page.rows.filter(({ regime }) => regime === 'ALL');
  const five = all.filter(({ horizon }) => horizon === 5);
  const charts = {
    'edge.svg': edgeChart(
      five,
      'Edge over the market after 5 sessions',
      'per cent in the direction of the signal, mean and interval of 95 %',
    ),
    'hits.svg': hitChart(
      five,
      'How often signals were right after 5 sessions',
      'dot: signals, with interval of 95 %; stroke: any bar that day',
    ),
    'horizons.svg': horizonChart(all, 'Edge after 1, 3, 5, 10 and 20 sessions'),
  };
  for (const [name, chart] of Object.entries(charts)) await writeFile(join(directory, name), chart);
  await writeFile(path, markdown(page, five, folder));
}

function markdown({ rows, ruleVersion, ...page }: TrackRecordPage, five: readonly Row[], folder: string): string {
  const [active, retired, watched] = (['ACTIVE', 'RETIRED', 'WATCH'] as const).map((status) => five.filter((row) => row.status === status));
  const sorted = five.toSorted((a, b) => b.meanEdge - a.meanEdge);
  const paying = five.filter(({ meanNetEdge }) => meanNetEdge > 0);
  return [
    `# What signals were followed by (\`${ruleVersion}\`)`,
    '',
    'Made by `vpa stats FILE --page` from real bars; do not edit. How it is counted: [vpa.md](vpa.md#what-they-are-worth).',
    '',
    `Counted: ${grouped(page.bars)} bars of ${page.stocks} stocks from ${page.from} to ${page.to} whose 20 bars before have a mean volume of 100 000 shares or`,
    `more. Costs: a fee of ${page.feePercent} % each way, a tax of ${page.saleTaxPercent} % on sales.`,
    '',
    '## Read this first',
    '',
    `- **No edge is shown for ${watched?.length ?? 0} of ${five.length} kinds**: ${named(watched)}.`,
    `- An edge over the market of the same day is shown for ${active?.length ?? 0}: ${named(active)}.`,
    `- The opposite of what they are said to mean was followed by ${retired?.length ?? 0} (RETIRED): ${named(retired)}.`,
    `- After costs, ${paying.length === 0 ? 'none was' : `${paying.length} ${paying.length === 1 ? 'was' : 'were'}`} better than the market in the mean: ${named(paying)}.`,
    `- No kind was right more often than ${percent(Math.max(...five.map(({ hitRate }) => hitRate)))} of the time; bars as such rose ${percent(bullishBase(five))}`,
    '  of the time. Claims of 65 to 95 % are not met by any.',
    '- Stocks that vanished are missing, which flatters everything here. What was is not what will be.',
    '',
    `![Edge of each kind after 5 sessions](${folder}/edge.svg)`,
    '',
    `![How often each kind was right](${folder}/hits.svg)`,
    '',
    `![Edge of each kind over the horizons](${folder}/horizons.svg)`,
    '',
    '## After 5 sessions, all regimes',
    '',
    'Edge: mean excess over all counted bars of the day, in the direction of the signal, per cent, ± its standard error (windows that overlap and',
    'stocks that move together counted in). Base: how often any counted bar went that way.',
    '',
    '| kind | direction | status | signals | right | base | edge | after costs |',
    '|---|---|---|--:|--:|--:|--:|--:|',
    ...sorted.map(
      (row) =>
        `| ${row.kind} | ${row.direction.toLowerCase()} | ${row.status} | ${grouped(row.signals)} | ${percent(row.hitRate)} | ${percent(row.baseRate)} | ${signed(row.meanEdge)} ± ${(row.edgeError ?? NaN).toFixed(2)} | ${signed(row.meanNetEdge)} |`,
    ),
    '',
    '## Edge after 5 sessions by regime of the market',
    '',
    'In brackets: outcomes. Few outcomes say little.',
    '',
    `| kind | ${REGIMES.map((regime) => regime.toLowerCase().replaceAll('_', ' ')).join(' | ')} |`,
    `|---|${REGIMES.map(() => '--:|').join('')}`,
    ...sorted.map(({ kind }) => `| ${kind} | ${REGIMES.map((regime) => cell(rows, kind, regime)).join(' | ')} |`),
    '',
  ].join('\n');
}

function cell(rows: readonly Row[], kind: RuleKind, regime: Row['regime']): string {
  const row = rows.find((other) => other.kind === kind && other.regime === regime && other.horizon === 5);
  return row === undefined || row.count === 0 ? '–' : `${signed(row.meanEdge)} (${grouped(row.count)})`;
}

function named(rows: readonly Row[] = []): string {
  return rows.length === 0 ? 'none' : rows.map(({ kind }) => kind).join(', ');
}

function bullishBase(rows: readonly Row[]): number {
  return rows.find(({ direction }) => direction === 'BULLISH')?.baseRate ?? NaN;
}

function percent(rate: number): string {
  return `${(rate * 100).toFixed(1)} %`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US').replaceAll(',', ' ');
}
