const FIRST_CAPACITY = 1 << 17;
/** The longest thing written in one go: a number or one ASCII word. */
const HEADROOM = 512;

const SCALE = 1e9;
const SCALE_DIGITS = 9;
const ZERO = 48;
const POINT = 46;
const MINUS = 45;

/** Gathers ASCII text as bytes. Printing numbers through strings would cost more than finding the signals. */
export class ByteWriter {
  private bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  private at = 0;

  get length(): number {
    return this.at;
  }

  /** What was gathered; the writer starts anew. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.at);
    this.bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
    this.at = 0;
    return taken;
  }

  byte(code: number): void {
    this.reserve();
    this.bytes[this.at++] = code;
  }

  /** Text of ASCII characters only, at most 256. */
  ascii(text: string): void {
    this.reserve();
    const { bytes } = this;
    let at = this.at;
    for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
    this.at = at;
  }

  /** A finite number rounded to 9 decimals, without trailing zeros. */
  number(value: number): void {
    const scaled = Math.round(Math.abs(value) * SCALE);
    if (!Number.isSafeInteger(scaled)) {
      this.ascii(String(value));
      return;
    }
    this.reserve();
    if (value < 0 && scaled > 0) this.bytes[this.at++] = MINUS;
    const whole = Math.floor(scaled / SCALE);
    this.whole(whole);
    let fraction = scaled - whole * SCALE;
    if (fraction === 0) return;
    let digits = SCALE_DIGITS;
    while (fraction % 10 === 0) {
      fraction /= 10;
      digits--;
    }
    this.bytes[this.at++] = POINT;
    for (let i = this.at + digits - 1; i >= this.at; i--) {
      const rest = Math.floor(fraction / 10);
      this.bytes[i] = ZERO + (fraction - rest * 10);
      fraction = rest;
    }
    this.at += digits;
  }

  private whole(value: number): void {
    let digits = 1;
    for (let power = 10; power <= value; power *= 10) digits++;
    let left = value;
    for (let i = this.at + digits - 1; i >= this.at; i--) {
      const rest = Math.floor(left / 10);
      this.bytes[i] = ZERO + (left - rest * 10);
      left = rest;
    }
    this.at += digits;
  }

  private reserve(): void {
    if (this.at + HEADROOM <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(this.bytes.length * 2);
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
