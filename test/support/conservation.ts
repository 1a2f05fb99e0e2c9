import fc from 'fast-check';
import type { ConfigSchema, Parameter } from '../../detector/base/config.js';
import { EmulatorError } from '../../detector/base/errors.js';
import { type Beams, beams, beamsSchema } from '../../detector/beams.js';
import { parseConfig } from '../../detector/base/config.js';
import { sliceAddresses } from '../../detector/event.js';
import { type Particles, particleStatus } from '../../detector/particles.js';
import { particleCharge, particleInfo, particleKind, particleKinds } from '../../detector/pdg.js';
import { buildGenerator, findGenerator } from '../../emulator/generators/index.js';

/** Beams without spread of their energies: what they bring is known exactly. */
const sharp = beams(parseConfig(beamsSchema, { energySpread: false }, 'test'));

/** Energies and masses of generators are of collisions at 10.6 GeV. */
const maxEnergy = 12;

type Values = Readonly<Record<string, unknown>>;

/** Values of a parameter: its default, its limits, and what lies between. */
function valuesOf({ kind, default: value, unit, min, max, choices }: Parameter<unknown>) {
  if (kind === 'choice') return fc.constantFrom(...choices!);
  if (kind === 'flag') return fc.boolean();
  if (kind === 'text' || kind === 'content') return fc.constant(value);
  const size = Math.abs(value as number) || 1;
  const low = min ?? -size;
  const high = max ?? Math.max(low, unit === 'GeV' ? maxEnergy : 10 * size);
  const between =
    kind === 'integer'
      ? fc.integer({ min: low, max: high })
      : fc.double({ min: low, max: high, noNaN: true });
  return fc.oneof(fc.constant(value), between, fc.constantFrom(low, high));
}

/** Configurations of a schema: a few parameters chosen, the others at their defaults. */
function configsOf(schema: ConfigSchema): fc.Arbitrary<Values> {
  const entries = Object.entries(schema).filter(
    (entry): entry is [string, Parameter<unknown>] => typeof entry[1].kind === 'string',
  );
  return fc.record(Object.fromEntries(entries.map(([key, each]) => [key, valuesOf(each)])), {
    requiredKeys: [],
  });
}

/** Events of a generator; undefined where the configuration is refused by name. */
function eventsOf(name: string, config: Values, count: number): Particles | undefined {
  try {
    const make = buildGenerator(name, config, { seed: 1, beams: sharp });
    return make(sliceAddresses(1, 0, 0, count)).particles;
  } catch (error) {
    const isRefused =
      error instanceof EmulatorError &&
      error.code === 'GENERATOR_CONFIG' &&
      error.message.includes(`"${name}"`);
    if (isRefused) return undefined;
    throw error;
  }
}

/** Faults of the final state of a collision, in words; empty where all is conserved. */
export function faultsOf(
  { offsets, pdg, status, px, py, pz, energy }: Particles,
  event: number,
  { total }: Pick<Beams, 'total'> = sharp,
): readonly string[] {
  const faults: string[] = [];
  const { photon, electron, muon, hadron, neutralHadron } = particleKinds;
  const known: readonly number[] = [photon, electron, muon, hadron, neutralHadron];
  const sum = { px: 0, py: 0, pz: 0, energy: 0 };
  let charge = 0;
  for (let row = offsets[event]!; row < offsets[event + 1]!; row++) {
    if (status[row] !== particleStatus.final) continue;
    sum.px += px[row]!;
    sum.py += py[row]!;
    sum.pz += pz[row]!;
    sum.energy += energy[row]!;
    charge += particleCharge(pdg[row]!);
    if (!known.includes(particleKind(pdg[row]!))) continue;
    const mass = particleInfo(pdg[row]!)?.mass ?? 0;
    const shell = Math.hypot(px[row]!, py[row]!, pz[row]!, mass);
    if (!(Math.abs(shell / energy[row]! - 1) < 1e-6 || Math.abs(shell - energy[row]!) < 1e-9))
      faults.push(`PDG code ${pdg[row]} of ${energy[row]} GeV is off its mass`);
  }
  if (Math.abs(charge) > 1e-9) faults.push(`charge ${charge}`);
  for (const part of ['px', 'py', 'pz', 'energy'] as const) {
    const left = sum[part] - total[part];
    if (!(Math.abs(left) < 1e-6 * total.energy)) faults.push(`${part} differs by ${left} GeV`);
  }
  return faults;
}

/** Faults of `count` events of a configuration; undefined where it is refused by name. */
export function faultsWith(
  name: string,
  config: Values,
  count: number,
): readonly string[] | undefined {
  const particles = eventsOf(name, config, count);
  if (particles === undefined) return undefined;
  for (let event = 0; event < count; event++) {
    const faults = faultsOf(particles, event);
    if (faults.length > 0) return [`event ${event} of ${count}`, ...faults];
  }
  return [];
}

/**
 * Holds momentum and charge over the parameters of a generator.
 * @returns how many configurations were not refused.
 */
export function holdConservation(name: string, runs: number, eventsPerRun: number): number {
  let accepted = 0;
  fc.assert(
    fc.property(configsOf(findGenerator(name).schema), (config) => {
      const faults = faultsWith(name, config, eventsPerRun);
      if (faults === undefined) return;
      accepted++;
      if (faults.length > 0) throw new Error(faults.join('; '));
    }),
    { numRuns: runs, seed: 12 },
  );
  return accepted;
}

/** The largest value of a parameter that is accepted, from its default on upwards. */
export function largestAccepted(name: string, key: string, steps = 20): number {
  const isAccepted = (value: number): boolean => eventsOf(name, { [key]: value }, 1) !== undefined;
  const parameter = findGenerator(name).schema[key] as Parameter<number>;
  let [low, high] = [parameter.default, Math.min(parameter.max ?? maxEnergy, maxEnergy)];
  if (isAccepted(high)) return high;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (isAccepted(middle)) low = middle;
    else high = middle;
  }
  return low;
}
