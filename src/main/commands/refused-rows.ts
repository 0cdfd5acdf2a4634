import type { RefusedRow } from '../../adapters/providers/csv-scan.js';
import type { BarFault } from '../../domain/market/check-bar.js';

/** Counts what the file's reader refused, with the first line of each reason. */
export class RefusedRows {
  count = 0;
  private readonly reasons = new Map<BarFault, { count: number; readonly firstLine: number }>();

  add({ reason, sourceLine }: RefusedRow): void {
    this.count++;
    const known = this.reasons.get(reason);
    if (known === undefined) this.reasons.set(reason, { count: 1, firstLine: sourceLine });
    else known.count++;
  }

  summary(): string {
    const parts = [...this.reasons].map(([reason, { count, firstLine }]) => `${reason} ${count} (first in line ${firstLine})`);
    return `refused ${this.count} rows: ${parts.join(', ')}`;
  }
}
