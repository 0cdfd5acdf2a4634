import type { ComparedEvidence, Evidence } from './evidence.js';
import type { RuleKind } from '../kinds.js';
import type { SignalExplanation } from './explain-signal.js';
import { BACKGROUND_WORDS, COLUMN_WORDS, SIGNS, STATE_WORDS, type Language } from './words.js';

/** One line of evidence, its parts in lines below it. */
export interface EvidenceLine {
  readonly holds: boolean;
  readonly text: string;
  readonly parts: readonly EvidenceLine[];
}

/** What was asked and what was seen, for people. */
export function evidenceLine(evidence: Evidence, language: Language): EvidenceLine {
  const partsOf = (parts: readonly Evidence[]) => parts.map((part) => evidenceLine(part, language));
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { holds } = evidence;
  switch (evidence.type) {
    case 'compared':
      return { holds, text: comparedText(evidence, language), parts: [] };
    case 'state': {
      const name = STATE_WORDS[evidence.column][language];
      return { holds, text: evidence.wanted ? name : say(`không phải ${name}`, `not ${name}`), parts: [] };
    }
    case 'background': {
      const word = (code: number) => BACKGROUND_WORDS[code]?.[language] ?? '';
      const { wanted, found } = evidence;
      return {
        holds,
        text: say(`bối cảnh ${word(wanted)} (thực tế: ${word(found)})`, `background of ${word(wanted)} (found: ${word(found)})`),
        parts: [],
      };
    }
    case 'fired': {
      const { kind, from, to } = evidence;
      const [near, far] = [Math.min(from, to), Math.max(from, to)];
      return { holds, text: say(`${kind} trong ${near}–${far} phiên trước`, `${kind} ${near} to ${far} sessions before`), parts: [] };
    }
    case 'repeated': {
      const { bars, wanted, found, parts } = evidence;
      const text = say(
        `ít nhất ${wanted} trong ${bars} phiên (thực tế: ${found})`,
        `on ${wanted} or more of ${bars} sessions (found: ${found})`,
      );
      return { holds, text, parts: partsOf(parts) };
    }
    case 'any':
      return { holds, text: say('ít nhất một trong các điều kiện', 'one of these at least'), parts: partsOf(evidence.parts) };
    case 'all':
      return { holds, text: say('tất cả các điều kiện', 'all of these'), parts: partsOf(evidence.parts) };
    default:
      return evidence satisfies never;
  }
}

/** The explanation in one sentence or two: what fired, or what was missing and by how much. */
export function explanationText(
  { kind, ruleVersion, summary, hasFired, conditions }: SignalExplanation<RuleKind>,
  language: Language,
): string {
  const lines = conditions.map((condition) => evidenceLine(condition, language));
  if (hasFired) {
    const met = lines.map(({ text }) => text).join('; ');
    return language === 'vi'
      ? `${kind} (${ruleVersion}): ${summary.vi} Đủ điều kiện: ${met}.`
      : `${kind} (${ruleVersion}): ${summary.en} All conditions hold: ${met}.`;
  }
  const failed = lines.filter(({ holds }) => !holds).map(({ text }) => text);
  if (failed.length === 0) return language === 'vi' ? `${kind}: chưa đủ 20 phiên trước đó.` : `${kind}: fewer than 20 sessions before it.`;
  const count = `${lines.length - failed.length}/${lines.length}`;
  return language === 'vi'
    ? `Không có ${kind} (${ruleVersion}): đạt ${count} điều kiện. Thiếu: ${failed.join('; ')}.`
    : `No ${kind} (${ruleVersion}): ${count} conditions hold. Missing: ${failed.join('; ')}.`;
}

function comparedText({ column, comparison, measured, threshold, difference, level }: ComparedEvidence, language: Language): string {
  const name = COLUMN_WORDS[column][language];
  if (measured === null || threshold === null) {
    return language === 'vi' ? `${name}: chưa đủ dữ liệu` : `${name}: not enough bars`;
  }
  const from = level === null ? '' : ` (${levelText(level, language)})`;
  const by = `${(difference ?? 0) >= 0 ? '+' : '−'}${short(Math.abs(difference ?? 0))}`;
  return `${name} ${short(measured)} ${SIGNS[comparison]} ${short(threshold)}${from} [${by}]`;
}

function levelText({ column, lag, scale }: NonNullable<ComparedEvidence['level']>, language: Language): string {
  const name = COLUMN_WORDS[column][language];
  const when = lag === 0 ? '' : language === 'vi' ? ` ${lag} phiên trước` : ` ${lag} ${lag === 1 ? 'session' : 'sessions'} before`;
  return `${scale === 1 ? '' : `${scale} × `}${name}${when}`;
}

/** Enough digits to tell, and no more. */
function short(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(4)));
}
