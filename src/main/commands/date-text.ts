import { fromEpochDay } from '../../domain/market/trading-date.js';

const DATE_TEXTS = new Map<number, string>();

/** The text of a date; dates repeat with every symbol. */
export function dateText(day: number): string {
  let text = DATE_TEXTS.get(day);
  if (text === undefined) {
    text = fromEpochDay(day);
    DATE_TEXTS.set(day, text);
  }
  return text;
}
