import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

import type { AlertPriority } from '../domain/alerts/alert-rule.js';
import { AlertPriorityEnum } from './alert.type.js';
import { MutationErrorType } from './mutation-error.type.js';
import { PageInfoType } from './page.type.js';
import { DateTimeScalar } from './scalars.js';

const DELIVERY_STATES = ['PENDING', 'SENDING', 'RETRYING', 'SENT', 'FAILED', 'EXPIRED', 'SUPPRESSED'] as const;
const DeliveryStateEnum = Object.fromEntries(DELIVERY_STATES.map((each) => [each, each])) as Readonly<
  Record<(typeof DELIVERY_STATES)[number], (typeof DELIVERY_STATES)[number]>
>;
registerEnumType(DeliveryStateEnum, {
  name: 'AlertDeliveryState',
  description: 'Where a delivery stands. SENT, FAILED, EXPIRED and SUPPRESSED are final.',
});

@ObjectType('AlertFact', { description: 'A number of an alert, with its name in the language of the binding.', simpleResolvers: true })
class AlertFactType {
  @Field(() => String, { description: 'What it is.' })
  label!: string;

  @Field(() => String, { description: 'As it is shown.' })
  value!: string;
}

@ObjectType('AlertDelivery', { description: 'An alert on its way to one binding: an entry of the ledger.', simpleResolvers: true })
export class AlertDeliveryType {
  @Field(() => ID, { description: 'UUID. The receiver sees it with every attempt.' })
  id!: string;

  @Field(() => ID, { nullable: true, description: 'The rule; null where it was removed since, and for codes of bindings.' })
  ruleId!: string | null;

  @Field(() => ID, { description: 'Where to.' })
  bindingId!: string;

  @Field(() => String, { nullable: true, description: 'Ticker that it is about.' })
  symbol!: string | null;

  @Field(() => AlertPriorityEnum, { description: 'How much it matters.' })
  priority!: AlertPriority;

  @Field(() => String, { description: 'Its first line.' })
  title!: string;

  @Field(() => DeliveryStateEnum, { description: 'Where it stands.' })
  state!: (typeof DELIVERY_STATES)[number];

  @Field(() => String, { nullable: true, description: 'Why it was suppressed, or failed the last time.' })
  reason!: string | null;

  @Field(() => Int, { description: 'Attempts so far.' })
  attempts!: number;

  @Field(() => DateTimeScalar, { description: 'When it was made.' })
  createdAt!: Date;

  @Field(() => DateTimeScalar, { description: 'When it is to go out, or to be tried again.' })
  dueAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the receiver took it.' })
  sentAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When you said that you have seen it.' })
  acknowledgedAt!: Date | null;

  @Field(() => [AlertFactType], { description: 'Its numbers.' })
  facts!: readonly AlertFactType[];

  @Field(() => [String], { description: 'What it means, its record, and what it is not.' })
  paragraphs!: readonly string[];
}

@ObjectType('AlertDeliveryEdge', { description: 'A delivery in a list.', simpleResolvers: true })
export class AlertDeliveryEdgeType {
  @Field(() => String, { description: 'Opaque.' })
  cursor!: string;

  @Field(() => AlertDeliveryType, { description: 'The delivery.' })
  node!: AlertDeliveryType;
}

@ObjectType('AlertDeliveryConnection', { description: 'A page of your deliveries, newest first.', simpleResolvers: true })
export class AlertDeliveryConnectionType {
  @Field(() => [AlertDeliveryEdgeType], { description: 'The rows, in order.' })
  edges!: readonly AlertDeliveryEdgeType[];

  @Field(() => PageInfoType, { description: 'Where the page stands.' })
  pageInfo!: PageInfoType;
}

@ObjectType('AlertDeliveryPayload', { description: 'A delivery that was changed, or why none was.', simpleResolvers: true })
export class AlertDeliveryPayloadType {
  @Field(() => AlertDeliveryType, { nullable: true, description: 'As it is now.' })
  delivery?: AlertDeliveryType;

  @Field(() => [MutationErrorType], { description: 'Empty where it succeeded.' })
  errors!: readonly MutationErrorType[];
}
