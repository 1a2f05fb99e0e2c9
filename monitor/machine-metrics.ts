import type { ClassCounts, MachineSnapshot } from './machine-snapshot.js';
import type { MetricDefinition, Reading } from './metric-definitions.js';

type Kind = MetricDefinition['type'];
type Read = (machine: MachineSnapshot) => readonly Reading[];

/** A metric of the machine: without samples where a card is played. */
const ofMachine = (
  type: Kind,
  name: string,
  help: string,
  labels: readonly string[],
  read: Read,
): MetricDefinition => ({
  type,
  name,
  help,
  labels,
  read: ({ machine }) => (machine === undefined ? [] : read(machine)),
});

const plain = (
  type: Kind,
  name: string,
  help: string,
  value: (machine: MachineSnapshot) => number,
): MetricDefinition => ofMachine(type, name, help, [], (machine) => [[{}, value(machine)]]);

const perRing = (
  type: Kind,
  name: string,
  help: string,
  value: (ring: MachineSnapshot['rings'][number]) => number,
): MetricDefinition =>
  ofMachine(type, name, help, ['ring'], ({ rings }) =>
    rings.map((ring) => [{ ring: ring.name }, value(ring)]),
  );

/** By class of anchor; those of soft tier are thinned. */
const perClass = (
  name: string,
  help: string,
  value: (counts: ClassCounts) => number,
): MetricDefinition =>
  ofMachine('counter', name, help, ['class', 'tier', 'origin'], ({ classes }) =>
    classes.map((counts) => [
      { class: counts.name, tier: counts.tier, origin: counts.origin },
      value(counts),
    ]),
  );

const beams: readonly MetricDefinition[] = [
  ofMachine(
    'gauge',
    'machine_info',
    'What accelerator is played; the value is always 1.',
    ['machine'],
    ({ name }) => [[{ machine: name }, 1]],
  ),
  plain('gauge', 'machine_epoch', 'Changes of conditions so far.', ({ epoch }) => epoch),
  plain(
    'gauge',
    'luminosity_inverse_barns_per_second',
    'Instantaneous luminosity; 1e34/(cm2 s) are 1e10/(b s).',
    ({ luminosity }) => luminosity * 1e-24,
  ),
  plain(
    'counter',
    'delivered_luminosity_inverse_barns_total',
    'Integrated luminosity that the machine delivered.',
    ({ delivered }) => delivered * 1e9,
  ),
  plain(
    'counter',
    'live_luminosity_inverse_barns_total',
    'Integrated luminosity in live ticks of the read-out: neither dead nor vetoed.',
    ({ live }) => live * 1e9,
  ),
  plain(
    'counter',
    'vetoed_luminosity_inverse_barns_total',
    'Integrated luminosity under the veto after injections.',
    ({ vetoed }) => vetoed * 1e9,
  ),
  plain(
    'counter',
    'vetoed_seconds_total',
    'Emulated time under the veto after injections.',
    ({ vetoedSeconds }) => vetoedSeconds,
  ),
  plain(
    'counter',
    'live_seconds_total',
    'Emulated time in live ticks of the read-out: neither dead nor vetoed.',
    ({ liveSeconds }) => liveSeconds,
  ),
  perRing('gauge', 'ring_current_amperes', 'Beam current.', ({ current }) => current),
  perRing(
    'gauge',
    'ring_injection_rate_hertz',
    'Injections a second that the ring asks for.',
    ({ shotRate }) => shotRate,
  ),
  perRing('counter', 'ring_injections_total', 'Injections.', ({ shots }) => shots),
  ofMachine(
    'gauge',
    'real_time_ratio',
    'Emulated seconds that were played, per second of wall time: of the last ten, until the run ' +
      'ends, and of it all.',
    ['over'],
    ({ realTime: { recent, run } }) => [
      ...(Number.isNaN(recent) ? [] : [[{ over: '10s' }, recent] as const]),
      [{ over: 'run' }, run],
    ],
  ),
];

// long: a list, one entry a metric.
const windows: readonly MetricDefinition[] = [
  perClass('seeds_total', 'Seeds that the schedule had, thinned away or not.', (c) => c.seeds),
  perClass(
    'windows_total',
    'Windows made, each counted once, by the class that opened them.',
    (c) => c.windows,
  ),
  perClass(
    'weighted_windows_total',
    'Windows that those made stand for, by what opened them: seeds or artificial inputs alike.',
    (c) => c.weighted,
  ),
  perClass(
    'class_accepts_total',
    'L1 accepts by the class that opened the window; a thinned one counts for all it stands for.',
    (c) => c.accepts,
  ),
  ofMachine(
    'counter',
    'family_rises_total',
    'Windows in which an unprescaled line of the family rose; a thinned one counts for all it ' +
      'stands for.',
    ['family', 'class'],
    ({ families, classes }) =>
      families.flatMap(({ name }, family) =>
        classes.map(
          (counts): Reading => [
            { family: name, class: counts.name },
            counts.familyRises[family] ?? Number.NaN,
          ],
        ),
      ),
  ),
  plain(
    'gauge',
    'thinning_factor',
    'One in so many soft seeds that are alone opens a window.',
    ({ thinning }) => thinning.factor,
  ),
  plain(
    'counter',
    'thinned_windows_total',
    'Thinned windows made, each counted once.',
    (m) => m.thinning.windows,
  ),
  plain(
    'counter',
    'thinned_weighted_windows_total',
    'Windows that the thinned ones stand for.',
    ({ thinning }) => thinning.weighted,
  ),
  plain(
    'counter',
    'thinned_unprescaled_fires_total',
    'Thinned windows that fired a line of prescale 1, each counted once.',
    ({ thinning }) => thinning.unprescaledFires,
  ),
  ofMachine('counter', 'probe_events_total', 'Probes played for efficiencies.', ['card'], (m) =>
    m.probes.map(({ card, events }) => [{ card }, events]),
  ),
];

const hits: readonly MetricDefinition[] = [
  ofMachine(
    'gauge',
    'background_rate',
    'Background hits at present by the laws of the machine, in the unit of the label.',
    ['detector', 'source', 'unit'],
    ({ backgrounds: { sources, detectors } }) =>
      detectors.flatMap(({ detector, unit, rates }) =>
        sources.map(
          (source, index): Reading => [{ detector, source, unit }, rates[index] ?? Number.NaN],
        ),
      ),
  ),
  ofMachine(
    'gauge',
    'background_limit',
    'Where the experiment stops or warns, in the unit of the label.',
    ['detector', 'unit'],
    ({ backgrounds: { detectors } }) =>
      detectors.flatMap(({ detector, unit, limit }): readonly Reading[] =>
        limit === undefined ? [] : [[{ detector, unit }, limit]],
      ),
  ),
];

/** Metrics of the accelerator in time: no samples where a card is played. */
export const machineMetrics: readonly MetricDefinition[] = [...beams, ...windows, ...hits];
