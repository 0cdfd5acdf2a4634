import { ANSWER_FAULTS, ROW_FAULTS } from '../../src/adapters/fake-market/faults.js';
import { UDF_PROFILES } from '../../src/adapters/providers/udf/udf-profiles.js';
import type { UdfName, UdfProfile } from '../../src/adapters/providers/udf/udf-profiles.js';
import { createUdfProvider } from '../../src/adapters/providers/udf/udf.provider.js';
import { testProviderContract } from './provider.contract.js';

const WHOLE_ANSWERS = ANSWER_FAULTS.filter((fault) => fault !== 'TOKEN_EXPIRED');

for (const name of Object.keys(UDF_PROFILES) as UdfName[]) {
  const profile: UdfProfile = UDF_PROFILES[name];
  const isBare = profile.envelope === 'BARE';
  testProviderContract(name, {
    create: ({ url }, deps, limits) =>
      createUdfProvider(
        {
          name,
          profile,
          url: `${url}/${name}/${name === 'dnse_chart' ? '{kind}' : 'history'}`,
          priceUnit: profile.priceUnit ?? (name === 'vps' ? 'kvnd' : 'vnd'),
          limits,
        },
        deps,
      ),
    intervals: ['M1', 'M5', 'M15', 'H1', 'D1'],
    answerFaults: isBare ? WHOLE_ANSWERS.filter((fault) => fault !== 'MISSING_STATUS') : WHOLE_ANSWERS,
    rowFaults: ROW_FAULTS,
    unitFaults: ['PRICES_TIMES_1000', 'PRICES_BY_1000'],
    hasIndices: true,
    saysNone: profile.envelope === 'STATUS',
  });
}
