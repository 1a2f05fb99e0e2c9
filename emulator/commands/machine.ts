import { Command } from 'commander';
import { ampere, Hz, s } from '../../detector/base/units.js';
import { textTable } from '../files/text-table.js';
import { eventRateHz } from '../generators/process-rows.js';
import { Accelerator } from '../machine/accelerator.js';
import { vetoByFormula } from '../machine/injection-veto.js';
import { type MachineConfig, type RingName, ringNames } from '../machine/machine-schema.js';
import { currentOfShot } from '../machine/ring-current.js';
import { diffuseRates, type HitRate, hitRates } from '../backgrounds/diffuse.js';
import { measureOccupancy } from '../rates/occupancy.js';
import { nominalConfig } from '../chain/parts.js';
import { withDiffuse } from '../settings/diffuse-conditions.js';
import { type StrayRate, strayRates } from '../rates/stray-classes.js';
import {
  beamStateOf,
  loadMachine,
  luminosityText,
  machineNames,
  referenceState,
} from '../settings/machine.js';
import { version } from '../version.js';
import { collect, type CommandContext, duration, wholeNumber } from './context.js';
import { type SeedsReport, seedsReport, seedsText } from './machine-seeds.js';

interface Options {
  readonly set: readonly string[];
  readonly after: number;
  readonly occupancy?: number;
  readonly seeds?: number;
  readonly seed: number;
  readonly json?: true;
}

/** The veto is counted tick by tick over so much time [ns]. */
const countedTime = 20 * s;

/** What is told of a ring. */
interface RingReport {
  readonly ring: RingName;
  readonly currentAmperes: number;
  readonly bunchCurrentMilliamperes: number;
  readonly lifetimeSeconds: number;
  readonly pressure: number;
  readonly shotsHz: number;
  readonly currentOfShotMilliamperes: number;
  /** Share of time that the veto takes by formula, when windows of two shots do not overlap. */
  readonly vetoByFormula: number;
  readonly vetoCounted: number;
}

const help = `
A state is a preset or a YAML file with the parameters of b2l1 parameters machine. The machine
begins with its currents stored; --after tells what is left of them, injection on or off:
  b2l1 machine 2022-peak
  b2l1 machine 2022-peak --set ler.injection.on=false --after 10min
Of the veto, "formula" is f·(t_full + (t_gate − t_full)·w/T) for f shots a second and a passage of w
in each turn T; "counted" is tick by tick over 20 s. Both rings together veto less than their sum.
With --seeds all particles that come by themselves are drawn as a run draws them: how many of each
class beside rate times time, and what becomes of them:
  b2l1 machine 2022-peak --seeds 20s
  b2l1 machine 2022-peak --seeds 20s --set filling.bunches=1124`;

/** `b2l1 machine [STATE]`: currents, luminosity, injections and their veto. */
export function machineCommand({ out }: Pick<CommandContext, 'out'>): Command {
  return new Command('machine')
    .description('The accelerator: currents, luminosity, injections and the veto after them.')
    .argument('[preset|file]', `${machineNames.join(', ')}, or a YAML file`, '2022-peak')
    .option('--set <path=value>', 'override one parameter; repeatable', collect, [])
    .option('--after <time>', 'so long after the start, such as 10min', duration, 0)
    .option(
      '--occupancy <windows>',
      'what diffuse hits alone leave in so many windows of the detector',
      wholeNumber(2),
    )
    .option(
      '--seeds <time>',
      'draw all seeds of so much time from the start, such as 20s',
      duration,
    )
    .option('--seed <n>', 'of --seeds', wholeNumber(0), 1)
    .option('--json', 'print one JSON document')
    .addHelpText('after', help)
    .action((nameOrFile: string, { set, after, occupancy: windows, json, ...drawing }: Options) => {
      const machine = loadMachine(nameOrFile, set);
      const { name, config } = machine;
      const accelerator = new Accelerator([{ from: 0, config }]);
      const at = after * s;
      const { luminosity } = accelerator.at(at);
      const rings = ringNames.map((ring) => reportOf(ring, config, accelerator, at));
      const veto = accelerator.vetoedShare(ringNames, at, at + countedTime);
      const hzPerNb = eventRateHz({ value: 1, unit: 'nb' }, luminosity);
      const state = beamStateOf(config, at);
      const { chamber, top } = diffuseRates(config.backgrounds, state, referenceState());
      const report = {
        machine: name,
        afterSeconds: after,
        luminosity,
        hzPerNb,
        rings,
        veto,
        backgrounds: strayRates(config.backgrounds, state),
        diffuse: { chamberHz: chamber / Hz, topHz: top / Hz },
        hits: hitRates(config.backgrounds, state, referenceState()),
        ...(windows !== undefined && {
          occupancy: measureOccupancy(withDiffuse(nominalConfig(), machine, at), windows, 1),
        }),
        ...(drawing.seeds !== undefined && {
          seeds: seedsReport(machine, drawing.seeds * s, drawing.seed),
        }),
      };
      out(json ? `${JSON.stringify({ version, ...report }, undefined, 2)}\n` : textOf(report));
    });
}

function reportOf(
  ring: RingName,
  config: MachineConfig,
  accelerator: Accelerator,
  at: number,
): RingReport {
  const { current, pressure, shotRate } = accelerator.at(at)[ring];
  const { lifetime } = config[ring];
  return {
    ring,
    currentAmperes: current / ampere,
    bunchCurrentMilliamperes: (1000 * current) / ampere / config.filling.bunches,
    lifetimeSeconds: lifetime / s,
    pressure,
    shotsHz: shotRate / Hz,
    currentOfShotMilliamperes: (1000 * currentOfShot(config[ring])) / ampere,
    vetoByFormula: vetoByFormula(config, shotRate),
    vetoCounted: accelerator.vetoedShare([ring], at, at + countedTime),
  };
}

interface Report {
  readonly machine: string;
  readonly afterSeconds: number;
  readonly luminosity: number;
  readonly hzPerNb: number;
  readonly rings: readonly RingReport[];
  readonly veto: number;
  readonly backgrounds: readonly StrayRate[];
  /** Mean rates of a wire of the chamber and of a tube of the TOP. */
  readonly diffuse: { readonly chamberHz: number; readonly topHz: number };
  /** Hits of background by subdetector and source, with limits. */
  readonly hits: readonly HitRate[];
  readonly occupancy?: ReturnType<typeof measureOccupancy>;
  readonly seeds?: SeedsReport;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

function textOf(report: Report): string {
  const { machine, afterSeconds, luminosity, hzPerNb, rings, veto, backgrounds, hits, occupancy } =
    report;
  const when = afterSeconds === 0 ? '' : `, ${afterSeconds} s after the start`;
  const table = textTable(
    ['ring', 'I [A]', 'bunch [mA]', 'lifetime [s]', 'pressure', 'shots [Hz]', 'shot [mA]', 'veto'],
    rings.map((ring) => [
      ring.ring.toUpperCase(),
      ring.currentAmperes.toFixed(3),
      ring.bunchCurrentMilliamperes.toFixed(3),
      ring.lifetimeSeconds,
      ring.pressure.toFixed(2),
      ring.shotsHz.toFixed(2),
      ring.currentOfShotMilliamperes.toFixed(3),
      `${percent(ring.vetoCounted)} counted, ${percent(ring.vetoByFormula)} by formula`,
    ]),
  );
  const strays = textTable(
    ['background', 'may fire a line [Hz]', 'soft [Hz]'],
    backgrounds.map(({ name, anchorHz, softHz }) => [name, anchorHz.toFixed(0), softHz.toFixed(0)]),
  );
  return [
    `machine ${machine}${when}: luminosity ${luminosityText(luminosity)}, ` +
      `${hzPerNb.toFixed(1)} Hz for each nb`,
    '',
    table.trimEnd(),
    '',
    `veto after injections, both rings: ${percent(veto)} of the time`,
    '',
    strays.trimEnd(),
    '',
    hitsText(hits),
    ...(occupancy === undefined ? [] : ['', occupancyText(occupancy)]),
    'lifetimes, charges, the veto and all backgrounds are recalled or assumed, not measured',
    '',
    ...(report.seeds === undefined ? [] : [seedsText(report.seeds)]),
  ].join('\n');
}

/** Sources that make less of a subdetector's hits are not named. */
const namedShare = 0.15;

/** Hits of background by subdetector, their limits and where most of them come from. */
function hitsText(hits: readonly HitRate[]): string {
  const rows = hits.map(({ subdetector, unit, value, limit, sources }) => [
    subdetector,
    Number(value.toPrecision(3)),
    limit ?? '–',
    unit,
    sources
      .filter((source) => source.value >= namedShare * value)
      .toSorted((a, b) => b.value - a.value)
      .map(({ source, value: part }) => `${source} ${percentOf(part / value)}`)
      .join('; '),
  ]);
  const head = ['diffuse hits', 'now', 'limit', 'unit', 'most by'];
  return textTable(head, rows).trimEnd();
}

const percentOf = (share: number): string => `${(100 * share).toFixed(0)} %`;

/** What is in a window of diffuse hits alone. */
function occupancyText(rows: NonNullable<Report['occupancy']>): string {
  const head = ['in a window', 'hits', '±', 'reported', 'wires', 'fake segments'];
  const text = rows.map(({ what, hits, error, reported, wires, segments }) => [
    what,
    hits.toFixed(1),
    error.toFixed(1),
    reported.toFixed(1),
    wires?.toFixed(1) ?? '',
    segments?.toPrecision(3) ?? '',
  ]);
  return textTable(head, text).trimEnd();
}
