import { Field, Int, ObjectType } from 'type-graphql';

import type { AlertPriority, AlertTrigger } from '../domain/alerts/alert-rule.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import { AlertFilterType, AlertPriorityEnum, AlertTriggerEnum } from './alert.type.js';
import { rowCost } from './cost.js';
import { DateTimeScalar, TradingDateScalar } from './scalars.js';
import { SignalType } from './signal.type.js';

@ObjectType('AlertRuleTemplate', { description: 'A rule to begin with: give its parts to `createAlertRule`.', simpleResolvers: true })
export class AlertRuleTemplateType {
  @Field(() => String, { description: 'Stays the same.' })
  key!: string;

  @Field(() => String, { description: 'What it is called.' })
  name!: string;

  @Field(() => String, { description: 'What it looks for.' })
  about!: string;

  @Field(() => AlertTriggerEnum, { description: 'When it looks.' })
  trigger!: AlertTrigger;

  @Field(() => AlertFilterType, { description: 'Which signals.' })
  filter!: AlertFilterType;

  @Field(() => AlertPriorityEnum, { nullable: true, description: 'Of its alerts; null: as the score says.' })
  priority!: AlertPriority | null;

  @Field(() => Int, { description: 'Silence about a stock after an alert about it.' })
  cooldownMinutes!: number;

  @Field(() => Int, { description: 'For how long an alert is worth to be delivered.' })
  ttlMinutes!: number;
}

@ObjectType('PreviewedAlert', { description: 'An alert that a rule would have made.', simpleResolvers: true })
export class PreviewedAlertType {
  @Field(() => SignalType, { complexity: rowCost, description: 'What it is about.' })
  signal!: SignalType;

  @Field(() => AlertPriorityEnum, { description: 'How much it would have mattered.' })
  priority!: AlertPriority;

  @Field(() => DateTimeScalar, { description: 'The close of the session that is the reason.' })
  at!: Date;

  @Field(() => Boolean, { description: 'Whether the cooldown would have held it back.' })
  isSilenced!: boolean;
}

@ObjectType('AlertRulePreview', {
  description: 'What a rule would have made of the signals and scores as they are stored. Nothing was sent.',
  simpleResolvers: true,
})
export class AlertRulePreviewType {
  @Field(() => TradingDateScalar, { description: 'The first day looked at.' })
  from!: TradingDate;

  @Field(() => [PreviewedAlertType], { description: 'Newest first, at most 100.' })
  alerts!: readonly PreviewedAlertType[];

  @Field(() => Int, { description: 'How many alerts there would have been.' })
  made!: number;

  @Field(() => Int, { description: 'How many more the cooldown would have held back.' })
  silenced!: number;

  @Field(() => Boolean, { description: 'False where there was too much to look at: the oldest part is missing.' })
  isComplete!: boolean;
}
