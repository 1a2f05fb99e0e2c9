import { from, lastValueFrom, map, type Observable, toArray } from 'rxjs';
import { hasBit, outputWords } from '../../triggers/batches.js';
import { physicsMenu } from '../../triggers/menus/physics.js';
import { makeChain } from '../../emulator/chain/chain.js';
import type { Job } from '../../emulator/chain/jobs.js';
import type { GeneratorName } from '../../emulator/generators/index.js';
import { emulatorConfig } from '../../emulator/settings/emulator-config.js';
import type { EventFile } from '../../emulator/readers/events.js';

/** Which lines each event of a file fires, before prescale: words of FTDL bits, event by event. */
export interface FiredLines {
  readonly events: number;
  readonly words: Uint32Array;
}

/** Runs the events of a file through the chain in this thread. */
export async function firedLines(file: EventFile): Promise<FiredLines> {
  const jobs = from(file).pipe(
    map(({ numbers, ...generated }): Job => ({ kind: 'particles', generated, numbers })),
  );
  return firedBy(jobs, []);
}

/** Runs generated events through the chain in this thread. */
export async function generatedLines(
  generator: GeneratorName,
  config: unknown,
  events: number,
): Promise<FiredLines> {
  const batch = 250;
  const jobs = Array.from({ length: Math.ceil(events / batch) }, (_, slice): Job => {
    const count = Math.min(batch, events - slice * batch);
    return { kind: 'generate', slice, first: 0, count, point: 0 };
  });
  return firedBy(from(jobs), [{ generator, config }]);
}

async function firedBy(
  jobs: Observable<Job>,
  points: readonly { readonly generator: string; readonly config: unknown }[],
): Promise<FiredLines> {
  const setup = { seed: 1, run: 0, config: emulatorConfig(), menu: physicsMenu, points };
  const { decide } = makeChain(setup, { need: 'lines' });
  const parts = await lastValueFrom(
    jobs.pipe(
      decide,
      map(({ ftdlBits }) => ftdlBits),
      toArray(),
    ),
  );
  const words = Uint32Array.from(parts.flatMap((part) => [...part]));
  return { events: words.length / outputWords, words };
}

/** Lines for physics that keep every event. */
export const unprescaledPhysics = physicsMenu.lines
  .filter((line) => /^[BL]_/.test(line.class) && line.prescale === 1)
  .map(({ number }) => number);

/** Lines of the menu that any of these numbers of output bits fires. */
export const countFiring = ({ events, words }: FiredLines, numbers: readonly number[]): number =>
  Array.from({ length: events }, (_, event) => event).filter((event) =>
    numbers.some((number) => hasBit(words, outputWords, event, number)),
  ).length;

/** How well two independent samples agree in the shares of events that fire each line. */
interface Agreement {
  readonly chi2: number;
  /** Lines, or combinations of them, that are independent of each other. */
  readonly degrees: number;
  /** Normal deviation of χ² (Wilson–Hilferty): above 3.09 is p < 10⁻³. */
  readonly deviation: number;
  /** The line that differs most, in its standard deviations. */
  readonly worst: { readonly name: string; readonly sigma: number };
}

/** Lines that fire, or do not, in fewer events of both samples say nothing. */
const minCount = 25;
/** A line whose spread beside those before it is a smaller share of its own repeats them. */
const minPivot = 1e-3;

/** χ² of the differences with the covariance of the lines, since one event fires several. */
export function agreement(a: FiredLines, b: FiredLines): Agreement {
  const total = a.events + b.events;
  const lines = physicsMenu.lines.filter(({ number }) => {
    const fired = countFiring(a, [number]) + countFiring(b, [number]);
    return fired >= minCount && total - fired >= minCount;
  });
  const [columnsA, columnsB] = [a, b].map((sample) =>
    lines.map(({ number }) =>
      Float64Array.from({ length: sample.events }, (_, event) =>
        hasBit(sample.words, outputWords, event, number) ? 1 : 0,
      ),
    ),
  ) as [Float64Array[], Float64Array[]];
  const mean = (column: Float64Array) => column.reduce((sum, bit) => sum + bit, 0) / column.length;
  const differences = lines.map((_, line) => mean(columnsA[line]!) - mean(columnsB[line]!));
  const shares = lines.map(
    (_, line) => (mean(columnsA[line]!) * a.events + mean(columnsB[line]!) * b.events) / total,
  );
  const scale = 1 / a.events + 1 / b.events;
  const covariance = lines.map((_, i) =>
    lines.map((__, j) => {
      const both = [columnsA, columnsB].reduce(
        (sum, columns) =>
          sum + columns[i]!.reduce((add, bit, event) => add + bit * columns[j]![event]!, 0),
        0,
      );
      return scale * (both / total - shares[i]! * shares[j]!);
    }),
  );
  const sigmas = differences.map(
    (difference, line) => difference / Math.sqrt(covariance[line]![line]!),
  );
  const worst = sigmas.reduce(
    (best, sigma, line) => (Math.abs(sigma) > Math.abs(sigmas[best]!) ? line : best),
    0,
  );
  const { chi2, degrees } = chiSquared(covariance, differences);
  const width = 2 / (9 * degrees);
  return {
    chi2,
    degrees,
    deviation: (Math.cbrt(chi2 / degrees) - (1 - width)) / Math.sqrt(width),
    worst: { name: lines[worst]?.name ?? '', sigma: sigmas[worst] ?? 0 },
  };
}

/** dᵀ C⁻¹ d by elimination, without what repeats the rows before. */
function chiSquared(covariance: readonly number[][], differences: readonly number[]) {
  const matrix = covariance.map((row) => [...row]);
  const vector = [...differences];
  let chi2 = 0;
  let degrees = 0;
  for (let row = 0; row < vector.length; row++) {
    const pivot = matrix[row]![row]!;
    if (pivot < minPivot * covariance[row]![row]!) continue;
    chi2 += vector[row]! ** 2 / pivot;
    degrees++;
    for (let below = row + 1; below < vector.length; below++) {
      const factor = matrix[below]![row]! / pivot;
      vector[below]! -= factor * vector[row]!;
      for (let column = row; column < vector.length; column++)
        matrix[below]![column]! -= factor * matrix[row]![column]!;
    }
  }
  return { chi2, degrees };
}
