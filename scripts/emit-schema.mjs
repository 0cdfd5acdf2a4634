import { writeFileSync } from 'node:fs';

import { buildSchema, printSdl } from '../dist/src/server/build-schema.js';

// Writes `schema.graphql`, or the file named in the first argument. A test compares what is committed with the code.
writeFileSync(process.argv[2] ?? 'schema.graphql', printSdl(buildSchema()));
