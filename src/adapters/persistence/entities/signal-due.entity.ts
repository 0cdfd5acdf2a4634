import { defineEntity, p } from '@mikro-orm/core';

/** The table `signals_due`: signals to be scored, or to be looked at again as their bars were corrected. */
export const SignalDueEntity = defineEntity({
  name: 'SignalDueEntity',
  tableName: 'signals_due',
  properties: {
    signalId: p.text().collation('C').primary(),
    seq: p.bigint('number'),
  },
});
