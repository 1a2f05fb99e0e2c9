import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { beams, beamsSchema } from '../../../detector/beams.js';
import { particleStatus } from '../../../detector/particles.js';
import {
  type EventChunk,
  type EventFile,
  openEventFile,
  type ReadOptions,
} from '../../../emulator/readers/events.js';
import type { Note } from '../../../detector/base/notes.js';

/** SuperKEKB at the Υ(4S). */
export const machine = beams(parseConfig(beamsSchema, {}, 'test'));

/**
 * A folder for the files of a test file, removed after it. Returns a function that writes one and
 * gives its path.
 */
export function scratchFiles(): (name: string, content: string | Uint8Array) => string {
  const folder = mkdtempSync(join(tmpdir(), 'b2l1-events-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (name, content) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
}

/** One particle as a record, for expectations. */
export interface ReadParticle {
  readonly pdg: number;
  readonly status: number;
  readonly mother: number;
  readonly momentum: readonly [number, number, number];
  readonly energy: number;
  /** x y z [cm], time [ns]. */
  readonly vertex: readonly [number, number, number, number];
}

export interface ReadEvent {
  readonly number: number;
  readonly weight: number;
  readonly particles: readonly ReadParticle[];
}

export interface ReadResult {
  readonly file: EventFile;
  readonly events: readonly ReadEvent[];
  readonly chunks: readonly EventChunk[];
  /** What ended the reading, if not the end of the file. */
  readonly failure: unknown;
}

/** Reads all of a file. Vertices are those of the file unless options say otherwise. */
export async function readAll(
  path: string,
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  const file = await openEventFile(path, { beams: machine, seed: 1, vertex: 'file', ...options });
  const chunks: EventChunk[] = [];
  let failure: unknown;
  try {
    for await (const chunk of file) chunks.push(chunk);
  } catch (error) {
    failure = error;
  }
  return { file, events: chunks.flatMap(eventsOf), chunks, failure };
}

export function eventsOf({ particles, numbers, weights }: EventChunk): ReadEvent[] {
  const { offsets, pdg, status, mother, px, py, pz, energy, x, y, z, time } = particles;
  return Array.from(numbers, (number, event) => {
    const rows = Array.from(
      { length: offsets[event + 1]! - offsets[event]! },
      (_, row) => offsets[event]! + row,
    );
    return {
      number,
      weight: weights[event]!,
      particles: rows.map((row) => ({
        pdg: pdg[row]!,
        status: status[row]!,
        mother: mother[row]!,
        momentum: [px[row]!, py[row]!, pz[row]!],
        energy: energy[row]!,
        vertex: [x[row]!, y[row]!, z[row]!, time[row]!],
      })),
    };
  });
}

export const finals = ({ particles }: ReadEvent): readonly ReadParticle[] =>
  particles.filter(({ status }) => status === particleStatus.final);

/** Notes of a file beside those on its frame and places. */
export const remarks = ({ notes }: EventFile): readonly Note[] =>
  notes.filter(({ code }) => code !== 'READER_FRAME_TAKEN' && code !== 'READER_PLACES_TAKEN');
