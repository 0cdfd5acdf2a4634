/** `YYYY/MM/DD`, or with ` HH:mm:ss`, in Asia/Ho_Chi_Minh. */
export function localTime(at: Date, isDateOnly: boolean): string {
  const text = new Date(at.getTime() + 7 * 3_600_000).toISOString();
  const date = text.slice(0, 10).replaceAll('-', '/');
  return isDateOnly ? date : `${date} ${text.slice(11, 19)}`;
}
