import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { describe, expect, it } from 'vitest';

const standBack = new URL('../../../dist/emulator/workers/stand-back.js', import.meta.url);
const script =
  `import { standBack } from ${JSON.stringify(standBack.href)};` +
  `import { getPriority } from 'node:os';` +
  `console.log(JSON.stringify([standBack(), getPriority(process.pid)]));`;

/** Whether a thread stands back that was started with more niceness, and what it has then. */
const withNiceness = (more: number): unknown =>
  JSON.parse(
    execFileSync(
      'nice',
      ['-n', String(more), process.execPath, '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    ),
  );

describe.runIf(process.platform === 'linux')('a thread that stands back', () => {
  // A service may be started with Nice=10, as that of monitor/deploy: an absolute value would put
  // its workers before what serves, or be refused.
  it.each([0, 10, 17])('has more niceness than its process, started with %i more', (more) => {
    const own = Math.min(19, getPriority(0) + more);
    expect(withNiceness(more)).toEqual([true, Math.min(19, own + 5)]);
  });
});
