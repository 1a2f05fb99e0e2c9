import { Observable } from 'rxjs';
import { beams } from '../../detector/beams.js';
import { ParticleTable } from '../../detector/particle-table.js';
import { layAround, type Settings } from '../chain/event-source.js';
import { nextTurn } from '../chain/next-turn.js';
import { nominalConfig } from '../chain/parts.js';
import {
  type EventChunk,
  type EventFile,
  openEventFile,
  type ReadOptions,
} from '../readers/events.js';
import type { EventsOptions } from './events.js';
import { layMachine } from './laid-machine.js';
import { noMachine } from './machine.js';
import { machineOverlay } from './machine-overlay.js';

/**
 * How `fileEvents$` reads a file (`frame`, `vertex`, `limit`, `strict`, `decay`, as the options of
 * `b2l1 emulate`), and under which seed, conditions and machine its events go on.
 */
export type FileEventsOptions = Pick<
  ReadOptions,
  'frame' | 'vertex' | 'batchSize' | 'limit' | 'strict' | 'decay'
> &
  Pick<EventsOptions, 'seed' | 'conditions' | 'machine' | 'machineSet' | 'overlay'>;

/** Events of a file with the settings for the stages after them, and what is known of the file. */
export interface FileBatch extends EventChunk {
  readonly settings: Settings;
  /** Grows while the file is read: its notes are all that is to be said up to now. */
  readonly file: Pick<EventFile, 'path' | 'format' | 'frame' | 'notes'>;
}

/**
 * Events of an LHE, HepMC2, HepMC3 or HEPEVT file, plain or gzip, in batches: what `events$` is for
 * generators. Cold: each subscriber reads the file anew (standard input, `-`, can be read once),
 * and one who leaves closes it. Between batches the event loop turns. With the same seed the events
 * are those of `b2l1 emulate FILE`.
 * @throws into the stream: the codes of `openEventFile`, and what ends a file early after the good
 * events before it
 * @example
 * ```ts
 * import { type FileBatch, fileEvents$, type FileEventsOptions } from 'belle2-l1';
 * import { lastValueFrom, tap } from 'rxjs';
 *
 * const options: FileEventsOptions = { frame: 'cms', seed: 7, limit: 1000 };
 * const tell = ({ eventCount, file, particles }: FileBatch) =>
 *   console.log(`${file.format}: ${eventCount} events, ${particles.pdg.length} particles`);
 * const { file } = await lastValueFrom(fileEvents$('my-signal.lhe', options).pipe(tap(tell)));
 * // What was decided and decayed on the way, and what is not simulated.
 * console.log(file.notes.map(({ message }) => message).join('; '));
 * ```
 */
export const fileEvents$ = (path: string, options: FileEventsOptions = {}): Observable<FileBatch> =>
  new Observable((subscriber) => {
    const stop = new AbortController();
    let wake = (): void => {};
    const turn = (): Promise<void> =>
      new Promise((resolve) => {
        const callOff = nextTurn(resolve);
        wake = () => {
          callOff();
          resolve();
        };
      });
    const read = async (): Promise<void> => {
      const { open, finish } = readerOf(path, options, stop.signal);
      const file = await open();
      const batchOf = finish(file);
      try {
        for await (const chunk of file) {
          if (subscriber.closed) return;
          subscriber.next(batchOf(chunk));
          await turn();
        }
      } finally {
        await file.close();
      }
    };
    read().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return () => {
      stop.abort();
      wake();
    };
  });

/** Opens the file, and makes batches of its chunks. */
function readerOf(
  path: string,
  {
    seed = 1,
    conditions: asked = nominalConfig(),
    machine: named = noMachine,
    machineSet = [],
    overlay,
    ...reading
  }: FileEventsOptions,
  signal: AbortSignal,
) {
  const machine = beams(asked.beams);
  const laid = layMachine({ machine: named, machineSet }, asked, machine);
  const settings: Settings = {
    seed,
    conditions: laid.config,
    ...(overlay !== undefined && { overlay }),
  };
  const run = 0;
  const { decay } = reading;
  const layOver = layAround(
    { ...settings, run, ...(decay !== undefined && { decay }) },
    machineOverlay(laid, 'crystals'),
  );
  const particles = new ParticleTable(asked.particles);
  return {
    open: () => openEventFile(path, { ...reading, beams: machine, particles, seed, run, signal }),
    finish: (file: EventFile) => {
      const { format, frame } = file;
      const told = {
        path,
        format,
        frame,
        get notes() {
          return [...laid.notes, ...file.notes];
        },
      };
      return (chunk: EventChunk): FileBatch => ({ ...layOver(chunk), settings, file: told });
    },
  };
}
