/** Rules and bindings over GraphQL: pages that are whole, in order, and refuse what is no cursor of theirs; a level as clients give it. */
import { expect, it } from 'vitest';

import { randomSecrets } from '../../src/adapters/access/random-secrets.js';
import { createAppChannel } from '../../src/adapters/channels/app.channel.js';
import { alertUseCases } from '../../src/application/alerts/alert-rules.js';
import { alertRig, useAlertRig } from '../support/alert-rig.js';
import { withClient } from '../support/postgres.js';

useAlertRig((database) =>
  alertUseCases({
    alerts: database.alerts,
    targets: new Map([['APP', createAppChannel()]]),
    secrets: randomSecrets,
    signingSecret: null,
    market: database,
    now: () => new Date(),
  }),
);

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string; readonly [name: string]: unknown } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string | null };
}

async function asOwner(document: string, variables: Record<string, unknown> = {}) {
  const { accessToken } = await alertRig().signIn('trader@example.com');
  return (await alertRig().as(accessToken, document, variables)).body;
}

async function read(field: 'alertRules' | 'alertBindings', first: number, after: string | null): Promise<Page> {
  const name = field === 'alertRules' ? 'name' : 'label';
  const page = 'pageInfo { hasNextPage hasPreviousPage endCursor }';
  const document = `query ($first: Int!, $after: String) { page: ${field}(first: $first, after: $after) { edges { cursor node { id ${name} } } ${page} } }`;
  const { data } = await asOwner(document, { first, after });
  return (data as { page: Page }).page;
}

async function make(count: number): Promise<void> {
  const bind = `mutation ($input: CreateAlertBindingInput!) { createAlertBinding(input: $input) { binding { id } errors { code field } } }`;
  const create = `mutation ($input: CreateAlertRuleInput!) { createAlertRule(input: $input) { rule { level { symbol price direction } } errors { code field } } }`;
  for (let i = 0; i < count; i += 1) {
    const bound = await asOwner(bind, { input: { channel: 'APP', target: '', label: `b${i}`, idempotencyKey: `list-binding-${i}` } });
    const { id } = (bound.data as { createAlertBinding: { binding: { id: string } } }).createAlertBinding.binding;
    const level = { symbol: 'vcb', price: '60000.5', direction: 'BELOW' };
    const input = { name: `r${i}`, trigger: 'PRICE', level, bindingIds: [id], idempotencyKey: `list-rule-${i}` };
    expect(await asOwner(create, { input })).toMatchObject({
      data: { createAlertRule: { rule: { level: { ...level, symbol: 'VCB' } }, errors: [] } },
    });
  }
}

it('are read page by page, the oldest first, also where some were made in the same instant', async () => {
  await make(5);
  const same = "created_at = (select min(created_at) from alert_rules) where name in ('r1', 'r2', 'r3')";
  await withClient(alertRig().url, (client) => client.query(`update alert_rules set ${same}`));
  for (const field of ['alertRules', 'alertBindings'] as const) {
    const whole = await read(field, 100, null);
    expect(whole.edges).toHaveLength(5);
    expect(whole.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    const ids: string[] = [];
    let after: string | null = null;
    for (let pages = 1; pages <= 3; pages += 1) {
      const page: Page = await read(field, 2, after);
      ids.push(...page.edges.map(({ node }) => node.id));
      expect(page.pageInfo).toMatchObject({ hasNextPage: pages < 3, hasPreviousPage: pages > 1 });
      after = page.pageInfo.endCursor;
    }
    expect(ids).toEqual(whole.edges.map(({ node }) => node.id));
  }
  const labels = (await read('alertBindings', 100, null)).edges.map(({ node }) => node['label']);
  expect(labels).toEqual(['b0', 'b1', 'b2', 'b3', 'b4']);
});

it('refuse a page that is too large, and a cursor of another list', async () => {
  await make(1);
  const { endCursor } = (await read('alertBindings', 1, null)).pageInfo;
  for (const [document, field] of [
    ['{ alertRules(first: 101) { pageInfo { endCursor } } }', 'first'],
    [`{ alertRules(after: "${endCursor}") { pageInfo { endCursor } } }`, 'after'],
  ] as const)
    expect(await asOwner(document)).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT', details: { field } } }] });
});
