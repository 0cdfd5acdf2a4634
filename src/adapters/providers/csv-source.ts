import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { DomainError } from '../../domain/errors.js';

const CHUNK_BYTES = 1 << 20;
const GZIP_MAGIC = 0x1f8b;

/**
 * The bytes of a file, unpacked where they are gzip (told by content, not by name). Chunks of about 1 MB; a chunk is only
 * read when the one before was taken.
 * @throws {DomainError} NOT_FOUND where there is no such file, INVALID_INPUT where it can't be read or unpacked.
 */
export async function* readBytes(path: string): AsyncGenerator<Buffer> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new DomainError('NOT_FOUND', `can't open ${path}`, { details: { path }, cause });
  });
  try {
    const magic = Buffer.alloc(2);
    const { bytesRead } = await handle.read(magic, 0, 2, 0);
    const raw = handle.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES, autoClose: false });
    const isGzip = bytesRead === 2 && magic.readUInt16BE() === GZIP_MAGIC;
    const stream: Readable = isGzip ? pipeline(raw, createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) : raw;
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (cause) {
    if (cause instanceof DomainError) throw cause;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new DomainError('INVALID_INPUT', `can't read ${path} to its end (${code})`, { details: { path, code }, cause });
  } finally {
    await handle.close();
  }
}
