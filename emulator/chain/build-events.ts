import { EmulatorError } from '../../detector/base/errors.js';
import type { Addresses } from '../../detector/event.js';
import type { GeneratorContext } from '../generators/generator.js';
import { buildGenerator, type DecayedEvents } from '../generators/index.js';
import { eventsInOrder, isFileEvents } from './file-events.js';
import { drawEvents, type OverlaidParticles, userEvents } from './user-overlay.js';

/**
 * What makes the events of a generator, or of a user's file in place of one: it was decayed when it
 * was read.
 * @throws CARD_FILE_POINT, the codes of `buildGenerator`
 */
export function buildEvents(
  name: string,
  raw: unknown,
  context: GeneratorContext,
  isDecaying?: boolean,
): (addresses: Addresses) => DecayedEvents {
  if (name !== userEvents) return buildGenerator(name, raw, context, isDecaying);
  if (isFileEvents(raw)) return eventsInOrder(raw);
  if (!isOverlaid(raw)) throw unreadFile(raw);
  const draw = drawEvents(raw, context);
  return (addresses) => ({
    weights: new Float64Array(addresses.index.length).fill(1),
    particles: draw(addresses),
    decays: [],
  });
}

const isOverlaid = (raw: unknown): raw is OverlaidParticles =>
  typeof raw === 'object' && raw !== null && 'kind' in raw && raw.kind === 'particles';

/** Of a card whose files only a study reads: that its point is one. */
export function unreadFile(raw: unknown): EmulatorError {
  const { file } = raw as { readonly file?: unknown };
  const named = typeof file === 'string' ? ` (${file})` : '';
  return new EmulatorError(
    'CARD_FILE_POINT',
    `the card has a point of events of a file${named}, expected a generator: only b2l1 study ` +
      'reads such, and b2l1 emulate FILE --card',
  );
}
