import { Arg, Authorized, Ctx, Query, Resolver } from 'type-graphql';

import type { PreviewedAlert, RulePreview } from '../application/alerts/preview-alert-rule.js';
import { RULE_TEMPLATES } from '../domain/alerts/rule-templates.js';
import type { Language } from '../domain/vpa/evidence/words.js';
import { AlertRulePreviewType, AlertRuleTemplateType } from '../schema/alert-preview.type.js';
import { PreviewAlertRuleInputType } from '../schema/alert.args.js';
import { computedCost } from '../schema/cost.js';
import { LanguageEnum } from '../schema/enums.js';
import { toAlertFilter } from './alert-rule-input.js';
import type { Context } from './context.js';
import { signalNode, type SignalNode } from './nodes.js';

const SHOWN = 100;

type PreviewNode = Omit<RulePreview, 'alerts'> & {
  readonly alerts: readonly (Pick<PreviewedAlert, 'priority' | 'at' | 'isSilenced'> & { readonly signal: SignalNode })[];
};

@Resolver()
export class AlertPreviewResolver {
  @Authorized('alert:read')
  @Query(() => [AlertRuleTemplateType], { complexity: computedCost(10), description: 'Rules to begin with.' })
  alertRuleTemplates(
    @Arg('language', () => LanguageEnum, { defaultValue: 'vi', description: 'Of names and texts.' }) language: Language,
  ): readonly AlertRuleTemplateType[] {
    return RULE_TEMPLATES.map(({ name, about, ...template }) => ({ ...template, name: name[language], about: about[language] }));
  }

  @Authorized('alert:read')
  @Query(() => AlertRulePreviewType, {
    complexity: ({ childComplexity }) => SHOWN * (1 + childComplexity),
    description: 'Which alerts a rule would have made in the last days; nothing is sent and nothing is kept.',
  })
  async previewAlertRule(
    @Arg('input', () => PreviewAlertRuleInputType, { description: 'The rule.' }) input: PreviewAlertRuleInputType,
    @Ctx() { app, actor }: Context,
  ): Promise<PreviewNode> {
    const { trigger, cooldownMinutes, days } = input;
    const rule = { trigger, filter: toAlertFilter(input.filter), cooldownMinutes, priority: input.priority ?? null, days };
    const { alerts, ...preview } = await app.previewAlertRule(rule, actor);
    return {
      ...preview,
      alerts: alerts.map(({ signal, priority, at, isSilenced }) => ({ signal: signalNode(signal), priority, at, isSilenced })),
    };
  }
}
