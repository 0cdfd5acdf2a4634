import { once } from 'node:events';

/** Standard output until its reader goes away, which is not a failure (`vpa detect … | head`). */
export class Output {
  private isOpen = true;

  constructor() {
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      this.isOpen = false;
    });
  }

  /** False where nobody reads any more. */
  async write(bytes: Buffer): Promise<boolean> {
    if (this.isOpen && !process.stdout.write(bytes))
      await Promise.race([once(process.stdout, 'drain'), once(process.stdout, 'close')]).catch(() => undefined);
    return this.isOpen;
  }
}
