import { EmulatorError, nearestHint } from '../../detector/base/errors.js';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { slotsOf } from '../../triggers/gdl/formula.js';
import { type CompiledMenu, compileMenu } from '../../triggers/gdl/menu.js';
import { inputSlots } from '../../triggers/slots.js';
import { senselessHit } from '../chain/hit-limits.js';
import { type HitTree, selectHits } from '../chain/kept-hits.js';
import { bytesOf } from '../chain/joined-events.js';
import type { Recording } from './recording.js';
import type { EventsRecord } from './records.js';

/** Recorded hits that are laid over other events. */
interface OverlaidRecording {
  /** Hits of some records, one behind the other. */
  readonly trees: readonly HitTree[];
  readonly events: number;
  /** Whether the recording has more than was taken. */
  readonly cut: boolean;
  /** Names of the lines whose events they are. */
  readonly chosen: readonly string[];
}

/** Inputs that take a sample of what the beams do all the time. */
const sampling: ReadonlySet<number> = new Set(
  (['pseud_rand', 'poissonin', 'bha_delay'] as const).map((name) => inputSlots[name]),
);

/**
 * Events of the lines named (joined by +), without names of those that take a random sample.
 * @throws OVERLAY_OPTIONS, OVERLAY_EMPTY, OVERLAY_HITS
 */
export async function overlaidRecording(
  recording: Recording,
  lines: string,
  maxBytes: number,
): Promise<OverlaidRecording> {
  const { path, run } = recording;
  const menu = compileMenu(run.menu);
  const chosen = lines === '' ? samplingLines(menu) : linesNamed(menu, lines.split('+'));
  const trees: HitTree[] = [];
  let events = 0;
  let bytes = 0;
  for await (const item of recording.items()) {
    if (item.kind !== 'events') continue;
    const taken = eventsOf(item, chosen);
    if (taken.length === 0) continue;
    const hits = selectHits(item.hits, item.index.length, taken);
    const found = senselessHit(hits, false);
    if (found !== undefined)
      throw new EmulatorError('OVERLAY_HITS', `${path}: ${found}, which no detector gives`);
    trees.push(hits);
    events += taken.length;
    bytes += bytesOf(hits);
    // What comes behind would be decoded for nothing.
    if (bytes > maxBytes) break;
  }
  const names = chosen.map(({ name }) => name);
  if (events > 0) return { trees, events, cut: bytes > maxBytes, chosen: names };
  throw new EmulatorError(
    'OVERLAY_EMPTY',
    `${path} has no recorded event of ${names.join(', ') || 'a random or delayed-Bhabha line'}; ` +
      'name others with lines=NAME+NAME',
  );
}

interface Chosen {
  readonly name: string;
  readonly number: number;
}

/** Lines that a sampling input is enough for, as far as the detector goes. */
const samplingLines = ({ lines, formulas }: CompiledMenu): readonly Chosen[] =>
  lines.filter((_, place) => slotsOf(formulas[place]!).some((slot) => sampling.has(slot)));

/** @throws OVERLAY_OPTIONS */
function linesNamed({ lines, menu }: CompiledMenu, names: readonly string[]): readonly Chosen[] {
  return names.map((name) => {
    const line = lines.find((candidate) => candidate.name === name);
    if (line !== undefined) return line;
    const hint = nearestHint(
      name,
      lines.map((known) => known.name),
    );
    throw new EmulatorError(
      'OVERLAY_OPTIONS',
      `the recorded menu "${menu.name}" has no line "${name}"${hint}`,
    );
  });
}

/** Events of a record that one of the lines has accepted. */
function eventsOf({ index, psnmBits }: EventsRecord, lines: readonly Chosen[]): Uint32Array {
  const all = Uint32Array.from(index.keys());
  return all.filter((event) =>
    lines.some(({ number }) => hasBit(psnmBits, outputWords, event, number)),
  );
}
