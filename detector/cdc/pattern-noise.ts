// kernel: every hit of every pattern of every event
import { AliasTable } from '../base/alias-table.js';
import type { RowSink } from '../base/columns.js';
import { EmulatorError } from '../base/errors.js';
import type { RandomStream } from '../base/random.js';
import type { RunContext } from '../event.js';
import type { PatternLibrary } from '../pattern-library.js';
import { hitWindows } from './digitize.js';
import { firstWireOfLayer, layerOfWire, wiresOfLayer } from './geometry.js';
import { geometryDigest } from './geometry-digest.js';
import type { cdcSignalSchema } from './hits.js';
import { patternWeights } from './pattern-weights.js';
import type { CdcConfig } from './schema.js';

/**
 * The chamber looks the same after a turn by 1/32: all layers have a multiple of 32 wires. So every
 * pattern stands for 32.
 */
const turns = 32;
const wiresOfTurn = wiresOfLayer.map((wires) => wires / turns);

/** Correlated hits of the chamber. */
interface PatternNoise {
  /** Hits of each super-layer that patterns do not make [1/ns]. */
  readonly left: Float64Array;
  /** Appends the hits of an event with so many times as many patterns. */
  readonly draw: (
    random: RandomStream,
    rows: RowSink<typeof cdcSignalSchema>,
    level: number,
  ) => void;
}

/**
 * Patterns of a library at random times, so often that the front end reports the hits wanted of
 * each super-layer [1/ns]; of each pattern the hits within the window of acceptance.
 */
export function patternNoise(
  config: CdcConfig,
  library: PatternLibrary,
  wanted: Float64Array,
): PatternNoise {
  const { offsets, channel, time } = library;
  const { windowStart, windowLength } = config;
  const { minMomentum, maxMomentum } = config.correlatedBy;
  const momenta = [minMomentum, maxMomentum] as const;
  const { weight, left } = patternWeights(library, wanted, momenta, hitWindows(config));
  // A pattern may begin before the window: as early as its last hit allows, as late as its first.
  const earliest = new Float64Array(weight.length);
  const span = new Float64Array(weight.length);
  for (let pattern = 0; pattern < weight.length; pattern++) {
    if (weight[pattern] === 0) continue;
    const first = time[offsets[pattern]];
    const last = time[offsets[pattern + 1] - 1];
    earliest[pattern] = windowStart - last;
    span[pattern] = windowLength + last - first;
  }
  const often = weight.map((rate, pattern) => rate * span[pattern]);
  const mean = often.reduce((sum, one) => sum + one, 0);
  if (mean === 0) return { left, draw: () => {} };
  const choice = new AliasTable(often);
  const windowEnd = windowStart + windowLength;

  const draw: PatternNoise['draw'] = (random, rows, level) => {
    for (let drawn = random.poisson(level * mean); drawn > 0; drawn--) {
      const pattern = choice.draw(random);
      const start = earliest[pattern] + span[pattern] * random.uniform();
      const turn = random.bits() & (turns - 1);
      const end = offsets[pattern + 1];
      let row = offsets[pattern];
      rows.reserve(end - row);
      const { wire: wires, time: times } = rows.columns;
      let to = rows.rowCount;
      while (row < end && start + time[row] < windowStart) row++;
      for (; row < end && start + time[row] < windowEnd; row++) {
        const wire = channel[row];
        const layer = layerOfWire[wire];
        const turned = wire + turn * wiresOfTurn[layer];
        wires[to] = turned < firstWireOfLayer[layer + 1] ? turned : turned - wiresOfLayer[layer];
        times[to] = start + time[row];
        to++;
      }
      rows.rowCount = to;
    }
  };
  return { left, draw };
}

/**
 * The library of patterns handed in, once it is asked for.
 * @throws CDC_PATTERNS there is none; and, when asked for, it is of another chamber
 */
export function patternsFor({ patterns }: RunContext): () => PatternLibrary {
  if (patterns !== undefined) return () => checked(patterns());
  throw new EmulatorError(
    'CDC_PATTERNS',
    'cdc.correlated asks for hits that belong together: no patterns were handed in; set it to 0',
  );
}

function checked(library: PatternLibrary): PatternLibrary {
  if (library.geometry === geometryDigest()) return library;
  throw new EmulatorError(
    'CDC_PATTERNS',
    `patterns of hits were made for the chamber ${library.geometry}, this one is ` +
      `${geometryDigest()}: make them again with: b2l1 derive chamber-patterns`,
  );
}
