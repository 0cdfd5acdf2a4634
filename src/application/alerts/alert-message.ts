import type { AlertOccasion } from '../../domain/alerts/match-alert-rule.js';
import { DETECTORS } from '../../domain/vpa/detectors/index.js';
import type { SignalMark } from '../../domain/vpa/signal.js';
import type { RetractionReason, StoredStatus } from '../../domain/vpa/scoring/signal-score.js';
import type { AlertMessage } from '../ports/alert-channel.js';

type Language = AlertMessage['language'];

const STATUS_WORDS: Readonly<Record<StoredStatus, Readonly<Record<Language, string>>>> = {
  PENDING: { vi: 'đang chờ xác nhận', en: 'pending' },
  CONFIRMED: { vi: 'đã xác nhận', en: 'confirmed' },
  FAILED: { vi: 'thất bại', en: 'failed' },
  EXPIRED: { vi: 'hết hạn', en: 'expired' },
  RETRACTED: { vi: 'bị thu hồi', en: 'retracted' },
};
const RETRACTION_WORDS: Readonly<Record<RetractionReason, Readonly<Record<Language, string>>>> = {
  BAR_CORRECTED: { vi: 'bị thu hồi vì nến được sửa', en: 'retracted, its bars were corrected' },
  CORPORATE_ACTION: {
    vi: 'bị thu hồi vì giá được điều chỉnh theo sự kiện doanh nghiệp',
    en: 'retracted, a corporate action restated its prices',
  },
};
const DIRECTIONS = {
  BULLISH: { vi: 'tăng', en: 'bullish' },
  BEARISH: { vi: 'giảm', en: 'bearish' },
  NEUTRAL: { vi: 'trung tính', en: 'neutral' },
} as const;
const CAUTION: Readonly<Record<Language, string>> = {
  vi: 'Tín hiệu mô tả giá và khối lượng của một phiên, không phải lời khuyên mua bán.',
  en: 'A signal describes price and volume of one session; it is no advice.',
};

const MARK_WORDS: Readonly<Record<SignalMark, Readonly<Record<Language, string>>>> = {
  AT_CEILING: { vi: 'Đóng cửa tại giá trần: có thể không mua được.', en: 'It closed at its ceiling: there may be nothing to buy.' },
  AT_FLOOR: { vi: 'Đóng cửa tại giá sàn: có thể không bán được.', en: 'It closed at its floor: there may be nobody to sell to.' },
  AFTER_SUSPENSION: {
    vi: 'Phiên đầu tiên sau hơn 25 phiên không giao dịch.',
    en: 'The first session after more than 25 without trades.',
  },
  EX_DATE: { vi: 'Ngày giao dịch không hưởng quyền.', en: 'An ex-date: the prices before it were restated.' },
};

/** What an alert says about a signal: what fired, its numbers, its record before that day, and what it is not. */
export function signalMessage(
  { trigger, signal, score }: AlertOccasion,
  ruleName: string,
  language: Language,
  occurredAt: Date,
): AlertMessage {
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  const summary = DETECTORS.find(({ kind }) => kind === signal.kind)?.summary[language] ?? '';
  const reason = score?.retractionReason ?? null;
  const status = score === null ? '' : (reason === null ? STATUS_WORDS[score.status] : RETRACTION_WORDS[reason])[language];
  const { volumeRatio, changePct, closePosition, isIlliquid, marks = [] } = signal.measured;
  const facts = [
    { label: say('Phiên', 'Session'), value: signal.tradingDate },
    { label: say('Hướng', 'Direction'), value: DIRECTIONS[signal.direction][language] },
    fact(say('Khối lượng / TB20', 'Volume / mean 20'), volumeRatio, (value) => `${value.toFixed(2)}×`),
    fact(say('Thay đổi giá', 'Change of price'), changePct, (value) => `${value.toFixed(2)} %`),
    { label: say('Vị trí đóng cửa', 'Close position'), value: closePosition.toFixed(2) },
    fact(say('Điểm', 'Score'), score?.adjusted ?? null, (value) => value.toFixed(0)),
    fact(say('Độ tin cậy', 'Confidence'), score?.confidence ?? null, (value) => value.toFixed(2)),
    fact(say('Mức vô hiệu', 'Level that ends it'), score?.level ?? null, (value) => value.toFixed(0)),
    ...(status === '' ? [] : [{ label: say('Trạng thái', 'Status'), value: status }]),
    { label: say('Bộ quy tắc', 'Rule set'), value: signal.ruleVersion },
  ];
  const details = score?.details ?? null;
  const record =
    details === null || details.baseRate === null
      ? []
      : [
          say(
            `Trước phiên này: ${details.recordWins}/${details.recordSignals} tín hiệu cùng loại đi đúng hướng; tỷ lệ nền sau một nến bất kỳ ${percent(details.baseRate)}.`,
            `Before that session ${details.recordWins} of ${details.recordSignals} signals of this kind went their way; after any bar at all it was ${percent(details.baseRate)}.`,
          ),
        ];
  return {
    type: trigger === 'FOUND' ? 'signal.detected' : 'signal.updated',
    language,
    title: [`${signal.symbol}: ${signal.kind}`, ...(trigger === 'DECIDED' ? [status] : [])].join(' – '),
    facts: facts.filter((each) => each !== null),
    paragraphs: [
      summary,
      ...record,
      ...(isIlliquid ? [say('Thanh khoản thấp: hãy thận trọng.', 'Thinly traded: take it with care.')] : []),
      ...marks.map((mark) => MARK_WORDS[mark][language]),
      CAUTION[language],
      say(`Quy tắc cảnh báo: ${ruleName}`, `Alert rule: ${ruleName}`),
    ],
    link: null,
    occurredAt,
    data: {
      trigger,
      signal: { ...signal, detectedAt: signal.detectedAt.toISOString() },
      score,
      rule: ruleName,
    },
  };
}

/** What is sent to a new binding, so that its owner can show that it arrived. */
export function codeMessage(code: string, language: Language, occurredAt: Date): AlertMessage {
  const say = (vi: string, en: string) => (language === 'vi' ? vi : en);
  return {
    type: 'binding.code',
    language,
    title: say(`Mã xác nhận: ${code}`, `Your code: ${code}`),
    facts: [],
    paragraphs: [
      say(
        'Nhập mã này để nhận cảnh báo tại đây. Nếu bạn không yêu cầu, hãy bỏ qua.',
        'Give this code back to receive alerts here. If you did not ask for it, ignore it.',
      ),
    ],
    link: null,
    occurredAt,
    data: { code },
  };
}

function fact(label: string, value: number | null, print: (value: number) => string): { label: string; value: string } | null {
  return value === null ? null : { label, value: print(value) };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}
