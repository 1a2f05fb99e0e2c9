import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MessageFile } from '../../../emulator/commands/message-file.js';
import type { Message } from '../../../monitor/message-types.js';

let home = '';
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'b2l1-messages-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const message = (sequence: number): Message => ({
  sequence,
  at: '2026-11-30T09:00:00.000Z',
  run: 3,
  emulatedSeconds: 1.5,
  level: 'info',
  kind: 'command',
  text: 'command "pause"\nof two lines',
  asker: { address: '127.0.0.1', by: 'page' },
});

/** Sequences of the messages in a file; what is no whole line is left out. */
const kept = (path: string): readonly number[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as Message).sequence);

function fileIn(directory: string, maxBytes?: number) {
  const warnings: string[] = [];
  const warn = (text: string) => void warnings.push(text);
  return {
    warnings,
    file: new MessageFile(directory, { info: warn, warn, error: warn }, maxBytes),
  };
}

describe('the file of messages', () => {
  it('goes on where an earlier daemon has ended, a whole message a line', () => {
    for (const sequence of [0, 1]) fileIn(home).file.write(message(sequence));
    const path = join(home, 'messages.jsonl');
    expect(kept(path)).toEqual([0, 1]);
    const [first] = readFileSync(path, 'utf8').split('\n');
    expect(JSON.parse(first!)).toEqual(message(0));
  });

  it('takes the place of the one before when it is full', () => {
    const directory = join(home, 'full');
    mkdirSync(directory);
    const { file } = fileIn(directory, 1.5 * JSON.stringify(message(0)).length);
    for (let sequence = 0; sequence < 5; sequence++) file.write(message(sequence));
    expect(kept(join(directory, 'messages.jsonl.1'))).toEqual([2, 3]);
    expect(kept(join(directory, 'messages.jsonl'))).toEqual([4]);
  });

  it('says once that a disk takes nothing, and how many are missing when it does again', () => {
    const directory = join(home, 'later');
    const { file, warnings } = fileIn(directory);
    for (const sequence of [0, 1]) file.write(message(sequence));
    expect(warnings).toEqual([expect.stringMatching(/^messages are not kept in .*: ENOENT/)]);
    mkdirSync(directory);
    for (const sequence of [2, 3]) file.write(message(sequence));
    expect(warnings.slice(1)).toEqual([expect.stringMatching(/^2 messages are not in .*jsonl$/)]);
    expect(kept(join(directory, 'messages.jsonl'))).toEqual([2, 3]);
  });

  it('begins a line behind half of one, which an earlier daemon has left', () => {
    const directory = join(home, 'half');
    mkdirSync(directory);
    const path = join(directory, 'messages.jsonl');
    appendFileSync(path, '{"sequence":7,"te');
    fileIn(directory).file.write(message(0));
    const [half, whole] = readFileSync(path, 'utf8').split('\n');
    expect(half).toBe('{"sequence":7,"te');
    expect(JSON.parse(whole!)).toEqual(message(0));
  });

  it('waits for no pipe of its name', () => {
    const directory = join(home, 'pipe');
    mkdirSync(directory);
    execFileSync('mkfifo', [join(directory, 'messages.jsonl')]);
    const { file, warnings } = fileIn(directory);
    file.write(message(0));
    expect(warnings).toEqual([expect.stringContaining('it is no file')]);
  });
});
