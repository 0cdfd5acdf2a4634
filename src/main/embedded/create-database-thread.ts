import { workerData } from 'node:worker_threads';

import { PGlite } from '@electric-sql/pglite';

/** The whole program of the thread that makes an empty database: see create-database.ts. */
const database = await PGlite.create(String(workerData));
await database.close();
