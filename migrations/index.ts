import { Migration20261123000100Stocks } from './migration-20261123000100-stocks.js';
import { Migration20261123000200MarketData } from './migration-20261123000200-market-data.js';
import { Migration20261123000300VpaSignals } from './migration-20261123000300-vpa-signals.js';
import { Migration20261123000400QuarantinedBars } from './migration-20261123000400-quarantined-bars.js';
import { Migration20261123000500Events } from './migration-20261123000500-events.js';
import { Migration20261123000600StockScans } from './migration-20261123000600-stock-scans.js';
import { Migration20261126040000EventTraceparent } from './migration-20261126040000-event-traceparent.js';
import { Migration20261126070000ScanMarks } from './migration-20261126070000-scan-marks.js';
import { Migration20261126200000BarFills } from './migration-20261126200000-bar-fills.js';
import { Migration20261127010000Accounts } from './migration-20261127010000-accounts.js';
import { Migration20261127030000SignalScores } from './migration-20261127030000-signal-scores.js';
import { Migration20261127050000Alerts } from './migration-20261127050000-alerts.js';
import { Migration20261127091000CorporateActions } from './migration-20261127091000-corporate-actions.js';
import { Migration20261127093000Portfolios } from './migration-20261127093000-portfolios.js';
import { Migration20261127130000RefreshAttempts } from './migration-20261127130000-refresh-attempts.js';
import { Migration20261127200000Readings } from './migration-20261127200000-readings.js';
import { Migration20261127203000SavedScreens } from './migration-20261127203000-saved-screens.js';
import { Migration20261128090000AlertRetention } from './migration-20261128090000-alert-retention.js';
import { Migration20261128093000AlertInbox } from './migration-20261128093000-alert-inbox.js';
import { Migration20261128100000LostAttempts } from './migration-20261128100000-lost-attempts.js';
import { Migration20261128103000AlertPriority } from './migration-20261128103000-alert-priority.js';
import { Migration20261128110000AlertThrottle } from './migration-20261128110000-alert-throttle.js';

/** Every migration under the name that databases remember, oldest first. Forward only: a landed one is never changed. */
export const MIGRATIONS = [
  { name: '20261123000100-stocks', class: Migration20261123000100Stocks },
  { name: '20261123000200-market-data', class: Migration20261123000200MarketData },
  { name: '20261123000300-vpa-signals', class: Migration20261123000300VpaSignals },
  { name: '20261123000400-quarantined-bars', class: Migration20261123000400QuarantinedBars },
  { name: '20261123000500-events', class: Migration20261123000500Events },
  { name: '20261123000600-stock-scans', class: Migration20261123000600StockScans },
  { name: '20261126040000-event-traceparent', class: Migration20261126040000EventTraceparent },
  { name: '20261126070000-scan-marks', class: Migration20261126070000ScanMarks },
  { name: '20261126200000-bar-fills', class: Migration20261126200000BarFills },
  { name: '20261127010000-accounts', class: Migration20261127010000Accounts },
  { name: '20261127030000-signal-scores', class: Migration20261127030000SignalScores },
  { name: '20261127050000-alerts', class: Migration20261127050000Alerts },
  { name: '20261127091000-corporate-actions', class: Migration20261127091000CorporateActions },
  { name: '20261127093000-portfolios', class: Migration20261127093000Portfolios },
  { name: '20261127130000-refresh-attempts', class: Migration20261127130000RefreshAttempts },
  { name: '20261127200000-readings', class: Migration20261127200000Readings },
  { name: '20261127203000-saved-screens', class: Migration20261127203000SavedScreens },
  { name: '20261128090000-alert-retention', class: Migration20261128090000AlertRetention },
  { name: '20261128093000-alert-inbox', class: Migration20261128093000AlertInbox },
  { name: '20261128100000-lost-attempts', class: Migration20261128100000LostAttempts },
  { name: '20261128103000-alert-priority', class: Migration20261128103000AlertPriority },
  { name: '20261128110000-alert-throttle', class: Migration20261128110000AlertThrottle },
];
