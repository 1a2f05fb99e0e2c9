import { degree } from '../../../../detector/base/units.js';
import { sliceAddresses } from '../../../../detector/event.js';
import { subdetectors } from '../../../../detector/index.js';
import { simulateDetector } from '../../../../detector/simulate.js';
import { emulatorConfig } from '../../../../emulator/settings/emulator-config.js';
import { identify, type PidObjects } from '../../../../emulator/offline/pid/identify.js';
import { momentum, particlesOf, type Shot } from '../../../detector/cdc/chamber.js';

/** A particle of total momentum `p` [GeV], angles in degrees. */
export const track = (pdg: number, p: number, theta: number, phi = 0): Shot => ({
  pdg,
  p: momentum(p * Math.sin(theta * degree), theta * degree, phi * degree),
});

/** Equal particles, one to an event, over polar angles and all azimuths. */
export const tracks = (
  count: number,
  pdg: number,
  p: number,
  from: number,
  to: number,
): readonly (readonly Shot[])[] =>
  Array.from({ length: count }, (_, event) => [
    track(pdg, p, from + ((event * 0.618) % 1) * (to - from), event),
  ]);

const seed = 4;

/** Detectors are built once for each set of assignments. */
const detectors = new Map<string, ReturnType<typeof build>>();
function build(assignments: readonly string[]) {
  const config = emulatorConfig({}, assignments);
  return {
    config,
    simulate: simulateDetector(subdetectors, config, { seed }),
    find: identify({ config, seed }),
  };
}
function detectorOf(assignments: readonly string[]) {
  const key = assignments.join(' ');
  const known = detectors.get(key) ?? build(assignments);
  detectors.set(key, known);
  return known;
}

/** Hits and arcs of events of the given particles. */
export function detect(events: readonly (readonly Shot[])[], assignments: readonly string[] = []) {
  const { config, simulate } = detectorOf(assignments);
  const eventCount = events.length;
  const generated = {
    eventCount,
    addresses: sliceAddresses(1, 0, 0, eventCount),
    weights: new Float64Array(eventCount).fill(1),
    time: new Float64Array(eventCount),
    particles: particlesOf(events),
  };
  return { config, batch: simulate(generated) };
}

/** Identification of all tracks of events of the given particles. */
export function identified(
  events: readonly (readonly Shot[])[],
  assignments: readonly string[] = [],
): PidObjects {
  return detectorOf(assignments).find(detect(events, assignments).batch);
}

/** Share of the values above a threshold. */
export const shareAbove = (values: readonly number[], threshold: number): number =>
  values.filter((value) => value > threshold).length / values.length;
