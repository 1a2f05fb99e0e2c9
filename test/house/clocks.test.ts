import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the time of day is read: to tell people when something was. */
const tellers = [
  'emulator/commands/daemon.ts',
  'monitor/dashboard/alarms-view.ts',
  'monitor/dashboard/message-list.ts',
  'monitor/dashboard/watch.ts',
  'monitor/message-log.ts',
];

const sources = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => relative(root, join(root, folder, name)));

describe('the time of day', () => {
  it('is read only to be told: somebody may set it, and no duration shall be wrong by that', () => {
    const readers = ['detector', 'triggers', 'monitor', 'emulator']
      .flatMap(sources)
      .filter((file) =>
        /\bDate\.now\b|\bnew Date\b|\bDate\(\)/.test(readFileSync(join(root, file), 'utf8')),
      );
    expect(readers.toSorted()).toEqual(tellers);
  });
});
