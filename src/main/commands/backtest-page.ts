import type { BacktestReport, ReportedTrade } from '../../domain/backtest/report.js';
import { backtestText } from './backtest-text.js';

const WIDTH = 960;
const HEIGHT = 260;
const PAD = 8;

/** The report as one HTML page that needs nothing else: figures, charts of equity and drawdown, and every trade. */
export function backtestPage(report: BacktestReport): string {
  const equity = report.curve.map((point) => point.equity);
  let peak = report.initialCash;
  const drawdown = equity.map((value) => {
    peak = Math.max(peak, value);
    return (value / peak - 1) * 100;
  });
  const title = `Backtest ${report.strategy.name}, ${report.from} to ${report.to}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: ${WIDTH}px; margin: 2rem auto; padding: 0 1rem; color: #1b1f24; }
svg { width: 100%; height: auto; background: #f6f8fa; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
td, th { padding: 2px 8px; text-align: right; border-bottom: 1px solid #d8dee4; }
td:nth-child(-n+3), th:nth-child(-n+3) { text-align: left; }
pre { overflow-x: auto; }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<pre>${escape(backtestText(report))}</pre>
<h2>Equity</h2>
${chart(equity, 'equity after each session', '#0969da')}
<h2>Drawdown, per cent</h2>
${chart(drawdown, 'fall from the highest equity so far', '#cf222e')}
<h2>Strategy and terms</h2>
<pre>${escape(JSON.stringify({ strategy: report.strategy, terms: report.terms }, null, 2))}</pre>
<h2>Trades</h2>
<table>
<thead><tr><th>Stock</th><th>Signal</th><th>Exit</th><th>Bought</th><th>at</th><th>Sold</th><th>at</th><th>Shares</th><th>Profit, VND</th></tr></thead>
<tbody>
${report.trades.map(tradeRow).join('\n')}
</tbody>
</table>
</body>
</html>
`;
}

/** A line over all values, from the lowest to the highest. */
function chart(values: readonly number[], label: string, colour: string): string {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const x = (place: number) => PAD + ((WIDTH - 2 * PAD) * place) / Math.max(1, values.length - 1);
  const y = (value: number) => PAD + (HEIGHT - 2 * PAD) * (high === low ? 0.5 : (high - value) / (high - low));
  const points = values.map((value, place) => `${x(place).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">` +
    `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="1.5"/></svg>`
  );
}

function tradeRow({ symbol, kind, reason, entryDate, entryPrice, exitDate, exitPrice, shares, profit }: ReportedTrade): string {
  const cells = [symbol, kind, reason, entryDate, entryPrice, exitDate, exitPrice, shares, profit];
  return `<tr>${cells.map((cell) => `<td>${escape(String(cell))}</td>`).join('')}</tr>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? '&quot;');
}
