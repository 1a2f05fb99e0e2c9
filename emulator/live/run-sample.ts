import { s } from '../../detector/base/units.js';
import type { CountedSince } from '../../monitor/counted-since.js';
import type { RunSnapshot } from '../../monitor/ports.js';
import { slicePeriod } from '../chain/slices.js';
import type { EventBuilder } from '../daq/builder/event-builder.js';
import type { Recorder } from '../daq/recorder.js';
import { deadCauses } from './back-pressure.js';
import type { Books } from './books.js';
import type { Course } from './course.js';
import type { LiveRun, LiveRunOptions } from './live-run.js';
import type { MachineBooks } from './machine-books.js';
import type { LiveProbes } from './probes.js';
import { type Progress, secondsOf } from './progress.js';
import type { SerialPart } from './serial-part.js';

/** What samples are taken of. */
interface Sampled {
  readonly course: Course;
  readonly serial: SerialPart;
  readonly books: Books;
  readonly progress: Progress;
  readonly recorder: Recorder | undefined;
  readonly builder: EventBuilder | undefined;
  readonly machineBooks: MachineBooks | undefined;
  readonly probes: LiveProbes;
  /** Remarks on the settings, and on what was decayed so far. */
  readonly notes: () => readonly string[];
}

/** Remarks as a sample carries them: absent where there are none. */
const notesIn = (notes: readonly string[]): Pick<RunSnapshot['run'], 'notes'> =>
  notes.length === 0 ? {} : { notes };

/** Which recording is played, and how many laps of it are complete; nothing where none is. */
function lapOf({ loop }: LiveRunOptions, { beam }: Progress): Pick<RunSnapshot['run'], 'loop'> {
  if (loop === undefined) return {};
  // The end of a slice is a product that was rounded.
  const lap = Math.floor((beam / slicePeriod + 1e-6) / loop.slices);
  return { loop: { recording: loop.path, run: loop.run.run, events: loop.events, lap } };
}

function linesOf({ menu }: SerialPart, { ftdl, psnm, since }: Books): RunSnapshot['lines'] {
  return menu.lines.map(({ name, family, prescale }, line) => ({
    name,
    family,
    prescale,
    ftdl: ftdl[line]!,
    psnm: psnm[line]!,
    ...sinceIn(since[line]),
  }));
}

const overlapsOf = ({ together, togetherSince }: Books): RunSnapshot['overlaps'] => ({
  ...sinceIn(togetherSince),
  kept: together.ofLine(),
  alone: together.exclusive(),
  ...together.pairs(),
});

const sinceIn = (since: CountedSince | undefined): { readonly since?: CountedSince } =>
  since === undefined ? {} : { since };

/** Takes samples of a run. */
export function sampler(
  options: LiveRunOptions,
  { course, serial, books, progress, recorder, builder, machineBooks, probes, notes }: Sampled,
): LiveRun['sample'] {
  const { setup, clock } = options;
  const epoch = (): number => course.epochAt(Math.max(0, course.next - 1));
  let sequence = 0;
  const wallSeconds = (): number =>
    progress.began === undefined ? 0 : ((progress.ended ?? clock.now()) - progress.began) / 1000;
  const machine = (): Pick<RunSnapshot, 'machine' | 'daq'> => {
    if (machineBooks === undefined) return {};
    const daq = machineBooks.daq();
    return {
      machine: {
        ...machineBooks.sample({
          wallSeconds: wallSeconds(),
          playedSeconds: progress.played / s,
          isOver: progress.state === 'ended' || progress.state === 'failed',
          probes: probes.counts(),
        }),
        epoch: epoch(),
      },
      ...(daq !== undefined && { daq }),
    };
  };
  return (eventLoopLagSeconds) => ({
    sequence: ++sequence,
    run: {
      state: progress.state,
      reason: progress.reason,
      id: options.id,
      number: setup.run,
      epoch: epoch(),
      version: options.version,
      seed: setup.seed,
      menu: serial.menu.menu.name,
      conditions: options.conditions,
      geometry: setup.config.ecl.geometry,
      source: options.source,
      ...notesIn(notes()),
      ...lapOf(options, progress),
      pace: options.pace,
      workers: options.workers,
      emulatedSeconds: progress.beam / s,
      playedSeconds: progress.played / s,
      wallSeconds: wallSeconds(),
    },
    events: {
      processed: books.processed,
      sumWeights: books.sumWeights,
      accepted: books.accepted,
      busy: progress.busyEvents,
    },
    lines: linesOf(serial, books),
    overlaps: overlapsOf(books),
    efficiencies: serial.efficiencies(),
    deadSeconds: Object.fromEntries(
      deadCauses.map((cause) => [cause, secondsOf(progress.busySlices[cause])]),
    ),
    pausedSeconds: secondsOf(progress.pausedSlices),
    eventLoopLagSeconds,
    workerBusySeconds: progress.workerBusyMs / 1000,
    ...machine(),
    ...(recorder === undefined ? {} : { recording: recorder.counts() }),
    ...(builder === undefined ? {} : { builder: builder.counts() }),
  });
}
