import { Arg, Args, Authorized, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';

import type { AlertBinding, AlertDelivery } from '../application/ports/alerts.js';
import type { AlertRule } from '../domain/alerts/alert-rule.js';
import { DonePayloadType } from '../schema/account.type.js';
import { CreateAlertBindingInputType, CreateAlertRuleInputType } from '../schema/alert.args.js';
import { AlertDeliveryConnectionType, AlertDeliveryPayloadType } from '../schema/alert-delivery.type.js';
import { AlertBindingConnectionType, AlertRuleConnectionType } from '../schema/alert-connection.type.js';
import { AlertBindingPayloadType, AlertRulePayloadType } from '../schema/alert.type.js';
import { listCost } from '../schema/cost.js';
import { PageArgs } from '../schema/page.args.js';
import { DateTimeScalar } from '../schema/scalars.js';
import { toAlertFilter, toPriceLevel } from './alert-rule-input.js';
import { toConnection, toPage, type Connection } from './connection.js';
import type { Context } from './context.js';
import { bindingCursor, deliveryCursor, ruleCursor } from './cursor.js';
import { answering } from './mutation-answer.js';

@Resolver()
export class AlertResolver {
  @Authorized('alert:read')
  @Query(() => AlertRuleConnectionType, { complexity: listCost, description: 'Your rules, the oldest first; you may have 100.' })
  async alertRules(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<AlertRule>> {
    const page = toPage(args, ruleCursor);
    return toConnection(await app.listAlertRules({ page }, actor), page, ruleCursor, (rule) => rule);
  }

  @Authorized('alert:read')
  @Query(() => AlertBindingConnectionType, {
    complexity: listCost,
    description: 'Where your alerts go, the oldest first; you may have 20.',
  })
  async alertBindings(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<AlertBinding>> {
    const page = toPage(args, bindingCursor);
    return toConnection(await app.listAlertBindings({ page }, actor), page, bindingCursor, (binding) => binding);
  }

  @Authorized('alert:read')
  @Query(() => AlertDeliveryConnectionType, { complexity: listCost, description: 'The ledger of your alerts, newest first.' })
  async alertDeliveries(@Args(() => PageArgs) args: PageArgs, @Ctx() { app, actor }: Context): Promise<Connection<AlertDelivery>> {
    const page = toPage(args, deliveryCursor);
    return toConnection(await app.listAlertDeliveries({ page }, actor), page, deliveryCursor, (delivery) => delivery);
  }

  @Authorized('alert:write')
  @Mutation(() => AlertRulePayloadType, { description: 'Makes a rule.' })
  async createAlertRule(
    @Arg('input', () => CreateAlertRuleInputType, { description: 'The rule.' }) input: CreateAlertRuleInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertRulePayloadType> {
    const { name, trigger, bindingIds, cooldownMinutes, ttlMinutes, idempotencyKey } = input;
    const quietHours = input.quietHours ? { from: input.quietHours.from, to: input.quietHours.to } : null;
    const filter = toAlertFilter(input.filter);
    const escalation = input.escalation ? { afterMinutes: input.escalation.afterMinutes, bindingId: input.escalation.bindingId } : null;
    const limits = { priority: input.priority ?? null, maxPerHour: input.maxPerHour ?? null, escalation };
    const rule = {
      name,
      trigger,
      filter,
      level: toPriceLevel(input.level),
      bindingIds,
      cooldownMinutes,
      ttlMinutes,
      quietHours,
      ...limits,
    };
    return answering(async () => ({ rule: await app.createAlertRule({ ...rule, idempotencyKey }, actor) }));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertRulePayloadType, { description: 'Makes a rule silent, or lets it speak again.' })
  async muteAlertRule(
    @Arg('id', () => ID, { description: 'Of the rule.' }) id: string,
    @Arg('isMuted', () => Boolean, { description: 'Whether it is silent.' }) isMuted: boolean,
    @Arg('until', () => DateTimeScalar, {
      nullable: true,
      description: 'With isMuted: when it speaks again, within 366 days. Absent: when you say so.',
    })
    until: Date | null,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertRulePayloadType> {
    return answering(async () => ({ rule: await app.muteAlertRule({ id, isMuted, until: until ?? null }, actor) }));
  }

  @Authorized('alert:write')
  @Mutation(() => DonePayloadType, { description: 'Removes a rule. What it has made already is still delivered.' })
  async deleteAlertRule(
    @Arg('id', () => ID, { description: 'Of the rule.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.deleteAlertRule(id, actor), {}));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertBindingPayloadType, { description: 'Makes a binding and sends a code to it.' })
  async createAlertBinding(
    @Arg('input', () => CreateAlertBindingInputType, { description: 'The binding.' }) input: CreateAlertBindingInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertBindingPayloadType> {
    const { channel, target, label, language, idempotencyKey } = input;
    return answering(() => app.createAlertBinding({ channel, target, label, language, idempotencyKey }, actor));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertBindingPayloadType, { description: 'Gives the code back that a binding has got: from now on alerts go there.' })
  async confirmAlertBinding(
    @Arg('id', () => ID, { description: 'Of the binding.' }) id: string,
    @Arg('code', () => String, { description: 'As it arrived, within an hour.' }) code: string,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertBindingPayloadType> {
    return answering(async () => ({ binding: await app.confirmAlertBinding({ id, code }, actor) }));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertBindingPayloadType, {
    description: 'Gives a webhook a new secret. For a day its messages carry signatures by the old one too; at most three times a day.',
  })
  async rotateWebhookSecret(
    @Arg('id', () => ID, { description: 'Of the binding.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertBindingPayloadType> {
    return answering(() => app.rotateWebhookSecret(id, actor));
  }

  @Authorized('alert:write')
  @Mutation(() => DonePayloadType, { description: 'Removes a binding, with what was not delivered to it yet.' })
  async deleteAlertBinding(
    @Arg('id', () => ID, { description: 'Of the binding.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<DonePayloadType> {
    return answering(async () => (await app.deleteAlertBinding(id, actor), {}));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertDeliveryPayloadType, { description: 'Says that you have seen an alert.' })
  async acknowledgeAlert(
    @Arg('id', () => ID, { description: 'Of the delivery.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertDeliveryPayloadType> {
    return answering(async () => ({ delivery: await app.acknowledgeAlert(id, actor) }));
  }

  @Authorized('alert:write')
  @Mutation(() => AlertDeliveryPayloadType, {
    description: 'Sends an alert, under the same id, that failed, expired, or was held back by a restore of the database.',
  })
  async redeliverAlert(
    @Arg('id', () => ID, { description: 'Of the delivery.' }) id: string,
    @Ctx() { app, actor }: Context,
  ): Promise<AlertDeliveryPayloadType> {
    return answering(async () => ({ delivery: await app.redeliverAlert(id, actor) }));
  }
}
