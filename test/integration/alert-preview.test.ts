/** What a rule would have made: over the API, with signals and scores in memory. */
import { expect, it, describe } from 'vitest';

import { previewAlertRule } from '../../src/application/alerts/preview-alert-rule.js';
import { parseTradingDate } from '../../src/domain/market/trading-date.js';
import type { Signal } from '../../src/domain/vpa/signal.js';
import { alertRig, ANY, binding, ledger, match, rule, signal, tell, useAlertRig } from '../support/alert-rig.js';
import { aScore } from '../support/a-score.js';
import { aSignal } from '../support/a-signal.js';
import { memoryReaders } from '../support/memory-readers.js';
import { withClient } from '../support/postgres.js';

const NOW = new Date('2025-05-30T12:00:00Z');
const STOCK = {
  id: aSignal().stockId,
  symbol: 'VCB',
  name: 'Vietcombank',
  sector: 'Banks',
  exchange: 'HOSE',
  isIndex: false,
  isSimulated: false,
  isActive: true,
} as const;
const made = (date: string, changes: Partial<Signal> = {}) => aSignal({ tradingDate: parseTradingDate(date), ...changes });
const signals = [
  made('2025-05-01'),
  made('2025-05-26'),
  made('2025-05-27'),
  made('2025-05-28', { kind: 'SPRING' }),
  made('2025-05-28', { kind: 'UTAD', direction: 'BEARISH' }),
  // Of a rule set beside the textbook: stored for comparison, so no alert is ever made of it.
  made('2025-05-28', { kind: 'NO_DEMAND', ruleVersion: 'series-1' }),
];
const scores = [60, 75, 75, 85, 90].map((adjusted, i) =>
  aScore({
    signalId: signals[i]!.id,
    adjusted,
    confidence: 0.8,
    ...(i === 0 ? { status: 'CONFIRMED', statusDate: parseTradingDate('2025-05-29') } : {}),
  }),
);
const market = {
  ...memoryReaders({ stocks: [STOCK], bars: [], signals, quarantined: [] }),
  scores: { findByIds: async (ids: readonly string[]) => scores.filter(({ signalId }) => ids.includes(signalId)) },
};
useAlertRig((database) => ({
  previewAlertRule: (input, by) => previewAlertRule({ ...market, readHeld: (ids) => database.alerts.heldSymbols(ids) }, NOW, input, by),
}));

const PREVIEW = `query ($input: PreviewAlertRuleInput!) {
  previewAlertRule(input: $input) {
    from made silenced isComplete
    alerts { signal { symbol kind tradingDate } priority at isSilenced }
  }
}`;

async function preview(input: Record<string, unknown>) {
  const { accessToken } = await alertRig().signIn('trader@example.com');
  const { body } = await alertRig().as(accessToken, PREVIEW, { input });
  if (body.errors !== undefined) throw new Error(body.errors[0]!.extensions.code);
  return (body.data as { previewAlertRule: { alerts: { signal: { kind: string; tradingDate: string }; priority: string }[] } })
    .previewAlertRule;
}
const shown = ({ alerts }: Awaited<ReturnType<typeof preview>>) =>
  alerts.map(({ signal, priority }) => `${signal.tradingDate} ${signal.kind} ${priority}`);

describe('a preview of a rule', () => {
  it('tells the alerts of the last days, the newest first, and which the cooldown would have held', async () => {
    const result = await preview({
      trigger: 'SCORED',
      filter: { minScore: 70, directions: ['BULLISH'], sectors: ['Banks'] },
      cooldownMinutes: 2_880,
      days: 10,
    });
    expect(result).toMatchObject({ from: '2025-05-20', made: 2, silenced: 1, isComplete: true });
    expect(result.alerts).toMatchObject([
      { signal: { symbol: 'VCB', kind: 'SPRING' }, priority: 'HIGH', at: '2025-05-28T08:00:00.000Z', isSilenced: false },
      { isSilenced: true },
      { isSilenced: false },
    ]);
  });

  it('counts an end by the day that decided it', async () => {
    expect(shown(await preview({ trigger: 'DECIDED', days: 10 }))).toEqual(['2025-05-01 NO_SUPPLY LOW']);
    expect(shown(await preview({ trigger: 'FOUND', days: 10, cooldownMinutes: 0, priority: 'CRITICAL' }))).toHaveLength(4);
  });

  it('of held stocks looks into the portfolios of who asks', async () => {
    const input = { trigger: 'FOUND', days: 10, cooldownMinutes: 0, filter: { isHeld: true } };
    expect(await preview(input)).toMatchObject({ made: 0 });
    await withClient(alertRig().url, (client) =>
      client.query(`
        with mine as (insert into portfolios (user_id, name) select id, 'main' from users where email = 'trader@example.com' returning id)
        insert into portfolio_transactions (portfolio_id, date, type, symbol, shares, price, amount)
        select mine.id, entry.* from mine, (values
          (date '2025-05-12', 'DEPOSIT', null, null, null, 100000000), ('2025-05-12', 'BUY', 'VCB', 100, 60000, null),
          ('2025-05-12', 'BUY', 'TCB', 100, 60000, null), ('2025-05-19', 'SELL', 'TCB', 100, 60000, null)
        ) as entry (date, type, symbol, shares, price, amount)`),
    );
    const held = await alertRig().database.alerts.heldSymbols([(await alertRig().database.accounts.findByEmail('trader@example.com'))!.id]);
    expect([...held.values()].map((symbols) => [...symbols])).toEqual([['VCB']]);
    expect(await preview(input)).toMatchObject({ made: 4 });

    await rule([await binding()], { filter: { ...ANY, isHeld: true } });
    await match();
    await tell(signal('VCB'), signal('TCB'));
    await match();
    expect((await ledger()).map(({ symbol }) => symbol)).toEqual(['VCB']);
  });

  it.each([
    [{ trigger: 'SCORED', days: 91 }],
    [{ trigger: 'FOUND', filter: { minScore: 70 } }],
    [{ trigger: 'SCORED', cooldownMinutes: -1 }],
  ])('of %j is refused', async (input) => {
    await expect(preview(input)).rejects.toThrow('INVALID_INPUT');
  });

  it('can begin with a template', async () => {
    const { accessToken } = await alertRig().signIn('trader@example.com');
    const { body } = await alertRig().as(
      accessToken,
      '{ alertRuleTemplates { key name trigger filter { kinds minScore } priority cooldownMinutes ttlMinutes } }',
    );
    const { alertRuleTemplates: templates } = body.data as { alertRuleTemplates: { key: string }[] };
    expect(templates[0]).toEqual({
      key: 'strong-stopping-volume',
      name: 'Khối lượng chặn mạnh',
      trigger: 'SCORED',
      filter: { kinds: ['STOPPING_VOLUME'], minScore: 81 },
      priority: 'HIGH',
      cooldownMinutes: 60,
      ttlMinutes: 240,
    });
  });
});
