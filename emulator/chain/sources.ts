import { EmulatorError } from '../../detector/base/errors.js';
import type { Addresses, RunContext } from '../../detector/event.js';
import type { Particles } from '../../detector/particles.js';
import type { GeneratedBatch, ParticleList } from '../../detector/truth.js';
import type { DecayChoice } from '../decays/decay-choice.js';
import type { EmulatorConfig } from './parts.js';

/** What a source may know of the run. */
interface SourceContext extends RunContext, DecayChoice {
  readonly run: number;
  readonly config: EmulatorConfig;
}

/**
 * The events over which seeds are laid; their addresses carry the number of the source, so that
 * what is drawn from them (`purpose.seeds`) is its own.
 */
type SourceEvents = Pick<GeneratedBatch, 'eventCount' | 'addresses' | 'time'>;

/** Which seeds of a source lie over the events of a batch; one element per seed in each column. */
interface Seeds extends Pick<ParticleList, 'event' | 'time'> {
  /** Name of the seed, with the run and the number of the source. */
  readonly slice: Uint32Array;
  readonly index: Uint32Array;
}

/** What makes particles besides the collision: a background. An entry of a chain's list. */
export interface ParticleSource {
  /** Its name, once in a list. */
  readonly origin: string;
  /**
   * Its number in the names of random streams, 1 up to 2²⁴ − 1, once in a list: part of the
   * format of results, never given to another source.
   */
  readonly source: number;
  /** Which seeds lie over each event, and when. */
  readonly seeds: (context: SourceContext) => (events: SourceEvents) => Seeds;
  /**
   * Particles of the seeds of the given names, one list each; nothing but name, run and
   * configuration decides on them, so they are the same over every event.
   */
  readonly particles: (context: SourceContext) => (addresses: Addresses) => Particles;
}

/** The largest number that a source may have: it fits into a word beside the purpose. */
const maxSource = 2 ** 24 - 1;

/**
 * Lays what the sources make over the collisions of a batch.
 * @throws SOURCE_NUMBER, when the batch comes SOURCE_ORDER
 */
export function withSources(
  sources: readonly ParticleSource[],
  context: SourceContext,
): <B extends GeneratedBatch>(generated: B) => B {
  if (sources.length === 0) return (generated) => generated;
  checkNumbers(sources);
  const makers = sources.map((source) => makerOf(source, context));
  return (generated) => ({
    ...generated,
    overlays: [...(generated.overlays ?? []), ...makers.map((make) => make(generated))],
  });
}

function makerOf({ origin, source, seeds, particles }: ParticleSource, context: SourceContext) {
  const choose = seeds(context);
  const make = particles(context);
  return ({ eventCount, addresses: events, time: when }: GeneratedBatch): ParticleList => {
    const { slice, index, event, time } = choose({
      eventCount,
      addresses: { ...events, source },
      time: when,
    });
    checkOrder(origin, event, eventCount);
    const addresses: Addresses = { run: context.run, source, slice, index };
    return { origin, addresses, event, time, particles: make(addresses) };
  };
}

function checkNumbers(sources: readonly ParticleSource[]): void {
  for (const [place, { origin, source }] of sources.entries()) {
    const isNumber = Number.isInteger(source) && source > 0 && source <= maxSource;
    const twin = sources.findIndex((other) => other.source === source || other.origin === origin);
    if (isNumber && twin === place) continue;
    throw new EmulatorError(
      'SOURCE_NUMBER',
      `source "${origin}" has the number ${source}; expected a whole number from 1 to ` +
        `${maxSource}, and name and number once in the list`,
    );
  }
}

/** Rows of seeds become rows of events only when both ascend together. */
function checkOrder(origin: string, event: Uint32Array, eventCount: number): void {
  const wrong = event.findIndex((at, seed) => at >= eventCount || at < (event[seed - 1] ?? 0));
  if (wrong < 0) return;
  throw new EmulatorError(
    'SOURCE_ORDER',
    `source "${origin}" lays seed ${wrong} over event ${event[wrong]} of ${eventCount}; ` +
      'expected events of the batch, ascending',
  );
}
