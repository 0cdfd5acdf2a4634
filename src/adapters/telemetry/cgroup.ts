import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { join } from 'node:path';

/** Use and limit of a resource at one moment. */
interface Usage {
  readonly used: number;
  readonly limit: number;
}

export interface SystemUsage {
  /** Bytes. */
  memory(): Usage;
  /** Seconds of CPU used since some moment in the past, and seconds of CPU that may be used in a second. */
  cpu(): Usage;
}

/** Root of the file system; tests give a folder. */
const ROOT = '/';

/**
 * What this container uses of what it may: control groups 2, then 1. Where there is no limit, the machine's size is
 * the limit; where there are no control groups (not Linux), it is the machine that is measured.
 */
export function systemUsage(root = ROOT): SystemUsage {
  const files = new GroupFiles(root);
  return {
    memory: () => files.memory() ?? { used: totalmem() - freemem(), limit: totalmem() },
    cpu: () => files.cpu() ?? { used: machineCpuSeconds(), limit: cpus().length },
  };
}

class GroupFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  memory(): Usage | null {
    const current = this.#number('', 'memory.current') ?? this.#number('memory', 'memory.usage_in_bytes');
    if (current === null) return null;
    // Page cache that can be dropped at once is not in use.
    const inactive = this.#field('', 'memory.stat', 'inactive_file') ?? this.#field('memory', 'memory.stat', 'total_inactive_file') ?? 0;
    const limit = this.#number('', 'memory.max') ?? this.#number('memory', 'memory.limit_in_bytes');
    return { used: current - inactive, limit: Math.min(limit ?? Infinity, totalmem()) };
  }

  cpu(): Usage | null {
    const micros = this.#field('', 'cpu.stat', 'usage_usec');
    const nanos = micros === null ? this.#number('cpuacct', 'cpuacct.usage') : null;
    if (micros === null && nanos === null) return null;
    return { used: micros === null ? (nanos ?? 0) / 1e9 : micros / 1e6, limit: this.#cpuLimit() ?? availableParallelism() };
  }

  #cpuLimit(): number | null {
    const [quota, period] = (this.#read('', 'cpu.max') ?? '').split(' ').map(Number);
    if (quota !== undefined && period !== undefined && quota > 0 && period > 0) return quota / period;
    const oldQuota = this.#number('cpu', 'cpu.cfs_quota_us');
    const oldPeriod = this.#number('cpu', 'cpu.cfs_period_us');
    return oldQuota !== null && oldPeriod !== null && oldQuota > 0 && oldPeriod > 0 ? oldQuota / oldPeriod : null;
  }

  #number(controller: string, file: string): number | null {
    const value = Number(this.#read(controller, file) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  }

  #field(controller: string, file: string, name: string): number | null {
    const line = (this.#read(controller, file) ?? '').split('\n').find((text) => text.startsWith(`${name} `));
    return line === undefined ? null : Number(line.slice(name.length + 1));
  }

  /** The file of this process's group; a container sees its own group as the root. */
  #read(controller: string, file: string): string | null {
    const base = join(this.#root, 'sys/fs/cgroup', controller);
    for (const group of [this.#group(controller), '']) {
      const text = readText(join(base, group, file));
      if (text !== null) return text;
    }
    return null;
  }

  #group(controller: string): string {
    const lines = (readText(join(this.#root, 'proc/self/cgroup')) ?? '').split('\n').map((line) => line.split(':'));
    return lines.find(([, names]) => (names ?? '').split(',').includes(controller))?.[2] ?? '';
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}

function machineCpuSeconds(): number {
  const millis = cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
  return millis / 1000;
}
