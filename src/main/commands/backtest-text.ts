import type { BacktestReport } from '../../domain/backtest/report.js';
import type { TradeStatistics } from '../../domain/backtest/trade-statistics.js';

/** The report as lines for a terminal; lists of trades and days are only in the other formats. */
export function backtestText(report: BacktestReport): string {
  const { metrics, total, lookAhead, faults } = report;
  const { benchmark } = metrics;
  const lines = [
    `${report.strategy.name} on ${report.stocks} stocks, ${report.from} to ${report.to}, ${metrics.sessions} sessions`,
    `rules ${report.ruleVersion}, ${report.engineVersion}, data ${report.dataHash.slice(0, 16)}`,
    `look-ahead: ${verdict(lookAhead)}`,
    '',
    row('equity', `${vnd(report.initialCash)} to ${vnd(report.finalEquity)} VND`),
    row('total return', percent(metrics.totalReturnPct)),
    row('a year', percent(metrics.cagrPct)),
    row('volatility', percent(metrics.volatilityPct)),
    row('Sharpe', `${decimal(metrics.sharpe)}${range(metrics.sharpeInterval, decimal)}`),
    row('Sortino', decimal(metrics.sortino)),
    row('Calmar', decimal(metrics.calmar)),
    row('deepest drawdown', `${percent(metrics.maxDrawdownPct)}, longest ${metrics.longestDrawdown} sessions`),
    row('exposure', percent(metrics.exposurePct)),
    row('turnover a year', decimal(report.turnoverPerYear)),
    ...(benchmark === null
      ? [row('VNINDEX', 'not in the data')]
      : [
          row('VNINDEX', percent(benchmark.totalReturnPct)),
          row('alpha, beta', `${percent(benchmark.alphaPct)}, ${decimal(benchmark.beta)}`),
          row('information ratio', decimal(benchmark.informationRatio)),
        ]),
    '',
    row('trades', `${total.trades}, ${report.open.length} positions open`),
    row('won', `${rate(total.winRate)}${range(total.winRateInterval, rate)}`),
    row('mean trade', `${percent(total.expectancyPct)}${range(total.expectancyInterval, percent)}`),
    row('mean win, loss', `${percent(total.meanWinPct)}, ${percent(total.meanLossPct)}`),
    row('profit factor', decimal(total.profitFactor)),
    ...(report.monteCarlo === null ? [] : [row('drawn anew', drawn(report.monteCarlo))]),
    row('fees and tax', `${vnd(total.fees)} and ${vnd(total.saleTax)} VND`),
    row('orders', `${report.orders}; not filled or not whole: ${faultsText(faults)}`),
    ...groups('by signal', report.byKind),
    ...groups('by exit', report.byReason),
  ];
  return `${lines.join('\n')}\n`;
}

/** What was found of look-ahead, in words. */
export function verdict({ finding, cuts }: BacktestReport['lookAhead']): string {
  if (finding === null) return `none found, tried at ${cuts.length} cuts${cuts.length === 0 ? '' : ` (${cuts.join(', ')})`}`;
  return `FOUND: ${finding.kind} on ${finding.date}${finding.symbol === null ? '' : ` in ${finding.symbol}`}; do not trust this result`;
}

/** What the same trades might have come to in another order. */
function drawn({ runs, returnPct, drawdownPct, lossRate }: NonNullable<BacktestReport['monteCarlo']>): string {
  const of = ({ p5, p50, p95 }: typeof returnPct) => `${percent(p5)}, ${percent(p50)}, ${percent(p95)}`;
  return `${runs} times: return ${of(returnPct)}; drawdown ${of(drawdownPct)} (5, 50, 95 of 100); lost in ${rate(lossRate)}`;
}

function groups(title: string, rows: readonly (readonly [string, TradeStatistics])[]): readonly string[] {
  const line = ([name, group]: readonly [string, TradeStatistics]) =>
    `  ${name.padEnd(24)}${String(group.trades).padStart(6)} trades ${rate(group.winRate).padStart(8)} won ${percent(group.expectancyPct).padStart(9)} mean`;
  return rows.length === 0 ? [] : ['', title, ...rows.map(line)];
}

function faultsText(faults: BacktestReport['faults']): string {
  const found = Object.entries(faults).filter(([, count]) => count > 0);
  return found.length === 0 ? 'none' : found.map(([name, count]) => `${count} ${name}`).join(', ');
}

function row(name: string, value: string): string {
  return `${name.padEnd(20)}${value}`;
}

function range(interval: { readonly low: number; readonly high: number } | null, print: (value: number) => string): string {
  return interval === null ? '' : ` (95 %: ${print(interval.low)} to ${print(interval.high)})`;
}

function rate(value: number | null): string {
  return percent(value === null ? null : value * 100);
}

function percent(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(2)} %`;
}

function decimal(value: number | null): string {
  return value === null ? '-' : value.toFixed(2);
}

function vnd(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ' ');
}
