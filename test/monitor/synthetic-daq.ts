import type { DaqSnapshot, LinkLoad } from '../../monitor/daq-snapshot.js';

/** Share of the ticks of each state. */
const shares = [
  ['paused', 'paused', 0],
  ['no-beam', 'paused', 0],
  ['veto-full', 'vetoed', 0.004],
  ['veto-gate', 'vetoed', 0.012],
  ['host', 'dead', 0.002],
  ['spacing', 'dead', 0.0019],
  ['apv', 'dead', 0.0001],
  ['fifo-cdc', 'dead', 0],
  ['client', 'dead', 0.01],
  ['live', 'live', 0.97],
] as const;

const link = (name: string, links: number, perLink: number, eventBytes: number): LinkLoad => ({
  name,
  links,
  rate: (eventBytes * 9000) / 1e6,
  capacity: links * perLink,
  eventBytes,
  isStandIn: name === 'PXD' || name === 'SVD' || name === 'ARICH',
});

const tickRate = 127.216e6;
const triggerRate = 9000;

/** A read-out at 9 kHz after so many seconds of emulated time. */
export function syntheticDaq(seconds: number): DaqSnapshot {
  const recent = Math.min(60, seconds);
  const lostShare = (group: string, share: number): number => (group === 'dead' ? share : 0);
  const states = shares.map(([name, group, share]) => ({
    name,
    group,
    ticks: Math.round(share * seconds * tickRate),
    lost: Math.floor(lostShare(group, share) * triggerRate * seconds),
    recentTicks: Math.round(share * recent * tickRate),
    recentLost: Math.floor(lostShare(group, share) * triggerRate * recent),
  }));
  const sum = (of: (state: (typeof states)[number]) => number): number =>
    states.reduce((all, state) => all + of(state), 0);
  const [issued, recentIssued] = [triggerRate * seconds, triggerRate * recent].map(Math.floor);
  return {
    ticks: sum(({ ticks }) => ticks),
    tickRate,
    recentTicks: sum(({ recentTicks }) => recentTicks),
    issued: issued!,
    readOut: issued! - sum(({ lost }) => lost),
    recentIssued: recentIssued!,
    recentReadOut: recentIssued! - sum(({ recentLost }) => recentLost),
    states,
    latency: 4000,
    inFlight: { mean: 0.036, highest: 4 },
    timing: [
      {
        source: 'ECL',
        quality: 'coarse',
        accepts: 4000 * seconds,
        mean: 2.1,
        rms: 18.4,
        core: 6.1,
      },
      { source: 'ECL', quality: 'fine', accepts: 3000 * seconds, mean: 0.4, rms: 6.2, core: 2.1 },
      {
        source: 'CDC',
        quality: 'coarse',
        accepts: 1900 * seconds,
        mean: 5.3,
        rms: 12.7,
        core: 4.2,
      },
      { source: 'self', quality: 'none', accepts: 100 * seconds, mean: 0, rms: 36.1, core: 12.0 },
    ],
    buffers: [
      { name: 'apv', unit: 'cells', capacity: 32, mean: 1.5, highest: 30 },
      { name: 'fifo-pxd', unit: 'events', capacity: 160, mean: 0.1, highest: 4 },
      { name: 'fifo-cdc', unit: 'events', capacity: 160, mean: 0.02, highest: 2 },
      { name: 'link-cdc', unit: 'events', capacity: 1024, mean: 0.01, highest: 2 },
      { name: 'builder', unit: 'events', capacity: 4096, mean: 0.03, highest: 3 },
    ],
    links: [
      link('PXD', 40, 600, 210_000),
      link('SVD', 50, 127, 22_000),
      link('CDC', 300, 127, 14_000),
      link('TOP', 64, 127, 9000),
      link('ARICH', 72, 127, 5400),
      link('ECL', 52, 127, 24_000),
      link('KLM', 32, 127, 1600),
    ],
  };
}
