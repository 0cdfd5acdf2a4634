import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
}
interface Groups {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}

/** Tests and benchmarks run in the root of the project. */
const RULES = 'helm/vpa/files/rules/vpa.yaml';
const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Prometheus needs two samples in a window. */
const SHORTEST_SECONDS = 3;

/** Ages in seconds that alerts compare with; they shrink with the windows. */
const AGES: Readonly<Record<string, number>> = { VpaScannerSilent: 900, VpaOutboxStuck: 60 };

/**
 * The rules of the chart with every window, every `for` and the ages above divided by the factor, and with trading hours
 * all day: an hour of waiting is a minute then. With factor 1 only the trading hours are changed.
 */
export function scaledRules(factor: number): string {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as Groups;
  return stringify({ groups: groups.map((group) => ({ ...group, rules: group.rules.map((rule) => scale(rule, factor)) })) });
}

function scale(rule: Rule, factor: number): Rule {
  if (rule.record === 'vpa:trading_hours') return { ...rule, expr: 'vector(1)' };
  const { alert, for: wait } = rule;
  const age = alert === undefined ? undefined : AGES[alert];
  if (age !== undefined && !rule.expr.includes(`> ${age}`)) throw new Error(`${alert ?? ''} compares with no ${age}`);
  const windows = rule.expr.replaceAll(/\[(\d+)([smhd])\]/g, (_, count: string, unit: string) => `[${shrink(count, unit, factor)}]`);
  return {
    ...rule,
    expr: age === undefined ? windows : windows.replace(`> ${age}`, `> ${age / factor}`),
    ...(wait === undefined
      ? {}
      : { for: wait.replace(/^(\d+)([smhd])$/, (_, count: string, unit: string) => shrink(count, unit, factor)) }),
  };
}

function shrink(count: string, unit: string, factor: number): string {
  const seconds = (Number(count) * (UNITS[unit] ?? NaN)) / factor;
  return `${Math.max(Math.round(seconds), factor === 1 ? 0 : SHORTEST_SECONDS)}s`;
}
