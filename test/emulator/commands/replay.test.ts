import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMPTY, lastValueFrom } from 'rxjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../emulator/commands/context.js';
import { replayCommand } from '../../../emulator/commands/replay.js';
import { segmentsIn } from '../../../emulator/daq/segments.js';
import { until } from '../../monitor/support.js';
import { startDaemon } from '../../support/command.js';
import { bodiesOf, forged, temporaryDirectory } from '../daq/support.js';

const scratch = temporaryDirectory();
const run = join(scratch, 'run-000001');

/** Runs `b2l1 replay` in this process; what it prints. @throws what the command throws */
async function replay(...args: readonly string[]): Promise<string> {
  let printed = '';
  const context: CommandContext = {
    out: (text) => {
      printed += text;
    },
    talk: () => {},
    terminal: false,
    clock: performance,
    stop$: EMPTY,
    execute: async (work$) => void (await lastValueFrom(work$, { defaultValue: undefined })),
  };
  await replayCommand(context).exitOverride().parseAsync(args, { from: 'user' });
  return printed;
}

/** A busy host is slow, not wrong [ms]. */
const patience = 90_000;

/** A daemon that is killed while it records. */
beforeAll(async () => {
  const daemon = await startDaemon(
    '--record',
    scratch,
    '--pace',
    'max',
    '--card',
    'single-photon',
    '--rate',
    '2kHz',
    '--workers',
    '1',
  );
  const recordedBytes = (): number => {
    const [first] = segmentsIn(run);
    return first === undefined ? 0 : statSync(join(run, first.name)).size;
  };
  try {
    await until(
      () => Promise.resolve(recordedBytes() > 100_000),
      'a recording of some events',
      patience,
    );
  } finally {
    await daemon.stop('SIGKILL');
  }
}, 2 * patience);

interface ReplayDocument {
  readonly events: number;
  readonly differing: number;
  readonly books: {
    readonly ended: boolean;
    readonly recorded: number;
    readonly unaccounted: number;
  };
}

describe('b2l1 replay', () => {
  it('decides again what a killed daemon left, and says that the end is missing', async () => {
    const printed = await replay(scratch, '--json');
    const result = JSON.parse(printed) as ReplayDocument;
    expect(result).toMatchObject({
      version: '0.1.0',
      seed: 1,
      run: 1,
      menu: 'physics',
      recordedMenu: 'physics',
      check: 'trigger',
      differing: 0,
    });
    expect(result.events).toBeGreaterThan(50);
    expect(result.books).toMatchObject({ ended: false, recorded: result.events, unaccounted: 0 });
    expect(printed).toContain('the run was killed, or is still being recorded');
  });

  it('fails and lists the events that are not as recorded', async () => {
    const changed = forged(run, join(scratch, 'changed'), (record) => ({
      ...record,
      timingSource: record.timingSource!.map((source, event) => (event === 2 ? 15 : source)),
    }));
    await expect(replay(changed)).rejects.toMatchObject({
      code: 'REPLAY_DIFFERS',
      message: expect.stringContaining('1 events') as string,
    });
  });

  it('of a recording that has lost something uses the rest, and fails', async () => {
    const damaged = join(scratch, 'damaged');
    cpSync(run, damaged, { recursive: true });
    const file = join(damaged, segmentsIn(damaged)[0]!.name);
    const bytes = readFileSync(file);
    const [, , firstEvents] = bodiesOf(file);
    const place = bytes.indexOf(firstEvents!) + 40;
    bytes[place] = bytes[place]! ^ 1;
    writeFileSync(file, bytes);
    await expect(replay(damaged)).rejects.toMatchObject({
      code: 'RECORDING_INCOMPLETE',
      message: expect.stringMatching(/with \d+ recorded events/) as string,
    });
  });

  it('under another menu says what a recording of accepted events can answer', async () => {
    const printed = await replay(run, '--menu', 'ecl');
    expect(printed).toMatch(/Menu ecl would accept \d+ of them for certain/);
    expect(printed).toContain('cannot come back');
    expect(printed).toContain('Only in the recorded menu: fff');
  });

  it('refuses options that do not go together', async () => {
    await expect(replay(run, '--regenerate', '--menu', 'ecl')).rejects.toMatchObject({
      code: 'USAGE_IDLE_OPTION',
    });
    await expect(replay(run, '--workers', '2')).rejects.toMatchObject({
      code: 'USAGE_IDLE_OPTION',
    });
  });
});
