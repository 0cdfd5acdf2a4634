import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { systemUsage } from './cgroup.js';
import { createMetrics } from './metrics.js';
import { measureProcess } from './process-metrics.js';

const MIB = 1024 * 1024;

let root: string;
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'vpa-cgroup-'))));
afterEach(() => rmSync(root, { recursive: true }));

function files(contents: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

describe('what a container uses', () => {
  test('is read from its control group, version 2, without the cache that can be dropped', () => {
    files({
      'proc/self/cgroup': '0::/\n',
      'sys/fs/cgroup/memory.current': `${300 * MIB}\n`,
      'sys/fs/cgroup/memory.stat': `anon 1\ninactive_file ${44 * MIB}\n`,
      'sys/fs/cgroup/memory.max': `${512 * MIB}\n`,
      'sys/fs/cgroup/cpu.stat': 'usage_usec 2500000\nuser_usec 1\n',
      'sys/fs/cgroup/cpu.max': '50000 100000\n',
    });
    const usage = systemUsage(root);
    expect(usage.memory()).toEqual({ used: 256 * MIB, limit: 512 * MIB });
    expect(usage.cpu()).toEqual({ used: 2.5, limit: 0.5 });
  });

  test('is that of its own group where the whole tree can be seen; without limits the machine is the limit', () => {
    files({
      'proc/self/cgroup': '0::/vpa.service\n',
      'sys/fs/cgroup/vpa.service/memory.current': `${MIB}\n`,
      'sys/fs/cgroup/vpa.service/memory.max': 'max\n',
      'sys/fs/cgroup/vpa.service/cpu.stat': 'usage_usec 1000000\n',
      'sys/fs/cgroup/vpa.service/cpu.max': 'max 100000\n',
    });
    const usage = systemUsage(root);
    expect(usage.memory()).toEqual({ used: MIB, limit: totalmem() });
    expect(usage.cpu().limit).toBeGreaterThanOrEqual(1);
  });

  test('is read from version 1 as well', () => {
    files({
      'proc/self/cgroup': '4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n',
      'sys/fs/cgroup/memory/memory.usage_in_bytes': `${100 * MIB}\n`,
      'sys/fs/cgroup/memory/memory.stat': `total_inactive_file ${20 * MIB}\n`,
      'sys/fs/cgroup/memory/memory.limit_in_bytes': `${200 * MIB}\n`,
      'sys/fs/cgroup/cpuacct/cpuacct.usage': '3000000000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      'sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    });
    const usage = systemUsage(root);
    expect(usage.memory()).toEqual({ used: 80 * MIB, limit: 200 * MIB });
    expect(usage.cpu()).toEqual({ used: 3, limit: 2 });
  });

  test('is that of the machine where there are no control groups', () => {
    const usage = systemUsage(root);
    expect(usage.memory().used).toBeGreaterThan(0);
    expect(usage.memory().limit).toBe(totalmem());
    expect(usage.cpu().used).toBeGreaterThan(0);
  });
});

test('the metrics tell the version, and use in per cent of the limit since the last look', async () => {
  const registry = createMetrics();
  let used = 0;
  measureProcess(registry, '1.2.3', { memory: () => ({ used: 128, limit: 512 }), cpu: () => ({ used, limit: 2 }) });
  used = 1e9;
  const text = await registry.render();
  expect(text).toContain(`build_info{version="1.2.3",node="${process.version}"} 1\n`);
  expect(text).toContain('system_memory_usage_percent 25\n');
  expect(Number(/^system_cpu_usage_percent (\S+)$/m.exec(text)?.[1])).toBeGreaterThan(100);
  expect(await registry.render()).toContain('system_cpu_usage_percent 0\n');
  expect(text).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}/m);
});
