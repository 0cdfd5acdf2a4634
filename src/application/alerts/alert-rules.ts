import { actorKey, requirePermission, type Actor } from '../../domain/access/actor.js';
import type { AlertRule } from '../../domain/alerts/alert-rule.js';
import { checkAlertRule } from '../../domain/alerts/check-alert-rule.js';
import { DomainError } from '../../domain/errors.js';
import { found, notFound, ownUserId, requireUuid } from '../accounts/account-deps.js';
import { idempotentRequest } from '../accounts/idempotent-request.js';
import type { AlertChannel, AlertMessage, ChannelKind } from '../ports/alert-channel.js';
import { checkPage, MAX_PAGE } from '../page-limits.js';
import type { AlertBinding, AlertStore, CreatedKey } from '../ports/alerts.js';
import type { PageRequest, Slice } from '../ports/page.js';
import type { StockReader } from '../ports/readers.js';
import type { Secrets } from '../ports/secrets.js';
import { ledgerUseCases } from './alert-ledger.js';
import { previewAlertRule, type PreviewInput, type PreviewMarket, type RulePreview } from './preview-alert-rule.js';
import { codeMessage } from './alert-message.js';
import { ALL, MAX_BINDINGS, MAX_RULES } from './alert-quota.js';
import { rotateWebhookSecret, type SigningSecret } from './rotate-webhook-secret.js';

export interface AlertDeps {
  readonly alerts: AlertStore;
  /** Those that this server knows how to write targets of. */
  readonly targets: ReadonlyMap<ChannelKind, Pick<AlertChannel, 'parseTarget'>>;
  readonly secrets: Secrets;
  /** What signs messages to a webhook; null where this server signs none. */
  readonly signingSecret: SigningSecret | null;
  /** What a preview of a rule looks at, and which stocks there are. */
  readonly market: PreviewMarket & { readonly stocks: Pick<StockReader, 'findBySymbols'> };
  readonly now: () => Date;
}

type RuleInput = Omit<AlertRule, 'id' | 'userId' | 'isMuted' | 'mutedUntil' | 'createdAt'>;

const MAX_MUTE_MS = 366 * 24 * 3_600_000;
const CODE_TTL_MS = 15 * 60_000;

/** What the API does with alerts. Everything is the actor's own; what is absent and what belongs to somebody else get the same answer. */
export function alertUseCases({ alerts, targets, secrets, signingSecret, market, now }: AlertDeps) {
  const requireBindings = async (userId: string, field: string, ids: readonly string[]): Promise<void> => {
    const own = new Set((await alerts.listBindings(userId, ALL)).items.map(({ id }) => id));
    if (ids.some((id) => !own.has(id)))
      throw new DomainError('INVALID_INPUT', `${field} has to name bindings of yours`, { details: { field } });
  };
  const codeFor = (language: AlertMessage['language']) => {
    const code = secrets.random().slice(0, 10);
    const at = now();
    return {
      hash: secrets.hash(code),
      ruleId: null,
      dedupe: 'code',
      symbol: null,
      priority: 'HIGH',
      message: codeMessage(code, language, at),
      state: 'PENDING',
      reason: null,
      occurredAt: at,
      dueAt: at,
      expiresAt: new Date(at.getTime() + CODE_TTL_MS),
    } as const;
  };
  return {
    /** @throws {DomainError} INVALID_INPUT, CONFLICT */
    createAlertRule: async (input: RuleInput & { readonly idempotencyKey: string }, actor: Actor): Promise<AlertRule> => {
      requirePermission(actor, 'alert:write');
      const userId = ownUserId(actor);
      const { idempotencyKey, ...given } = input;
      const rule = checkAlertRule({ ...given, isMuted: false, mutedUntil: null });
      await requireBindings(userId, 'bindingIds', rule.bindingIds);
      await requireBindings(userId, 'escalateTo', rule.escalation === null ? [] : [rule.escalation.bindingId]);
      const { level } = rule;
      if (level !== null && (await market.stocks.findBySymbols([level.symbol])).length === 0)
        throw new DomainError('INVALID_INPUT', 'level has to be of a stock that is known here', { details: { field: 'level' } });
      if ((await alerts.listRules(userId, ALL)).items.length >= MAX_RULES)
        throw new DomainError('CONFLICT', `you may have at most ${MAX_RULES} rules`);
      const request = idempotentRequest(secrets, { owner: actorKey(actor), key: idempotencyKey, operation: 'createAlertRule' }, given);
      return alerts.createRule({ ...rule, userId }, request);
    },
    /** Makes a rule silent, until an instant at most a year away where one is given, or lets it speak. @throws {DomainError} INVALID_INPUT, NOT_FOUND */
    muteAlertRule: async (
      { id, isMuted, until }: { readonly id: string; readonly isMuted: boolean; readonly until: Date | null },
      actor: Actor,
    ): Promise<AlertRule> => {
      requirePermission(actor, 'alert:write');
      const awayMs = until === null ? null : until.getTime() - now().getTime();
      if (awayMs !== null && (!isMuted || !(awayMs > 0 && awayMs <= MAX_MUTE_MS)))
        throw new DomainError('INVALID_INPUT', 'until goes with isMuted, and has to be an instant of the next 366 days', {
          details: { field: 'until' },
        });
      return found(await alerts.muteRule(ownUserId(actor), requireUuid(id, 'rule'), { isMuted, until }), 'rule');
    },
    /** @throws {DomainError} NOT_FOUND */
    deleteAlertRule: async (id: string, actor: Actor): Promise<void> => {
      requirePermission(actor, 'alert:write');
      if (!(await alerts.deleteRule(ownUserId(actor), requireUuid(id, 'rule')))) throw notFound('rule');
    },
    /** See {@link previewAlertRule}. */
    previewAlertRule: (input: PreviewInput, actor: Actor): Promise<RulePreview> => {
      const { signals, scores, stocks } = market;
      return previewAlertRule({ signals, scores, stocks, readHeld: (userIds) => alerts.heldSymbols(userIds) }, now(), input, actor);
    },
    /** The oldest first. */
    listAlertRules: async ({ page }: { readonly page: PageRequest<CreatedKey> }, actor: Actor): Promise<Slice<AlertRule>> => {
      requirePermission(actor, 'alert:read');
      checkPage(page, MAX_PAGE);
      return alerts.listRules(ownUserId(actor), page);
    },
    /** Makes a binding that is active once the code that is sent to it was given back; the inbox needs none. @throws {DomainError} INVALID_INPUT, CONFLICT */
    createAlertBinding: async (
      input: {
        readonly channel: ChannelKind;
        readonly target: string;
        readonly label: string;
        readonly language: AlertMessage['language'];
        readonly idempotencyKey: string;
      },
      actor: Actor,
    ): Promise<{ readonly binding: AlertBinding; readonly signingSecret: string | null }> => {
      requirePermission(actor, 'alert:write');
      const userId = ownUserId(actor);
      const { channel, label, language, idempotencyKey } = input;
      const writer = targets.get(channel);
      if (writer === undefined)
        throw new DomainError('INVALID_INPUT', 'this server does not send through this channel', { details: { field: 'channel' } });
      const target = writer.parseTarget(input.target);
      if (label.trim() === '' || label.length > 80)
        throw new DomainError('INVALID_INPUT', 'label has to have 1 to 80 characters', { details: { field: 'label' } });
      if ((await alerts.listBindings(userId, ALL)).items.length >= MAX_BINDINGS)
        throw new DomainError('CONFLICT', `you may have at most ${MAX_BINDINGS} bindings`);
      const request = idempotentRequest(
        secrets,
        { owner: actorKey(actor), key: idempotencyKey, operation: 'createAlertBinding' },
        { channel, target, label, language },
      );
      const binding = await alerts.createBinding(
        { userId, channel, target, label, language },
        channel === 'APP' ? null : codeFor(language),
        request,
      );
      return { binding, signingSecret: channel === 'WEBHOOK' ? (signingSecret?.(binding.id, 0) ?? null) : null };
    },
    /** @throws {DomainError} NOT_FOUND where no binding of the actor waits for this code */
    confirmAlertBinding: async ({ id, code }: { readonly id: string; readonly code: string }, actor: Actor): Promise<AlertBinding> => {
      requirePermission(actor, 'alert:write');
      return found(await alerts.confirmBinding(ownUserId(actor), requireUuid(id, 'binding'), secrets.hash(code.trim())), 'binding');
    },
    /** @throws {DomainError} NOT_FOUND */
    deleteAlertBinding: async (id: string, actor: Actor): Promise<void> => {
      requirePermission(actor, 'alert:write');
      if (!(await alerts.deleteBinding(ownUserId(actor), requireUuid(id, 'binding')))) throw notFound('binding');
    },
    /** The oldest first. */
    listAlertBindings: async ({ page }: { readonly page: PageRequest<CreatedKey> }, actor: Actor): Promise<Slice<AlertBinding>> => {
      requirePermission(actor, 'alert:read');
      checkPage(page, MAX_PAGE);
      return alerts.listBindings(ownUserId(actor), page);
    },
    rotateWebhookSecret: rotateWebhookSecret({ alerts, signingSecret }),
    ...ledgerUseCases({ alerts, now }),
  };
}

export type AlertUseCases = ReturnType<typeof alertUseCases>;
