import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import type { Note } from '../../detector/base/notes.js';
import { beams } from '../../detector/beams.js';
import { ParticleTable } from '../../detector/particle-table.js';
import type { Particles } from '../../detector/particles.js';
import type { FileEvents } from '../chain/file-events.js';
import { bytesOf, joinedInSharedMemory } from '../chain/joined-events.js';
import type { HitTree } from '../chain/kept-hits.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import { openEventFile } from '../readers/events.js';
import type { LoadedCard } from './card.js';
import { type CardPoint, type FilePoint, isFilePoint } from './define-card.js';

interface ReadContext extends DecayChoice {
  readonly config: EmulatorConfig;
  readonly seed: number;
  /** Of the first point, 0 when absent: what is drawn for its events is of a run of its own. */
  readonly firstRun?: number;
  readonly signal?: AbortSignal;
}

/** At most so many bytes of particles of a card's files: what threads share stays bounded. */
const maxBytes = 512 * 2 ** 20;

/**
 * A card with the events of its files, and what is to be said of them. Cards of generators alone
 * stay as they are.
 * @throws CARD_FILE_SIZE and the codes of `openEventFile`
 */
export async function withFileEvents(
  card: LoadedCard,
  context: ReadContext,
): Promise<{ readonly card: LoadedCard; readonly notes: readonly Note[] }> {
  const notes: Note[] = [];
  const points: CardPoint[] = [];
  let bytes = 0;
  for (const [place, point] of card.points.entries()) {
    if (!isFilePoint(point)) {
      points.push(point);
      continue;
    }
    const read = await readPoint(point, card, {
      ...context,
      run: (context.firstRun ?? 0) + place,
      room: maxBytes - bytes,
    });
    bytes += read.bytes;
    points.push(read.point);
    notes.push(...read.notes);
  }
  return { card: { ...card, points }, notes };
}

/** For one point. */
interface PointContext extends ReadContext {
  /** Apart for each, so that what is drawn for one file says nothing of another. */
  readonly run: number;
  /** Bytes that are left for it. */
  readonly room: number;
}

async function readPoint(
  point: CardPoint,
  { name, folder = '' }: LoadedCard,
  { config, room, ...reading }: PointContext,
) {
  const { file: path, ...asked } = point.config as FilePoint;
  const place = isAbsolute(path) ? path : join(folder, path);
  const kind = await stat(place).catch(() => undefined);
  if (kind?.isFile() === false)
    throw new EmulatorError(
      'CARD_BAD_VALUE',
      `card "${name}", point "${point.name}": ${place} is no regular file; of a pipe: ` +
        'b2l1 emulate ' +
        'FILE --card',
    );
  const file = await openEventFile(place, {
    ...asked,
    ...reading,
    beams: beams(config.beams),
    particles: new ParticleTable(config.particles),
  });
  const trees: HitTree[] = [];
  const weights: number[] = [];
  let bytes = 0;
  for await (const { particles, weights: given } of file) {
    trees.push(particles as unknown as HitTree);
    for (const weight of given) weights.push(weight);
    bytes += bytesOf(trees.at(-1)!);
    if (bytes <= room) continue;
    await file.close();
    throw new EmulatorError(
      'CARD_FILE_SIZE',
      `card "${name}", point "${point.name}": ` +
        `the first ${weights.length} events of ${place} take ` +
        `more than is left of the ${maxBytes >> 20} MB that files of a card may take: set limit, ` +
        'or b2l1 emulate FILE --card, which holds no more than a few batches',
    );
  }
  const { format, frame, notes } = file;
  const hash = await hashOf(place);
  const events: FileEvents = {
    kind: 'file',
    events: weights.length,
    particles: joinedInSharedMemory(trees) as unknown as Particles,
    weights: Float64Array.from(weights),
    hash,
    firstSlice: 0,
  };
  return {
    bytes,
    point: {
      ...point,
      config: events,
      events: weights.length,
      file: { file: path, format, frame, sha256: hash },
    },
    notes: notes.map((note) => ({ ...note, message: `${path}: ${note.message}` })),
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(path)) hash.update(bytes as Buffer);
  return hash.digest('hex');
}
