import type { DaqSnapshot } from './daq-snapshot.js';
import type { MachineSnapshot } from './machine-snapshot.js';
import type { RunSnapshot } from './ports.js';
import { ratesBetween } from './snapshot-rates.js';

/** Takes one value of a row of the history; not a number where there is none. */
type Tell = (name: string, unit: string, value: number) => void;

/**
 * The values of one row: rates between two snapshots of a second apart, and how the machine stands.
 * Without an earlier snapshot of the same run there are no rates.
 */
export function tellColumns(before: RunSnapshot | undefined, now: RunSnapshot, tell: Tell): void {
  const { run, machine } = now;
  const same = before?.run.id === run.id ? before : undefined;
  const emulated = same ? run.emulatedSeconds - same.run.emulatedSeconds : 0;
  const perSecond = (count: number, countBefore: number | undefined): number =>
    emulated > 0 ? (count - (countBefore ?? 0)) / emulated : Number.NaN;
  const played = same ? run.playedSeconds - same.run.playedSeconds : 0;
  const events = now.events.processed - (same?.events.processed ?? 0);
  tell('emulated', 's', run.emulatedSeconds);
  tell('events', 'Hz', played > 0 ? events / played : Number.NaN);
  const wall = same ? run.wallSeconds - same.run.wallSeconds : 0;
  tell('real-time', '', machine?.realTime.recent ?? (wall > 0 ? played / wall : Number.NaN));
  for (const [cause, seconds] of Object.entries(now.deadSeconds))
    tell(`dead:${cause}`, '', perSecond(seconds, same?.deadSeconds[cause]));
  if (machine !== undefined) {
    tell('dead:veto', '', perSecond(machine.vetoedSeconds, same?.machine?.vetoedSeconds));
    tellMachine(machine, tell);
  }
  if (now.daq !== undefined) tellDaq(now.daq, same?.daq, tell);
  tellRates(same, now, tell);
}

/** Ticks and accepts between the two: shares by state and group, Hz lost and read out. */
function tellDaq(now: DaqSnapshot, before: DaqSnapshot | undefined, tell: Tell): void {
  const ticks = now.ticks - (before?.ticks ?? 0);
  const isKnown = before !== undefined && ticks > 0;
  const share = (count: number): number => (isKnown ? count / ticks : Number.NaN);
  const hertz = (count: number): number => share(count) * now.tickRate;
  tell('daq:issued', 'Hz', hertz(now.issued - (before?.issued ?? 0)));
  tell('daq:read-out', 'Hz', hertz(now.readOut - (before?.readOut ?? 0)));
  const groups = { live: 0, dead: 0, vetoed: 0, paused: 0 };
  for (const [place, state] of now.states.entries()) {
    const then = before?.states[place];
    const passed = state.ticks - (then?.ticks ?? 0);
    groups[state.group] += passed;
    tell(`daq:${state.name}`, '', share(passed));
    tell(`daq:lost:${state.name}`, 'Hz', hertz(state.lost - (then?.lost ?? 0)));
  }
  for (const [group, passed] of Object.entries(groups))
    tell(`daq:group:${group}`, '', share(passed));
  for (const { name, rate } of now.links) tell(`daq:link:${name}`, 'MB/s', rate);
}

function tellRates(same: RunSnapshot | undefined, now: RunSnapshot, tell: Tell): void {
  const { acceptHz, classes, families, lines } = ratesBetween(same, now);
  const known = (hz: number): number => (same ? hz : Number.NaN);
  tell('l1', 'Hz', known(acceptHz));
  for (const row of classes) tell(`l1:${row.name}`, 'Hz', known(row.acceptHz));
  for (const { name, hz } of families) tell(`family:${name}`, 'Hz', known(hz));
  for (const line of lines) {
    tell(`line:${line.name}`, 'Hz', known(line.acceptHz));
    tell(`rises:${line.name}`, 'Hz', known(line.riseHz));
    tell(`exclusive:${line.name}`, 'Hz', known(line.exclusiveHz));
  }
}

function tellMachine({ luminosity, rings, backgrounds }: MachineSnapshot, tell: Tell): void {
  tell('luminosity', '1/(cm² s)', luminosity);
  for (const { name, current, shotRate } of rings) {
    tell(`current:${name}`, 'A', current);
    tell(`shots:${name}`, 'Hz', shotRate);
  }
  for (const { detector, unit, rates } of backgrounds.detectors) {
    tell(
      `background:${detector}`,
      unit,
      rates.reduce((sum, rate) => sum + rate, 0),
    );
    backgrounds.sources.forEach((source, index) =>
      tell(`background:${detector}:${source}`, unit, rates[index] ?? Number.NaN),
    );
  }
}
