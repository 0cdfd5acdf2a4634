import { Field, Float, ID, InputType, Int } from 'type-graphql';

import type { AlertPriority, AlertTrigger } from '../domain/alerts/alert-rule.js';
import type { ChannelKind } from '../domain/alerts/channel-kind.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { Language } from '../domain/vpa/evidence/words.js';
import type { StoredStatus } from '../domain/vpa/scoring/signal-score.js';
import type { Direction } from '../domain/vpa/signal.js';
import { AlertLevelInputType } from './alert-level.type.js';
import { AlertPriorityEnum, AlertTriggerEnum, ChannelEnum } from './alert.type.js';
import { DirectionEnum, LanguageEnum, SignalKindEnum } from './enums.js';
import { SignalStatusEnum } from './signal-score.type.js';

@InputType('AlertFilterInput', { description: 'Which signals; absent parts match everything.' })
export class AlertFilterInputType {
  @Field(() => [SignalKindEnum], { nullable: true, description: 'One of these rules.' })
  kinds?: SignalKind[] | null;

  @Field(() => [DirectionEnum], { nullable: true, description: 'Pointing one of these ways.' })
  directions?: Direction[] | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these tickers.' })
  symbols?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of a stock in one of these sectors.' })
  sectors?: string[] | null;

  @Field(() => Int, { nullable: true, description: 'Adjusted score of at least this, 0 to 100. Not with FOUND.' })
  minScore?: number | null;

  @Field(() => Float, { nullable: true, description: 'Confidence of at least this, 0 to 1. Not with FOUND.' })
  minConfidence?: number | null;

  @Field(() => [SignalStatusEnum], { nullable: true, description: 'With DECIDED: one of these.' })
  statuses?: StoredStatus[] | null;

  @Field(() => Float, { nullable: true, description: 'Volume over its mean of 20 bars of at least this.' })
  minVolumeRatio?: number | null;

  @Field(() => Float, { nullable: true, description: 'Volume over its mean of 20 bars of at most this.' })
  maxVolumeRatio?: number | null;

  @Field(() => Float, { nullable: true, description: 'Close between low (0) and high (1) of at least this.' })
  minClosePosition?: number | null;

  @Field(() => Float, { nullable: true, description: 'Change of the close in per cent of at least this.' })
  minChangePct?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether you hold shares of the stock in a portfolio.' })
  isHeld?: boolean | null;
}

@InputType('QuietHoursInput', { description: 'Between these times alerts are held; over midnight where `from` is later.' })
export class QuietHoursInputType {
  @Field(() => Int, { description: 'Minutes after midnight in Asia/Ho_Chi_Minh, 0 to 1439.' })
  from!: number;

  @Field(() => Int, { description: 'Likewise; not included.' })
  to!: number;
}

@InputType('AlertEscalationInput', { description: 'Where an alert goes that nobody acknowledges.' })
export class AlertEscalationInputType {
  @Field(() => Int, { description: 'Minutes after it was sent, 1 to 720.' })
  afterMinutes!: number;

  @Field(() => ID, { description: 'Another binding of yours.' })
  bindingId!: string;
}

@InputType('CreateAlertRuleInput', { description: 'A rule to be made.' })
export class CreateAlertRuleInputType {
  @Field(() => String, { description: '1 to 80 characters.' })
  name!: string;

  @Field(() => AlertTriggerEnum, { description: 'When it looks.' })
  trigger!: AlertTrigger;

  @Field(() => AlertFilterInputType, { nullable: true, description: 'Which signals; absent: all.' })
  filter?: AlertFilterInputType | null;

  @Field(() => AlertLevelInputType, { nullable: true, description: 'With PRICE and STOP: which level. No filter goes with it.' })
  level?: AlertLevelInputType | null;

  @Field(() => [ID], { description: 'Bindings of yours, 1 to 10.' })
  bindingIds!: string[];

  @Field(() => Int, { defaultValue: 60, description: 'Silence about a stock after an alert about it, 0 to 10080.' })
  cooldownMinutes!: number;

  @Field(() => Int, { defaultValue: 240, description: 'For how long it is worth to be delivered, 1 to 4320.' })
  ttlMinutes!: number;

  @Field(() => QuietHoursInputType, { nullable: true, description: 'Absent: none.' })
  quietHours?: QuietHoursInputType | null;

  @Field(() => AlertPriorityEnum, { nullable: true, description: 'Of its alerts; absent: as the score says.' })
  priority?: AlertPriority | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Alerts to a binding within an hour, 1 to 1000; what is more is gathered in one message. Absent: no limit.',
  })
  maxPerHour?: number | null;

  @Field(() => AlertEscalationInputType, { nullable: true, description: 'Absent: nowhere.' })
  escalation?: AlertEscalationInputType | null;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again gets what was made before.' })
  idempotencyKey!: string;
}

@InputType('CreateAlertBindingInput', { description: 'A place where alerts shall go. It gets a code; give it to `confirmAlertBinding`.' })
export class CreateAlertBindingInputType {
  @Field(() => ChannelEnum, { description: 'By which way.' })
  channel!: ChannelKind;

  @Field(() => String, { description: 'Where to: id of a chat, address of email, or https address.' })
  target!: string;

  @Field(() => String, { description: '1 to 80 characters.' })
  label!: string;

  @Field(() => LanguageEnum, { defaultValue: 'vi', description: 'Of its messages.' })
  language!: Language;

  @Field(() => String, { description: 'Of your choice, 8 to 100 characters: the same key again gets what was made before.' })
  idempotencyKey!: string;
}

@InputType('PreviewAlertRuleInput', { description: 'A rule to be tried on what has happened.' })
export class PreviewAlertRuleInputType {
  @Field(() => AlertTriggerEnum, { description: 'When it looks.' })
  trigger!: AlertTrigger;

  @Field(() => AlertFilterInputType, { nullable: true, description: 'Which signals; absent: all.' })
  filter?: AlertFilterInputType | null;

  @Field(() => Int, { defaultValue: 60, description: 'Silence about a stock after an alert about it, 0 to 10080.' })
  cooldownMinutes!: number;

  @Field(() => AlertPriorityEnum, { nullable: true, description: 'Of its alerts; absent: as the score says.' })
  priority?: AlertPriority | null;

  @Field(() => Int, { defaultValue: 30, description: 'Of how many days back, 1 to 90.' })
  days!: number;
}
