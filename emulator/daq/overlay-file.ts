import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  parseConfig,
  quantity,
  text,
  choice,
  withAssignments,
} from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { Hz, MHz } from '../../detector/base/units.js';
import { beams } from '../../detector/beams.js';
import { ParticleTable } from '../../detector/particle-table.js';
import type { Particles } from '../../detector/particles.js';
import type { HitTree } from '../chain/kept-hits.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { askedOf, type OverlaidParticles, type UserOverlay } from '../chain/user-overlay.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { openEventFile } from '../readers/events.js';
import { bytesOf, joinedInSharedMemory } from '../chain/joined-events.js';
import { overlaidRecording } from './overlaid-recording.js';
import { openRecording } from './recording.js';
import { segmentNumber } from './segments.js';

/** What a user may say behind the name of the file. */
const optionSchema = {
  rate: quantity(0, 'Hz', 'How often events of an event file come', { min: 0, max: 100 * MHz }),
  frame: choice('lab', ['lab', 'cms', 'auto'], 'Frame of an event file'),
  vertex: choice('file', ['file', 'smear', 'auto'], 'Vertices of an event file'),
  lines: text('', 'Lines, joined by +, whose events a recording gives'),
} as const;

/** At most so much of a file is laid over: what threads share stays bounded. */
const maxBytes = 256 * 2 ** 20;

/** What is laid over, and what a user should know of it. */
export interface LoadedOverlay {
  readonly overlay: UserOverlay;
  readonly notes: readonly Note[];
}

interface LoadOptions extends DecayChoice {
  /** Conditions of the events over which it is laid. */
  readonly config: EmulatorConfig;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/**
 * What `--overlay FILE[,key=value…]` asks for: a recording, whose events of random and
 * delayed-Bhabha triggers are laid over as hits, or an event file with a rate, whose particles are.
 * @example
 * ```ts
 * import {
 *   emulatorConfig,
 *   hits$,
 *   type LoadedOverlay,
 *   loadOverlay,
 *   type UserOverlay,
 * } from 'belle2-l1';
 * import { lastValueFrom } from 'rxjs';
 *
 * const config = emulatorConfig();
 * const asked = 'my-signal.lhe,rate=20MHz,frame=auto';
 * const loaded: LoadedOverlay = await loadOverlay(asked, { config, seed: 1 });
 * console.log(loaded.notes[0]!.code); // → OVERLAY_LAID
 * const overlay: UserOverlay = loaded.overlay;
 * const batch = await lastValueFrom(hits$({ generator: 'mumu', events: 5, overlay }));
 * console.log(batch.hits.cdc.wire.length > 0); // → true
 * ```
 * @throws OVERLAY_OPTIONS, OVERLAY_EMPTY, OVERLAY_HITS, OVERLAY_WEIGHTS and the codes of
 * `openRecording` and `openEventFile`
 */
export async function loadOverlay(asked: string, options: LoadOptions): Promise<LoadedOverlay> {
  const [path, ...assignments] = askedOf(asked);
  const said = parseConfig(optionSchema, withAssignments({}, assignments), `--overlay ${asked}`);
  const place = await stat(path).catch(() => undefined);
  const isRecording = place?.isDirectory() === true || segmentNumber(basename(path)) !== undefined;
  if (isRecording) {
    refuseOptions(asked, assignments, ['lines']);
    return recordingOverlay(asked, path, said.lines);
  }
  refuseOptions(asked, assignments, ['rate', 'frame', 'vertex']);
  if (said.rate <= 0)
    throw new EmulatorError(
      'OVERLAY_OPTIONS',
      `--overlay ${asked}: events of a file come at a rate, such as ${path},rate=20kHz`,
    );
  return fileOverlay(asked, path, { ...said, ...options });
}

function refuseOptions(
  asked: string,
  assignments: readonly string[],
  known: readonly string[],
): void {
  const idle = assignments.filter((each) => !known.includes(each.slice(0, each.indexOf('='))));
  if (idle.length === 0) return;
  const kind = known.includes('rate') ? 'an event file' : 'a recording';
  throw new EmulatorError(
    'OVERLAY_OPTIONS',
    `--overlay ${asked}: ${idle.join(', ')} has no effect on ${kind}, which takes ` +
      `${known.join(', ')}`,
  );
}

async function recordingOverlay(name: string, path: string, lines: string): Promise<LoadedOverlay> {
  const recording = await openRecording(path);
  const { trees, events, cut, chosen } = await overlaidRecording(recording, lines, maxBytes);
  const hits = joinedInSharedMemory(trees);
  const hash = await hashOf(recording.files);
  const message =
    `${name} (${shortHash(hash)}): over each event lie the hits of one of ${events} recorded ` +
    `events of ${chosen.join(', ')}, merged as digits: the earliest of each wire and strip, sums ` +
    `of crystals, cells, pixels; of ${Object.keys(hits).join(', ')}. Noise of the conditions ` +
    'comes beside them';
  return {
    overlay: { name, hash, content: { kind: 'hits', events, hits } },
    notes: [{ code: 'OVERLAY_LAID', message, count: events }, ...cutNote(name, events, cut)],
  };
}

interface FileOptions extends LoadOptions {
  readonly rate: number;
  readonly frame: 'lab' | 'cms' | 'auto';
  readonly vertex: 'file' | 'smear' | 'auto';
}

async function fileOverlay(
  name: string,
  path: string,
  { rate, frame, vertex, config, seed, decay, signal }: FileOptions,
): Promise<LoadedOverlay> {
  if (path === '-')
    throw new EmulatorError('OVERLAY_OPTIONS', '--overlay wants a file, not standard input');
  const file = await openEventFile(path, {
    beams: beams(config.beams),
    particles: new ParticleTable(config.particles),
    seed,
    frame,
    vertex,
    ...(decay !== undefined && { decay }),
    ...(signal !== undefined && { signal }),
  });
  const trees: HitTree[] = [];
  const weights: number[] = [];
  let bytes = 0;
  for await (const { particles, weights: given } of file) {
    if (bytes > maxBytes) break;
    trees.push(particles as unknown as HitTree);
    for (const weight of given) weights.push(weight);
    bytes += bytesOf(trees.at(-1)!);
  }
  const cut = bytes > maxBytes;
  await file.close();
  if (weights.length === 0)
    throw new EmulatorError('OVERLAY_EMPTY', `--overlay ${name}: ${path} has no event to lay over`);
  const content: OverlaidParticles = {
    kind: 'particles',
    events: weights.length,
    rate,
    particles: joinedInSharedMemory(trees) as unknown as Particles,
    ...sumsOf(name, weights),
  };
  const hash = await hashOf([path]);
  const message =
    `${name} (${shortHash(hash)}): its ${weights.length} events come at ` +
    `${Number((rate / Hz / 1e3).toPrecision(6))} kHz, each with a bunch between 1 µs before and ` +
    '300 ns after an event';
  return {
    overlay: { name, hash, content },
    notes: [
      { code: 'OVERLAY_LAID', message, count: weights.length },
      ...cutNote(name, weights.length, cut),
      ...file.notes,
    ],
  };
}

/**
 * Sums of weights up to each event, where they are not all alike.
 * @throws OVERLAY_WEIGHTS
 */
function sumsOf(name: string, weights: readonly number[]): Pick<OverlaidParticles, 'sums'> {
  if (weights.every((weight) => weight === weights[0])) return {};
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  const sums = new Float64Array(new SharedArrayBuffer(8 * weights.length));
  weights.reduce((sum, weight, event) => (sums[event] = sum + weight), 0);
  if (wrong < 0 && sums.at(-1)! > 0) return { sums };
  throw new EmulatorError(
    'OVERLAY_WEIGHTS',
    `--overlay ${name}: event ${Math.max(0, wrong) + 1} has the weight ` +
      `${weights[Math.max(0, wrong)]}; what comes at a rate has weights of 0 and more`,
  );
}

const cutNote = (name: string, events: number, cut: boolean): readonly Note[] =>
  cut
    ? [
        {
          code: 'OVERLAY_CUT',
          message: `${name}: only its first ${events} events fit into ${maxBytes >> 20} MB`,
          count: events,
        },
      ]
    : [];

async function hashOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files)
    for await (const bytes of createReadStream(file)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}

/** A hash as people compare it. */
const shortHash = (hash: string): string => hash.slice(0, 12);
