import { cos, sin } from '../../detector/base/elementary.js';
import { purpose, RandomStream } from '../../detector/base/random.js';
import { MeV, ns } from '../../detector/base/units.js';
import { cdc } from '../../detector/cdc/cdc.js';
import { geometryDigest } from '../../detector/cdc/geometry-digest.js';
import { layerCount, layerRadius, zBackward, zForward } from '../../detector/cdc/geometry.js';
import type { CdcSignals } from '../../detector/cdc/hits.js';
import { type RunContext, sliceAddresses } from '../../detector/event.js';
import { standardParticles } from '../../detector/particle-table.js';
import { ParticleBuilder, particleStatus } from '../../detector/particles.js';
import { moveParticles } from '../../detector/simulate.js';
import { latestTime, type PackedPatterns, timeBits } from '../chain/patterns/unpack.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { Derivation } from './derive.js';
import { header, type Provenance } from './table-files.js';

/** Parameters that decide what an electron leaves in the chamber. */
type PatternConfig = Pick<EmulatorConfig, 'material' | 'transport' | 'cdc' | 'klm'>;

const electron = 11;
/** Classes of momentum, one for each MeV. */
const classEdges = Array.from({ length: 50 }, (_, place) => (place + 1) * MeV);
/**
 * Below this most is drawn, and each pattern has a third of the hits: its classes have four times
 * as many patterns.
 */
const oftenDrawn = 15 * MeV;
const oftenMore = 4;
/**
 * Of the passages of a curler through one cell those are kept that leave no gap of so much: the
 * front end, which keeps the earliest of 32 bins, then reports as many hits as of all of them.
 */
const maxGap = 31 * ns;
const batchSize = 500;

/** Patterns of each class when there are about so many in all. */
function patternsPerClass(count: number): readonly number[] {
  const shares = classEdges.slice(1).map((edge) => (edge <= oftenDrawn ? oftenMore : 1));
  const all = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => Math.max(1, Math.round((count * share) / all)));
}

/**
 * What electrons leave in the chamber that are born anywhere in its gas, with any direction: their
 * hits in the time after, as far as the front end tells them apart.
 */
export function* deriveChamberPatterns(
  count: number,
  config: PatternConfig,
  context: RunContext,
): Derivation<PackedPatterns> {
  const move = moveParticles(config, context);
  const deposit = cdc.deposit(config.cdc, context);
  const perClass = patternsPerClass(count);
  const counts: number[] = [];
  const hits: number[] = [];
  for (const [place, patterns] of perClass.entries())
    for (let first = 0; first < patterns; first += batchSize) {
      const size = Math.min(batchSize, patterns - first);
      const batch = electrons(context, { place, first, size });
      const [{ particles, arcs }] = move(batch);
      keepHits(deposit(particles, batch.addresses, arcs), counts, hits);
      yield Math.min(count, counts.length);
    }
  return {
    geometry: geometryDigest(),
    edges: classEdges,
    perClass,
    counts: base64(Uint16Array.from(counts)),
    hitsByTime: Buffer.from(
      hits.flatMap((bits) => [bits & 255, (bits >> 8) & 255, bits >> 16]),
    ).toString('base64'),
  };
}

const base64 = ({ buffer }: Uint16Array): string =>
  Buffer.from(buffer as ArrayBuffer).toString('base64');

/** Appends the number of hits of each event, and the hits in 24 bits, in the order of time. */
function keepHits({ offsets, wire, time }: CdcSignals, counts: number[], hits: number[]): void {
  for (let event = 0; event + 1 < offsets.length; event++) {
    const rows = Array.from({ length: offsets[event + 1]! - offsets[event]! }, (_, row) => ({
      wire: wire[offsets[event]! + row]!,
      time: Math.max(0, Math.floor(time[offsets[event]! + row]!)),
    }))
      .filter((row) => row.time <= latestTime)
      .toSorted((a, b) => a.wire - b.wire || a.time - b.time);
    const kept: typeof rows = [];
    for (const [place, row] of rows.entries()) {
      const last = kept.at(-1);
      const next = rows[place + 1];
      const isAgain = row.wire === last?.wire;
      const isBridged = next?.wire === row.wire && next.time <= (last?.time ?? 0) + maxGap;
      if (isAgain && (isBridged || row.time === last.time)) continue;
      kept.push(row);
    }
    kept.sort((a, b) => a.time - b.time || a.wire - b.wire);
    hits.push(...kept.map((row) => (row.wire << timeBits) | row.time));
    counts.push(kept.length);
  }
}

/** Electrons of a class of momentum from `first` on, one an event. */
function electrons(
  { seed }: RunContext,
  { place, first, size }: { place: number; first: number; size: number },
) {
  const addresses = sliceAddresses(0, place, first, size);
  const random = new RandomStream();
  const builder = new ParticleBuilder(size);
  for (let event = 0; event < size; event++) {
    random.seed(seed, 0, place, first + event, purpose.generator);
    pushElectron(random, builder, classEdges[place]!, classEdges[place + 1]!);
    builder.endEvent();
  }
  return {
    eventCount: size,
    addresses,
    weights: new Float64Array(size).fill(1),
    time: new Float64Array(size),
    particles: builder.take(),
  };
}

function pushElectron(
  random: RandomStream,
  builder: ParticleBuilder,
  lowest: number,
  highest: number,
): void {
  const momentum = lowest + (highest - lowest) * random.uniform();
  const cosine = 2 * random.uniform() - 1;
  const phi = 2 * Math.PI * random.uniform();
  const pt = momentum * Math.sqrt(1 - cosine * cosine);
  const { radius, z } = placeInGas(random);
  const azimuth = 2 * Math.PI * random.uniform();
  const { mass } = standardParticles.info(electron)!;
  builder.push(
    electron,
    particleStatus.final,
    -1,
    pt * cos(phi),
    pt * sin(phi),
    momentum * cosine,
    Math.sqrt(momentum * momentum + mass * mass),
    radius * cos(azimuth),
    radius * sin(azimuth),
    z,
  );
}

/** A place in the gas, uniform in its volume: between the ends of the wires next to it. */
function placeInGas(random: RandomStream): { readonly radius: number; readonly z: number } {
  const [inner, outer] = [layerRadius[0]!, layerRadius[layerCount - 1]!];
  const [back, front] = [zBackward[layerCount - 1]!, zForward[layerCount - 1]!];
  for (;;) {
    const square = inner * inner + (outer * outer - inner * inner) * random.uniform();
    const radius = Math.sqrt(square);
    const z = back + (front - back) * random.uniform();
    const layer = layerRadius.findLastIndex((at) => at <= radius);
    if (z >= zBackward[layer]! && z <= zForward[layer]!) return { radius, z };
  }
}

/** Numbers of a line. */
const perLine = 16;

/** Numbers as lines of source text. */
function lines(numbers: readonly number[]): string {
  const rows: string[] = [];
  for (let first = 0; first < numbers.length; first += perLine)
    rows.push(`      ${numbers.slice(first, first + perLine).join(', ')},`);
  return rows.join('\n');
}

/** Source text of the module that holds the patterns of the chamber. */
export const chamberPatternsFile = (
  { geometry, edges, perClass, counts, hitsByTime }: PackedPatterns,
  provenance: Provenance,
): string => `import type { PatternLibrary } from '../../../detector/pattern-library.js';
import { lazily } from '../../../detector/base/lazily.js';
import { unpackPatterns } from './unpack.js';

${header(provenance)}
export const chamberPatterns: () => PatternLibrary = lazily(() =>
  unpackPatterns({
    geometry: '${geometry}',
    edges: [
${lines(edges.map((edge) => Math.round(edge / MeV)))}
    ].map((edge) => edge / 1000),
    perClass: [
${lines(perClass)}
    ],
    counts:
      '${counts}',
    hitsByTime:
      '${hitsByTime}',
  }),
);
`;
