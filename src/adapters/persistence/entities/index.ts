import { ApiKeyEntity, InvitationEntity, RefreshTokenEntity, UserEntity, UserSessionEntity } from './account.entity.js';
import {
  AlertAttemptEntity,
  AlertBindingEntity,
  AlertChannelEntity,
  AlertDeliveryEntity,
  AlertPositionEntity,
  AlertRuleEntity,
  AlertSuppressionEntity,
} from './alert.entity.js';
import { AuditEventEntity, IdempotencyKeyEntity } from './audit-event.entity.js';
import { BacktestEntity, BacktestEquityPointEntity, BacktestTradeEntity } from './backtest.entity.js';
import { BarFillEntity } from './bar-fill.entity.js';
import { BarEntity } from './bar.entity.js';
import { CorporateActionEntity } from './corporate-action.entity.js';
import { EventCounterEntity, EventEntity } from './event.entity.js';
import { MinuteBarEntity } from './minute-bar.entity.js';
import { PortfolioEntity, PortfolioTransactionEntity } from './portfolio.entity.js';
import { QuarantinedBarEntity } from './quarantined-bar.entity.js';
import { StockReadingEntity, TrackRecordEntity } from './reading.entity.js';
import { SavedScreenEntity } from './saved-screen.entity.js';
import { ScanMarkEntity } from './scan-mark.entity.js';
import { SignalEntity } from './signal.entity.js';
import { SignalDueEntity } from './signal-due.entity.js';
import { SignalScoreEntity } from './signal-score.entity.js';
import { StockScanEntity } from './stock-scan.entity.js';
import { StockEntity } from './stock.entity.js';

/** Every table that the service works with. */
export const ENTITIES = [
  StockEntity,
  BarEntity,
  MinuteBarEntity,
  SignalEntity,
  SignalScoreEntity,
  SignalDueEntity,
  StockReadingEntity,
  TrackRecordEntity,
  QuarantinedBarEntity,
  EventEntity,
  EventCounterEntity,
  StockScanEntity,
  ScanMarkEntity,
  BarFillEntity,
  CorporateActionEntity,
  UserEntity,
  UserSessionEntity,
  RefreshTokenEntity,
  ApiKeyEntity,
  InvitationEntity,
  AuditEventEntity,
  IdempotencyKeyEntity,
  AlertBindingEntity,
  AlertRuleEntity,
  AlertSuppressionEntity,
  AlertDeliveryEntity,
  AlertAttemptEntity,
  AlertChannelEntity,
  AlertPositionEntity,
  SavedScreenEntity,
  PortfolioEntity,
  PortfolioTransactionEntity,
  BacktestEntity,
  BacktestTradeEntity,
  BacktestEquityPointEntity,
] as const;
