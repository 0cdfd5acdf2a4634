import type { PriceLevel } from '../../domain/alerts/alert-rule.js';
import type { LevelTrigger, SessionClose } from '../../domain/alerts/price-level.js';
import type { Decimal } from '../../domain/decimal.js';
import type { AlertMessage } from '../ports/alert-channel.js';

/** What an alert says about a level that was crossed: the close, the one before it, and what it is not. */
export function levelMessage(
  { trigger, level, session }: { readonly trigger: LevelTrigger; readonly level: PriceLevel; readonly session: SessionClose },
  ruleName: string,
  language: AlertMessage['language'],
  occurredAt: Date,
): AlertMessage {
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const { symbol, price, direction } = level;
  const { tradingDate, close, before } = session;
  const shown = grouped(price, language);
  const what =
    trigger === 'STOP'
      ? say(`chạm mức dừng lỗ ${shown}`, `stop hit at ${shown}`)
      : direction === 'ABOVE'
        ? say(`đóng cửa vượt lên ${shown}`, `closed above ${shown}`)
        : say(`đóng cửa xuống dưới ${shown}`, `closed below ${shown}`);
  return {
    type: trigger === 'STOP' ? 'stop.hit' : 'price.crossed',
    language,
    title: `${symbol}: ${what}`,
    facts: [
      { label: say('Phiên', 'Session'), value: tradingDate },
      { label: say('Giá đóng cửa', 'Close'), value: grouped(close, language) },
      { label: say('Phiên trước', 'Session before'), value: grouped(before, language) },
      { label: say('Mức giá', 'Level'), value: shown },
    ],
    paragraphs: [
      ...(trigger === 'STOP'
        ? [
            say(
              `Danh mục của bạn đang giữ ${symbol}, và giá đóng cửa đã xuống tới mức dừng lỗ của quy tắc.`,
              `A portfolio of yours holds ${symbol}, and its close came down to the stop of the rule.`,
            ),
          ]
        : []),
      say(
        'Giá khớp lệnh chưa điều chỉnh: ngày giao dịch không hưởng quyền cũng có thể làm giá qua mức này. Không phải lời khuyên mua bán.',
        'Prices as traded, not adjusted: an ex-date can cross a level too. This is no advice.',
      ),
      say(`Quy tắc cảnh báo: ${ruleName}`, `Alert rule: ${ruleName}`),
    ],
    link: null,
    occurredAt,
    data: { trigger, level, session, rule: ruleName },
  };
}

/** Thousands apart, in the way of the language: `29.540,5` or `29,540.5`. */
function grouped(value: Decimal, language: AlertMessage['language']): string {
  const [whole = '', fraction] = value.split('.');
  const [thousands, point] = language === 'vi' ? ['.', ','] : [',', '.'];
  const groups: string[] = [];
  for (let end = whole.length; end > 0; end -= 3) groups.unshift(whole.slice(Math.max(0, end - 3), end));
  const shown = groups.join(thousands);
  return fraction === undefined ? shown : `${shown}${point}${fraction}`;
}
