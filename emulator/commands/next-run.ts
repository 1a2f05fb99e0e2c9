import { randomUUID } from 'node:crypto';
import { s } from '../../detector/base/units.js';
import type { Log, MessageKind } from '../../monitor/ports.js';
import { slicePeriod } from '../chain/slices.js';
import type { DecisionReaders } from '../daq/decision-readers.js';
import { recordings } from '../daq/live-recorder.js';
import { decayChoice } from '../decays/decay-choice.js';
import { type LiveRun, liveRun } from '../live/run.js';
import { loadConditions } from '../settings/conditions.js';
import { loadMenu } from '../settings/menu-source.js';
import type { RunConfig } from '../settings/run-config.js';
import { version } from '../version.js';
import { startThreads } from '../workers/pool.js';
import type { CommandContext } from './context.js';
import type { LaidFile } from './overlay-option.js';
import { playCard, playMachine } from './played.js';
import type { RunOptions } from './run-options.js';
import { sameEventCommand } from './same-event.js';

/** What is played besides options: the settings, and a user's file over all of it. */
export interface RunParts {
  readonly settings: RunConfig;
  readonly file: LaidFile;
}

/** And whoever gets every decision of all runs. */
interface RunMakerParts extends RunParts {
  readonly readers: DecisionReaders;
}

/** A maker of runs: each is a new run number with the same settings, which `check` looks at. */
export function runMaker(
  options: RunOptions,
  { settings, file, readers }: RunMakerParts,
  clock: CommandContext['clock'],
  logAs: (kind: MessageKind) => Log,
): { readonly makeRun: () => LiveRun; readonly check: () => void } {
  // They load the program while this thread makes itself ready.
  let threads: ReturnType<typeof startThreads> | undefined = startThreads(options.workers);
  const conditions = loadConditions(options.conditions, options.set);
  const recording =
    settings.record === ''
      ? undefined
      : recordings(settings.record, {
          ...settings.recorder,
          ...(options.recordAll === true && { passThrough: 1 }),
        });
  const base = {
    seed: options.seed,
    config: conditions.config,
    menu: loadMenu(options.menu),
    ...decayChoice(settings.decay),
    ...file.laid,
  };
  const play =
    settings.card === '' ? playMachine(options, settings, base) : playCard(settings, base);
  let run = recording?.lastRun ?? 0;
  const makeRun = (): LiveRun => {
    run++;
    const first = threads;
    threads = undefined;
    const played = play(run);
    const { overlay } = file.named;
    return liveRun({
      id: randomUUID(),
      version,
      ...played,
      source: played.source + (overlay === undefined ? '' : `, under ${overlay}`),
      conditions: conditions.name,
      commandOf: sameEventCommand(options, settings),
      pace: settings.pace,
      readout: settings.readout,
      builder: settings.builder,
      readers,
      workers: options.workers,
      ...(options.batchEvents !== undefined && { batchEvents: options.batchEvents }),
      ...(first !== undefined && { threads: first }),
      ...(options.beamTime === undefined
        ? {}
        : { slices: Math.ceil((options.beamTime * s) / slicePeriod) }),
      ...(recording === undefined ? {} : { recording: recording.of(run) }),
      clock,
      log: logAs('run'),
      logAs,
    });
  };
  // What is wrong with the settings shall be said before the server is up.
  return { makeRun, check: play(0).check };
}
