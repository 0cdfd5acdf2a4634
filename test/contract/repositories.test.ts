import { pgliteRig, postgresRig } from '../support/persistence-rig.js';
import { testBarStoreContract } from './bar-store.contract.js';
import { testMinuteBarsContract } from './minute-bars.contract.js';
import { testReadersContract } from './readers.contract.js';
import { testScanAndOutboxContract } from './scan-and-outbox.contract.js';

for (const [name, open] of [
  ['PostgreSQL', postgresRig],
  ['PGlite', pgliteRig],
] as const) {
  testReadersContract(name, open);
  testMinuteBarsContract(name, open);
  testBarStoreContract(name, open);
  testScanAndOutboxContract(name, open);
}
