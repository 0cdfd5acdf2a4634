export type Attributes = Readonly<Record<string, string | number>>;

/** An element of a drawing. Numbers are cut to two places; texts are escaped, children are drawings already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === 'number' ? place(value) : escapeXml(value)}"`,
  );
  return children.length === 0 ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

export function text(x: number, y: number, content: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escapeXml(content));
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** A whole drawing on white, with a name for those who do not see it. */
export function drawing(width: number, height: number, label: string, ...children: readonly string[]): string {
  const frame = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label };
  const ground = element('rect', { width, height, fill: '#ffffff' });
  return `${element('svg', { ...frame, 'font-family': 'system-ui, sans-serif', 'font-size': 12, fill: INK }, ground, ...children)}\n`;
}

export const INK = '#1b1f24';
export const FAINT = '#d0d7de';
export const GREY = '#6e7781';
/** Two that stay apart also for those who can't tell red from green. */
export const BLUE = '#0969da';
export const ORANGE = '#bc4c00';

/** Puts a value between two ends of a scale. */
export function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  return (value) => from + (to - from) * (high === low ? 0.5 : (value - low) / (high - low));
}

function place(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
