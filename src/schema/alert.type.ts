import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

import { ALERT_PRIORITIES, ALERT_TRIGGERS, type AlertPriority, type AlertTrigger } from '../domain/alerts/alert-rule.js';
import type { ChannelKind } from '../domain/alerts/channel-kind.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import type { Language } from '../domain/vpa/evidence/words.js';
import type { StoredStatus } from '../domain/vpa/scoring/signal-score.js';
import type { Direction } from '../domain/vpa/signal.js';
import { AlertLevelType } from './alert-level.type.js';
import { DirectionEnum, LanguageEnum, SignalKindEnum } from './enums.js';
import { MutationErrorType } from './mutation-error.type.js';
import { DateTimeScalar } from './scalars.js';
import { SignalStatusEnum } from './signal-score.type.js';

export const ChannelEnum: Readonly<Record<ChannelKind, ChannelKind>> = {
  TELEGRAM: 'TELEGRAM',
  EMAIL: 'EMAIL',
  WEBHOOK: 'WEBHOOK',
  SLACK: 'SLACK',
  APP: 'APP',
  LOG: 'LOG',
};
registerEnumType(ChannelEnum, {
  name: 'AlertChannel',
  description: 'A way by which alerts go.',
  valuesConfig: {
    TELEGRAM: { description: 'A chat with the bot of this server; the target is the id of the chat.' },
    EMAIL: { description: 'The target is an address of email.' },
    WEBHOOK: { description: 'JSON posted to an address, signed as Standard Webhooks says.' },
    SLACK: { description: 'An incoming webhook of Slack, or of what speaks like it.' },
    APP: {
      description:
        'Your own live subscription `alertDelivered` and the list `alertDeliveries`; the target is ignored, and no code is needed.',
    },
    LOG: { description: 'The log of this server.' },
  },
});
export const AlertTriggerEnum = Object.fromEntries(ALERT_TRIGGERS.map((each) => [each, each])) as Readonly<
  Record<AlertTrigger, AlertTrigger>
>;
registerEnumType(AlertTriggerEnum, {
  name: 'AlertTrigger',
  description: 'When a rule looks.',
  valuesConfig: {
    FOUND: { description: 'As soon as a signal is found; it has no score yet.' },
    PRICE: { description: 'As the close of a session crosses a level.' },
    STOP: { description: 'As the close of a stock that you hold comes down to a level.' },
    SCORED: { description: 'As a signal is scored, some seconds later.' },
    DECIDED: { description: 'As its status becomes CONFIRMED, FAILED, EXPIRED or RETRACTED.' },
  },
});
export const AlertPriorityEnum = Object.fromEntries(ALERT_PRIORITIES.map((each) => [each, each])) as Readonly<
  Record<AlertPriority, AlertPriority>
>;
registerEnumType(AlertPriorityEnum, {
  name: 'AlertPriority',
  description: 'How much an alert matters; CRITICAL goes out in quiet hours too.',
});
export const BindingStateEnum = { PENDING: 'PENDING', ACTIVE: 'ACTIVE', DISABLED: 'DISABLED' } as const;
registerEnumType(BindingStateEnum, {
  name: 'AlertBindingState',
  description: 'Whether alerts go to a binding.',
  valuesConfig: {
    PENDING: { description: 'Its code was not given back yet.' },
    ACTIVE: { description: 'Alerts go there.' },
    DISABLED: { description: 'Nothing reaches it any more: make another one.' },
  },
});
@ObjectType('AlertBinding', { description: 'A place where your alerts go.', simpleResolvers: true })
export class AlertBindingType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => ChannelEnum, { description: 'By which way.' })
  channel!: ChannelKind;

  @Field(() => String, { description: 'Where to, as the channel writes it.' })
  target!: string;

  @Field(() => String, { description: 'As you call it.' })
  label!: string;

  @Field(() => LanguageEnum, { description: 'Of its messages.' })
  language!: Language;

  @Field(() => BindingStateEnum, { description: 'Whether alerts go there.' })
  state!: keyof typeof BindingStateEnum;

  @Field(() => String, { nullable: true, description: 'Why it is disabled.' })
  disabledReason!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;
}

@ObjectType('AlertFilter', { description: 'Which signals a rule is about; null parts match everything.', simpleResolvers: true })
export class AlertFilterType {
  @Field(() => [SignalKindEnum], { nullable: true, description: 'One of these rules.' })
  kinds!: readonly SignalKind[] | null;

  @Field(() => [DirectionEnum], { nullable: true, description: 'Pointing one of these ways.' })
  directions!: readonly Direction[] | null;

  @Field(() => [String], { nullable: true, description: 'Of one of these tickers.' })
  symbols!: readonly string[] | null;

  @Field(() => [String], { nullable: true, description: 'Of a stock in one of these sectors.' })
  sectors!: readonly string[] | null;

  @Field(() => Int, { nullable: true, description: 'Adjusted score of at least this.' })
  minScore!: number | null;

  @Field(() => Float, { nullable: true, description: 'Confidence of at least this.' })
  minConfidence!: number | null;

  @Field(() => [SignalStatusEnum], { nullable: true, description: 'With the trigger DECIDED: one of these.' })
  statuses!: readonly StoredStatus[] | null;

  @Field(() => Float, { nullable: true, description: 'Volume over its mean of 20 bars of at least this.' })
  minVolumeRatio!: number | null;

  @Field(() => Float, { nullable: true, description: 'Volume over its mean of 20 bars of at most this.' })
  maxVolumeRatio!: number | null;

  @Field(() => Float, { nullable: true, description: 'Close between low (0) and high (1) of at least this.' })
  minClosePosition!: number | null;

  @Field(() => Float, { nullable: true, description: 'Change of the close in per cent of at least this.' })
  minChangePct!: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether you hold shares of the stock in a portfolio.' })
  isHeld!: boolean | null;
}

@ObjectType('QuietHours', {
  description: 'Between these times alerts are held; over midnight where `from` is later.',
  simpleResolvers: true,
})
export class QuietHoursType {
  @Field(() => Int, { description: 'Minutes after midnight in Asia/Ho_Chi_Minh.' })
  from!: number;

  @Field(() => Int, { description: 'Likewise; not included.' })
  to!: number;
}

@ObjectType('AlertEscalation', { description: 'Where an alert goes that nobody acknowledges.', simpleResolvers: true })
export class AlertEscalationType {
  @Field(() => Int, { description: 'Minutes after it was sent.' })
  afterMinutes!: number;

  @Field(() => ID, { description: 'The binding.' })
  bindingId!: string;
}

@ObjectType('AlertRule', { description: 'What you want to be told, and how.', simpleResolvers: true })
export class AlertRuleType {
  @Field(() => ID, { description: 'UUID.' })
  id!: string;

  @Field(() => String, { description: 'As you call it.' })
  name!: string;

  @Field(() => AlertTriggerEnum, { description: 'When it looks.' })
  trigger!: AlertTrigger;

  @Field(() => AlertFilterType, { description: 'Which signals.' })
  filter!: AlertFilterType;

  @Field(() => AlertLevelType, { nullable: true, description: 'With PRICE and STOP: which level; else null.' })
  level!: AlertLevelType | null;

  @Field(() => [ID], { description: 'Where to.' })
  bindingIds!: readonly string[];

  @Field(() => Int, { description: 'After an alert about a stock it is silent about that stock for so long, and about no other.' })
  cooldownMinutes!: number;

  @Field(() => Int, { description: 'What could not be delivered within so long is not delivered any more.' })
  ttlMinutes!: number;

  @Field(() => QuietHoursType, { nullable: true, description: 'Null: none.' })
  quietHours!: QuietHoursType | null;

  @Field(() => Boolean, { description: 'Whether it is silent for now.' })
  isMuted!: boolean;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it speaks again; null: it is not silent, or nobody has said.' })
  mutedUntil!: Date | null;

  @Field(() => AlertPriorityEnum, { nullable: true, description: 'Of its alerts; null: as the score says.' })
  priority!: AlertPriority | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Alerts to a binding within an hour; what is more is gathered in one message. Null: no limit.',
  })
  maxPerHour!: number | null;

  @Field(() => AlertEscalationType, { nullable: true, description: 'Null: nowhere.' })
  escalation!: AlertEscalationType | null;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;
}

@ObjectType('AlertRulePayload', { description: 'A rule that was made or changed, or why none was.', simpleResolvers: true })
export class AlertRulePayloadType {
  @Field(() => AlertRuleType, { nullable: true, description: 'As it is now.' })
  rule?: AlertRuleType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}

@ObjectType('AlertBindingPayload', { description: 'A binding that was made or changed, or why none was.', simpleResolvers: true })
export class AlertBindingPayloadType {
  @Field(() => AlertBindingType, { nullable: true, description: 'As it is now.' })
  binding?: AlertBindingType;

  @Field(() => String, {
    nullable: true,
    description:
      'For webhooks, of a binding that was made or of a rotation: what its messages are signed with. A secret; keep it, as it is shown no more.',
  })
  signingSecret?: string | null;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
