import { Arg, Authorized, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';

import { EXPLAINED_BARS } from '../application/signals/explain-signals.js';
import { normalizeSymbol } from '../application/stocks/normalize-symbols.js';
import type { TradingDate } from '../domain/market/trading-date.js';
import type { SignalKind } from '../domain/vpa/detectors/index.js';
import { evidenceLine, explanationText } from '../domain/vpa/evidence/evidence-text.js';
import type { Language } from '../domain/vpa/evidence/words.js';
import { CLOSED_BAR_RULE_SETS, ruleSetOf } from '../domain/vpa/rule-sets/index.js';
import type { RuleSet } from '../domain/vpa/rule-sets/rule-set.js';
import { RULE_VERSION } from '../domain/vpa/signal.js';
import { computedCost } from '../schema/cost.js';
import { LanguageEnum, SignalKindEnum } from '../schema/enums.js';
import { EvidenceType, SignalExplanationType } from '../schema/explanation.type.js';
import { TradingDateScalar } from '../schema/scalars.js';
import { SignalType } from '../schema/signal.type.js';
import type { Context } from './context.js';
import { explanationNode, type EvidenceNode, type ExplanationNode } from './explanation-node.js';
import type { SignalNode } from './nodes.js';

const RULES = { description: 'Rule set that is asked: `textbook-1` or `series-1`.', defaultValue: RULE_VERSION } as const;
const LANGUAGE = { description: 'Language of the text.', defaultValue: 'en' } as const;

@Resolver(() => SignalExplanationType)
export class ExplanationResolver {
  @Authorized('signal:read')
  @Query(() => SignalExplanationType, {
    nullable: true,
    complexity: computedCost(EXPLAINED_BARS),
    description:
      'Why a rule fired on a bar, or which of its conditions failed and by how much; null where the stock was not traded on that day, or the rule set has no such rule.',
  })
  async explainSignal(
    @Arg('symbol', () => String, { description: 'Ticker of the stock or index.' }) symbol: string,
    @Arg('tradingDate', () => TradingDateScalar, { description: 'Day of the bar.' }) tradingDate: TradingDate,
    @Arg('kind', () => SignalKindEnum, { description: 'The rule asked about.' }) kind: SignalKind,
    @Arg('ruleVersion', () => String, RULES) rules: string,
    @Ctx() { loaders }: Context,
  ): Promise<ExplanationNode | null> {
    const { version: ruleVersion } = ruleSetOf<RuleSet>(rules, CLOSED_BAR_RULE_SETS);
    const stock = await loaders.stockBySymbol.load(normalizeSymbol(symbol));
    return stock && explanationNode(tradingDate, await loaders.explanation.load({ stockId: stock.id, tradingDate, kind, ruleVersion }));
  }

  @FieldResolver(() => String, { description: 'The explanation in a sentence or two.' })
  text(@Root() explanation: ExplanationNode, @Arg('language', () => LanguageEnum, LANGUAGE) language: Language): string {
    return explanationText(explanation.explained, language);
  }
}

@Resolver(() => EvidenceType)
export class EvidenceResolver {
  @FieldResolver(() => String, { description: 'What was asked and what was seen.' })
  text(@Root() { explained }: EvidenceNode, @Arg('language', () => LanguageEnum, LANGUAGE) language: Language): string {
    return evidenceLine(explained, language).text;
  }
}

@Resolver(() => SignalType)
export class SignalExplanationResolver {
  @FieldResolver(() => SignalExplanationType, {
    nullable: true,
    complexity: computedCost(EXPLAINED_BARS),
    description:
      'Why it fired, computed anew from the stored bars; null where its bar is gone, or its rules are of a version that is not run any more. After a correction of the bar it may say that it would not fire now.',
  })
  async explanation(
    @Root() { stockId, tradingDate, kind, ruleVersion }: SignalNode,
    @Ctx() { loaders }: Context,
  ): Promise<ExplanationNode | null> {
    return explanationNode(tradingDate, await loaders.explanation.load({ stockId, tradingDate, kind, ruleVersion }));
  }
}
