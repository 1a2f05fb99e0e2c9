import type { ParticleTable } from '../../detector/particle-table.js';
import type { Beams } from '../../detector/beams.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Addresses } from '../../detector/event.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import type { GeneratedBatch } from '../../detector/truth.js';
import { beamSpot } from '../../detector/beam-spot.js';
import { shardEvents } from '../../detector/event.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { decayFinals } from '../decays/decay-finals.js';
import { type OpenedFile, type RawChunk, readChunks } from './chunks.js';
import type { FormatName } from './format.js';
import {
  addEvidence,
  decideFrame,
  type FrameDecision,
  type FrameEvidence,
  type FrameName,
  noEvidence,
} from './frame.js';
import { type Note, Notes } from '../../detector/base/notes.js';
import { remarksOf } from './remarks.js';
import { ReadingCounts } from './reading-counts.js';
import { maxWeight, Source } from './source.js';
import { toLab } from './to-lab.js';

/** Choices of `--vertex`; what they mean is said at `VertexMode`. */
export const vertexModes = ['auto', 'file', 'smear'] as const;
/**
 * Vertices as in the file, or moved together by a drawn collision point; auto draws when the file
 * has its collisions at zero.
 */
export type VertexMode = (typeof vertexModes)[number];

/** How an event file is to be understood, and how much of it is read. */
export interface ReadOptions extends DecayChoice {
  /**
   * The machine: its nominal boost takes centre-of-mass events to the laboratory, its luminous
   * region places them.
   */
  readonly beams: Beams;
  /** What is known of particles; those of the PDG alone when absent. */
  readonly particles?: ParticleTable;
  /** Seed of the drawn collision points. */
  readonly seed: number;
  readonly run?: number;
  readonly frame?: FrameName;
  readonly vertex?: VertexMode;
  /** Most events of a chunk. */
  readonly batchSize?: number;
  /** Events that are taken; what is decided about the file does not depend on it. */
  readonly limit?: number;
  /** Whether an event that cannot be used ends the reading, instead of being passed over. */
  readonly strict?: boolean;
  /** Ends the reading, also while it waits for a pipe; what was read by then is delivered. */
  readonly signal?: AbortSignal;
}

/**
 * Events of a file in the laboratory frame, ready for the chain. Event i of the file has the
 * address run : ⌊i/4096⌋ : i mod 4096.
 */
export interface EventChunk extends GeneratedBatch {
  /** Number that the file gives each event; formats without numbers are counted from 0. */
  readonly numbers: Float64Array;
  /** Position in the file of the first event, from 0. */
  readonly firstIndex: number;
}

/** An event file that is open: what was decided about it, and its events in chunks, read once. */
export interface EventFile extends AsyncIterable<EventChunk> {
  readonly path: string;
  readonly format: FormatName;
  readonly frame: FrameDecision['frame'];
  /** What was decided about frame and orientation, and why. */
  readonly frameReason: string;
  /** What was decided about vertices, and why. */
  readonly vertexReason: string;
  /**
   * Weight of the file that counts as 1: that of its first event, so that events of equal weights
   * are unweighted.
   */
  readonly weightUnit: number;
  /** All that a user should know of how the file was read, up to now. */
  readonly notes: readonly Note[];
  /** Grows while chunks are taken. */
  readonly counts: ReadingCounts;
  close(): Promise<void>;
}

/**
 * Events that are looked at before frame and vertices are decided, and rows that bound them; the
 * same for any batch size. A sum over 1000 events tells the boost of 0.28 c even where each event
 * lacks half of its energy.
 */
const evidence = { events: 1000, rows: 1 << 18 };

/** Final particles of a collision have the energy of its beams; more than this share is odd. */
const maxEnergyShare = 1.5;

/**
 * Opens an event file: LHE 1–3, HepMC3 Asciiv3, HepMC2 IO_GenEvent or HEPEVT, plain or gzip, told
 * by content; `-` is standard input. Chunks can be taken once; reading goes on only as they are
 * taken. Events that cannot be used are passed over and noted. What ends the reading throws after
 * the good events before it, READER_NOTHING_FINAL at the end of a file that has nothing to follow.
 * @throws READER_OPEN, READER_EMPTY, READER_UNKNOWN_FORMAT, READER_FRAME; READER_MALFORMED,
 * READER_TRUNCATED, READER_LIMIT and READER_BAD_GZIP when not even one event is good.
 * @example
 * ```ts
 * import { beams, emulatorConfig, openEventFile } from 'belle2-l1';
 *
 * const file = await openEventFile('my-signal.lhe', {
 *   beams: beams(emulatorConfig().beams),
 *   seed: 1,
 * });
 * console.log(`${file.format}: ${file.frameReason}`);
 * let events = 0;
 * for await (const { eventCount } of file) events += eventCount;
 * console.log(events > 0); // → true
 * ```
 */
export async function openEventFile(path: string, options: ReadOptions): Promise<EventFile> {
  const source = new Source(path);
  const opened: OpenedFile = {
    format: undefined,
    info: { notes: new Notes() },
    counts: new ReadingCounts(options.particles),
  };
  const { batchSize = 1024, limit = Number.POSITIVE_INFINITY, strict = false, signal } = options;
  const chunks = readChunks(source, opened, { batchSize, limit, strict, signal });
  const ahead = await readAhead(chunks);
  const first = ahead.chunks[0];
  if (first === undefined)
    throw ahead.failure ?? source.error('READER_EMPTY', 'the file has no events');
  let decision: FrameDecision;
  try {
    decision = decideFrame(
      new Source(path),
      options.frame ?? 'auto',
      gatherEvidence(ahead.chunks),
      opened.info,
      options.beams,
    );
  } catch (error) {
    await chunks.return(undefined);
    throw error;
  }
  const vertex = decideVertex(options.vertex ?? 'auto', ahead.chunks);
  const weightUnit = usableUnit(Math.abs(first.weights[0]!));
  const finish = chunkFinisher({ decision, smear: vertex.smear, weightUnit }, opened, options);

  async function* deliver(): AsyncGenerator<EventChunk> {
    try {
      for (
        let chunk = ahead.chunks.shift();
        chunk !== undefined && !chunk.isSurplus;
        chunk = ahead.chunks.shift()
      )
        yield finish(chunk);
      if (opened.counts.events >= limit) return;
      if (ahead.failure !== undefined) throw ahead.failure;
      for await (const chunk of chunks) {
        yield finish(chunk);
        if (opened.counts.events >= limit) return;
      }
      if (opened.counts.isWithoutFinals && !signal?.aborted) throw nothingFinal(opened, source);
    } finally {
      await chunks.return(undefined);
    }
  }
  const events = deliver();
  return {
    path,
    format: opened.format as FormatName,
    frame: decision.frame,
    frameReason: decision.reason,
    vertexReason: vertex.reason,
    weightUnit,
    get notes() {
      return [
        { code: 'READER_FRAME_TAKEN', message: decision.reason, count: 1 },
        { code: 'READER_PLACES_TAKEN', message: vertex.reason, count: 1 },
        ...opened.info.notes,
        ...remarksOf(opened.counts),
      ] as const;
    },
    counts: opened.counts,
    [Symbol.asyncIterator]: () => events,
    close: async () => {
      await events.return(undefined);
      await chunks.return(undefined);
    },
  };
}

/** The error of a file whose events are empty for the detector. */
function nothingFinal({ format, counts }: OpenedFile, { path }: Source): Error {
  const { events, particles } = counts;
  return new EmulatorError(
    'READER_NOTHING_FINAL',
    `${path}: none of the ${particles} particles of ${events} events is final, so the detector ` +
      `sees nothing; final particles have status 1 in ${format}`,
  );
}

/** A weight of zero (or one that rounding lost) measures nothing: then weights stay as they are. */
function usableUnit(weight: number): number {
  return weight > 1 / maxWeight ? weight : 1;
}

/** First chunks with enough events to decide on, and the error that ended them, if any. */
async function readAhead(
  chunks: AsyncGenerator<RawChunk>,
): Promise<{ readonly chunks: RawChunk[]; readonly failure: unknown }> {
  const ahead: RawChunk[] = [];
  let eventCount = 0;
  let rowCount = 0;
  try {
    while (eventCount < evidence.events && rowCount < evidence.rows) {
      const { done, value } = await chunks.next();
      if (done) break;
      ahead.push(value);
      eventCount += value.weights.length;
      rowCount += value.particles.pdg.length;
    }
  } catch (failure) {
    return { chunks: ahead, failure };
  }
  return { chunks: ahead, failure: undefined };
}

/** Calls `look` for each of the first events, as many as decisions rest on. */
function forFirstEvents(
  chunks: readonly RawChunk[],
  look: (chunk: RawChunk, event: number) => void,
): void {
  let eventCount = 0;
  let rowCount = 0;
  for (const chunk of chunks) {
    const { offsets } = chunk.particles;
    for (let event = 0; event < chunk.weights.length; event++) {
      if (eventCount >= evidence.events || rowCount >= evidence.rows) return;
      look(chunk, event);
      eventCount++;
      rowCount += offsets[event + 1]! - offsets[event]!;
    }
  }
}

function gatherEvidence(chunks: readonly RawChunk[]): FrameEvidence {
  const sums = noEvidence();
  forFirstEvents(chunks, ({ particles }, event) => addEvidence(sums, particles, event));
  return sums;
}

function decideVertex(
  mode: VertexMode,
  chunks: readonly RawChunk[],
): { readonly smear: boolean; readonly reason: string } {
  if (mode === 'file') return { smear: false, reason: 'vertices as in the file, as asked' };
  if (mode === 'smear')
    return {
      smear: true,
      reason: 'vertices are moved by a drawn collision point per event, as asked',
    };
  let atZero = true;
  forFirstEvents(chunks, ({ particles: { offsets, status, x, y, z } }, event) => {
    let found = false;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      if (status[row] !== particleStatus.beam)
        found ||= x[row] === 0 && y[row] === 0 && z[row] === 0;
    }
    atZero &&= found || offsets[event] === offsets[event + 1];
  });
  return atZero
    ? {
        smear: true,
        reason:
          'the file has its collisions at exactly zero: each event is moved by a drawn ' +
          'collision point',
      }
    : { smear: false, reason: 'the file has its own collision points: vertices are kept' };
}

/** What was decided about a file when it was opened. */
interface Decisions {
  readonly decision: FrameDecision;
  /** Whether events are moved by a drawn collision point. */
  readonly smear: boolean;
  readonly weightUnit: number;
}

/**
 * Turns chunks of the file into batches for the chain: laboratory frame, collision point,
 * addresses, weights, decays.
 */
function chunkFinisher(
  { decision, smear, weightUnit }: Decisions,
  { counts }: OpenedFile,
  { beams, seed, run = 0, decay = true }: ReadOptions,
): (chunk: RawChunk) => EventChunk {
  const convert = toLab(decision, beams);
  const drawPoint = beamSpot(beams, seed);
  const decayed = decayFinals({ seed, particles: counts.known }, counts.decays, decay);
  const maxEnergy = maxEnergyShare * beams.total.energy;
  let nextIndex = 0;
  return ({ particles, weights, numbers, lifetimes }) => {
    const eventCount = weights.length;
    const firstIndex = nextIndex;
    nextIndex += eventCount;
    const addresses = addressesFrom(run, firstIndex, eventCount);
    convert(particles);
    counts.addLifetimes(particles, lifetimes, decay);
    counts.tooEnergetic += countAbove(maxEnergy, particles);
    if (smear) movePoints(particles, (event) => drawPoint(addresses, event));
    return {
      eventCount,
      addresses,
      weights: weights.map((weight) => weight / weightUnit),
      time: new Float64Array(eventCount),
      particles: decayed(particles, addresses, lifetimes),
      numbers,
      firstIndex,
    };
  };
}

/** Addresses of events by their position among those of the file. */
function addressesFrom(run: number, firstIndex: number, eventCount: number): Addresses {
  const slice = new Uint32Array(eventCount);
  const index = new Uint32Array(eventCount);
  for (let event = 0; event < eventCount; event++) {
    slice[event] = Math.floor((firstIndex + event) / shardEvents);
    index[event] = (firstIndex + event) % shardEvents;
  }
  return { run, slice, index };
}

/** How many events have more energy [GeV] in final particles. */
function countAbove(energyLimit: number, { offsets, status, energy }: Particles): number {
  let above = 0;
  for (let event = 0; event + 1 < offsets.length; event++) {
    let sum = 0;
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++)
      if (status[row] === particleStatus.final) sum += energy[row]!;
    if (sum > energyLimit) above++;
  }
  return above;
}

/** Moves all of each event by a point of its own. */
function movePoints(
  { offsets, x, y, z, time }: Particles,
  draw: (event: number) => Readonly<{ x: number; y: number; z: number; time: number }>,
): void {
  for (let event = 0; event + 1 < offsets.length; event++) {
    const point = draw(event);
    for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
      x[row]! += point.x;
      y[row]! += point.y;
      z[row]! += point.z;
      time[row]! += point.time;
    }
  }
}
