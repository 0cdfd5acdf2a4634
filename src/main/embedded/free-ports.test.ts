import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { requireFreePorts } from './free-ports.js';

const taken = createServer();
afterEach(() => taken.close());

describe('requireFreePorts', () => {
  it('tells of a taken port in one line, with its number and its variable', async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await expect(requireFreePorts('127.0.0.1', [{ variable: 'PORT', port }])).rejects.toThrow(
      `port ${port} is taken: stop what uses it, or set PORT to a free port`,
    );
  });

  it('leaves a free port free', async () => {
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    await new Promise((closed) => taken.close(closed));
    await requireFreePorts('127.0.0.1', [{ variable: 'PORT', port }]);
    await expect(requireFreePorts('127.0.0.1', [{ variable: 'PORT', port }])).resolves.toBeUndefined();
  });

  it('refuses one port for both, unless the system chooses', async () => {
    const both = (port: number) => [
      { variable: 'PORT', port },
      { variable: 'METRICS_PORT', port },
    ];
    await expect(requireFreePorts('127.0.0.1', both(8000))).rejects.toThrow('PORT and METRICS_PORT are both 8000');
    await requireFreePorts('127.0.0.1', both(0));
  });
});
