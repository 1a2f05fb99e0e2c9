import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Notes } from '../../../detector/base/notes.js';
import { fileBytes } from '../../../emulator/readers/bytes.js';
import { Source } from '../../../emulator/readers/source.js';

const folder = mkdtempSync(join(tmpdir(), 'b2l1-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Lines of different lengths, more than fit into a pipe or a piece of a file. */
const content = Buffer.from(
  Array.from({ length: 100_000 }, (_, line) => `${line * line} ${line}\n`).join(''),
);

async function bytesOf(path: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  // A piece is good until the next one is asked for.
  for await (const piece of fileBytes(new Source(path), { notes: new Notes() }))
    pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

describe('the bytes of an event file come whole and in order', () => {
  it('from a plain file', async () => {
    const path = join(folder, 'plain');
    writeFileSync(path, content);
    expect((await bytesOf(path)).equals(content)).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('from a pipe (Windows has none of a name)', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const read = bytesOf(path);
    createWriteStream(path).end(content);
    expect((await read).equals(content)).toBe(true);
  });
});
