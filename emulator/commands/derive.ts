import { writeFile } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { Argument, Command } from 'commander';
import type { RunContext } from '../../detector/event.js';
import { from, takeUntil, tap } from 'rxjs';
import { EmulatorError } from '../../detector/base/errors.js';
import { loadConditions } from '../settings/conditions.js';
import { calorimeterScaleFile, deriveCalorimeterScale } from '../derive/calorimeter-scale.js';
import { chamberPatternsFile, deriveChamberPatterns } from '../derive/chamber-patterns.js';
import { type Derivation, deriveLeftRight, deriveShortTracks } from '../derive/derive.js';
import { deriveHoughVotes } from '../derive/hough-votes.js';
import { networksFile } from '../derive/network-file.js';
import { deriveAndEvaluateNetworks } from '../derive/network-evaluation.js';
import { deriveSlotArrivals, slotArrivalsFile } from '../derive/slot-arrivals.js';
import { deriveParticleId } from '../derive/particle-id.js';
import { particleIdFile } from '../derive/particle-id-file.js';
import {
  houghVotesFile,
  leftRightFile,
  type Provenance,
  shortTracksFile,
} from '../derive/table-files.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { networksJson } from '../neuro/network-files.js';
import { standardNames } from '../../triggers/cdc/network-set.js';
import { firmwareSizes } from '../../triggers/cdc/neuro-network.js';
import { tracksPerSegment } from '../../triggers/top/arrivals.js';
import { version } from '../version.js';
import { type NamedContent, writeFiles } from '../writers/files.js';
import { collect, type CommandContext, wholeNumber } from './context.js';
import { type Progress, progress } from './progress.js';

interface DeriveOptions {
  readonly seed: number;
  readonly conditions: string;
  readonly set: readonly string[];
  readonly tracks?: number;
  readonly out?: string;
}

type TableName =
  | 'left-right'
  | 'short-tracks'
  | 'hough-votes'
  | 'networks'
  | 'particle-id'
  | 'calorimeter-scale'
  | 'chamber-patterns'
  | 'slot-arrivals';

/**
 * Tracks that give every frequent address of the tables some hundred entries, every cell of the 3-D
 * finder's space, turned into one sector, as many, and every network several times as many as it
 * has weights; photons that give the median reading to 1e-4; electrons whose hits take
 * a megabyte; tracks through each segment of a bar.
 */
const defaultTracks: Readonly<Record<TableName, number>> = {
  'left-right': 1_000_000,
  'short-tracks': 100_000,
  'hough-votes': 800_000,
  networks: 500_000,
  'particle-id': 400_000,
  'calorimeter-scale': 100_000,
  'chamber-patterns': 2800,
  'slot-arrivals': tracksPerSegment,
};

const descriptions: Readonly<Record<TableName, readonly string[]>> = {
  'left-right': [
    'Side on which tracks pass the priority wire, by hit pattern, see left-right.ts. Derived ' +
      'from single muons in our own simulation,',
    'without noise: a side is given when its probability (k + 1)/(n + 2), k of n tracks, ' +
      'exceeds 0.7.',
  ],
  'short-tracks': [
    'Bins of short tracks in super-layers 0, 1, 3, 4 against super-layer 2, the endcap they ' +
      'reach and their bins there. Derived from single muons in our own simulation: each ' +
      'pattern is the one that fits most tracks which no earlier pattern fits, and its endcap ' +
      'that of its tracks without a full track.',
  ],
  'hough-votes': [
    'Votes 1–7 of each segment and priority wire for the cells of the 3-D finder, see ' +
      'hough-space.ts. Derived from single muons of the',
    'collision point in our own simulation, without noise: the share of the tracks from a ' +
      'cell that make the segment, against the usual',
    'share of such segments; 1.6 times as much is 7.',
  ],
  networks: [
    'Weights of the networks of the z trigger, one per expert, see neuro-network.ts. Trained ' +
      'from scratch on single muons in our own',
    'simulation: z within ±100 cm, 10 % within 1 cm, 60 % uniform, 30 % normal with 40 cm; ' +
      'half without noise, half over 160 or 700 hits',
    'in 512 ns. Adam on the error of both outputs, large misses counted by their size; ' +
      'weights of the best epoch in validation.',
  ],
  'particle-id': [
    'Probabilities of what KLM and calorimeter say of electrons, muons, pions, kaons and ' +
      'protons, for particle identification in studies,',
    'see tables.ts. Derived from single tracks in our own simulation, momentum and polar ' +
      'angle uniform.',
  ],
  'calorimeter-scale': [
    'Energy read per energy deposited, of crystals and of trigger cells. Derived from photons of ' +
      '1 GeV in our own simulation, isotropic in the laboratory between 40° and 120°, through ' +
      'the material in front: the median sum of all crystals over the threshold of the read-out ' +
      'is 1 GeV.',
  ],
  'chamber-patterns': [
    'Hits that one electron of 1 to 50 MeV leaves in the chamber, for correlated noise. Derived ' +
      'from electrons in our own simulation, born anywhere in the gas, of any direction, flat in ' +
      'momentum within a class. Of the hits of a wire those are left out that the front end, ' +
      'which reports the earliest of 32 bins, does not need. Any turn by 1/32 is as likely.',
  ],
  'slot-arrivals': [
    'When light of fast tracks of the collision point arrives, by segment of a bar, for the ' +
      'patterns of the TOP trigger, see arrivals.ts: photons in bins of two raw counts after ' +
      'the collision, and in all.',
  ],
};

/** What tables are made of that are not made of tracks. */
const samples: Readonly<Partial<Record<TableName, string>>> = {
  'calorimeter-scale': 'photons',
  'chamber-patterns': 'electrons',
  'slot-arrivals': 'tracks through each segment',
};

/** `b2l1 derive TABLE`: makes a derived table of the trigger again. */
export function deriveCommand(context: CommandContext): Command {
  return new Command('derive')
    .description(
      'Derives a table of the trigger, of particle identification, or the scale of the ' +
        'calorimeter, from the emulator itself and writes it as a source file with its provenance.',
    )
    .addArgument(new Argument('<table>', 'which table').choices(Object.keys(descriptions)))
    .option('--seed <n>', 'seed of all randomness: same seed, same table', wholeNumber(0), 1)
    .option(
      '--conditions <name|file>',
      'detector and trigger parameters: "nominal" or a YAML file',
      'nominal',
    )
    .option(
      '--set <path=value>',
      'override one parameter, e.g. cdc.efficiency=0.95; repeatable',
      collect,
      [],
    )
    .option(
      '--tracks <n>',
      'single tracks to simulate (left-right 1000000, short-tracks 100000, hough-votes ' +
        '800000, networks 500000, particle-id 400000, calorimeter-scale 100000 photons, ' +
        'chamber-patterns 2800 electrons, slot-arrivals 500 in each segment)',
      wholeNumber(1),
    )
    .option(
      '--out <file>',
      'file to write; TABLE.ts by default (the package keeps them in triggers/cdc/tables/ ' +
        'and networks/, triggers/top/tables/, emulator/offline/pid/, detector/ecl/, ' +
        'emulator/chain/patterns/)',
    )
    .addHelpText(
      'after',
      '\nWith --out FILE.json networks are written for triggers.neuro.networks. Beside them, ' +
        'in FILE-report, lies what they learnt from and how well.',
    )
    .action((table: TableName, options: DeriveOptions) => derive(table, options, context));
}

async function derive(
  table: TableName,
  options: DeriveOptions,
  context: CommandContext,
): Promise<void> {
  const { seed, tracks = defaultTracks[table], out = `${table}.ts` } = options;
  const json = out.endsWith('.json');
  if (json && table !== 'networks')
    throw new EmulatorError(
      'USAGE_OUT',
      `${out}: only networks are written as JSON, expected a .ts file`,
    );
  const { config } = loadConditions(options.conditions, options.set);
  const provenance: Provenance = {
    command: commandLine(table, tracks, options),
    version,
    tracks,
    ...(samples[table] !== undefined && { sample: samples[table] }),
    text: descriptions[table],
  };
  const bar = progress(`derive ${table}`, tracks, context);
  let made: Derived | undefined;
  const work = writers[table](tracks, config, { seed }, provenance, bar);
  await context.execute(
    from(work).pipe(
      takeUntil(context.stop$),
      tap((derived) => {
        made = derived;
      }),
    ),
  );
  if (made === undefined) return context.talk('stopped: no table written\n');
  const { source, beside } = made as Derived;
  await writeFile(out, json && beside !== undefined ? beside.json : source);
  context.out(`${out}\n`);
  if (beside === undefined) return;
  const files = await writeFiles(`${out.replace(/\.[^./\\]*$/, '')}-report`, await beside.report());
  context.talk(files.map((file) => `wrote ${file}\n`).join(''));
}

/** What a derivation makes: a source file, and of networks also JSON and a report. */
interface Derived {
  readonly source: string;
  readonly beside?: {
    readonly json: string;
    readonly report: () => Promise<readonly NamedContent[]>;
  };
}

/** Runs the derivation of a table; emits what it makes. */
const writers: Readonly<
  Record<
    TableName,
    (
      tracks: number,
      config: EmulatorConfig,
      run: RunContext,
      provenance: Provenance,
      bar: Progress,
    ) => AsyncGenerator<Derived>
  >
> = {
  'left-right': (tracks, config, run, provenance, bar) =>
    steps(deriveLeftRight(tracks, config, run), bar, (tables) => leftRightFile(tables, provenance)),
  'short-tracks': (tracks, config, run, provenance, bar) =>
    steps(deriveShortTracks(tracks, config, run), bar, ({ patterns, covered }) => {
      const found =
        `They find ${(100 * covered).toFixed(1)} % of the tracks with segments in super-layers ` +
        '0–4.';
      return shortTracksFile(patterns, { ...provenance, text: [...provenance.text, found] });
    }),
  'hough-votes': (tracks, config, run, provenance, bar) =>
    steps(deriveHoughVotes(tracks, config, run), bar, (votes) => houghVotesFile(votes, provenance)),
  'particle-id': (tracks, config, run, provenance, bar) =>
    steps(deriveParticleId(tracks, config, run), bar, (tables) =>
      particleIdFile(tables, provenance),
    ),
  'calorimeter-scale': (tracks, config, run, provenance, bar) =>
    steps(deriveCalorimeterScale(tracks, config, run), bar, (scale) =>
      calorimeterScaleFile(scale, provenance),
    ),
  'chamber-patterns': (tracks, config, run, provenance, bar) =>
    steps(deriveChamberPatterns(tracks, config, run), bar, (patterns) =>
      chamberPatternsFile(patterns, provenance),
    ),
  'slot-arrivals': (tracks, config, run, provenance, bar) =>
    steps(deriveSlotArrivals(tracks, config, run), bar, (segments) =>
      slotArrivalsFile(segments, provenance),
    ),
  networks: (tracks, config, run, provenance, bar) =>
    steps(
      deriveAndEvaluateNetworks(tracks, config, run),
      bar,
      ({ experts }) => networksFile(experts, provenance),
      (networks) => ({
        json: networksJson(
          {
            experts: networks.experts.map(({ weights }) => ({ sizes: firmwareSizes, weights })),
            names: standardNames,
          },
          { ...provenance },
        ),
        // Plotting is a quarter of a second to load: only when it is wanted.
        report: async () =>
          (await import('../writers/network-report.js')).networkReport(networks, provenance),
      }),
    ),
};

/**
 * The command that makes the same table; what has its default is left out, except the seed and the
 * number of tracks.
 */
function commandLine(
  table: TableName,
  tracks: number,
  { seed, conditions, set }: DeriveOptions,
): string {
  const chosen = conditions === 'nominal' ? [] : [`--conditions ${conditions}`];
  return [
    'b2l1 derive',
    table,
    `--seed ${seed}`,
    `--tracks ${tracks}`,
    ...chosen,
    ...set.map((assignment) => `--set ${assignment}`),
  ].join(' ');
}

/** Runs a derivation, yielding to the event loop between its steps; emits what it makes. */
async function* steps<T>(
  derivation: Derivation<T>,
  bar: Progress,
  write: (table: T) => string,
  writeBeside?: (table: T) => NonNullable<Derived['beside']>,
): AsyncGenerator<Derived> {
  for (;;) {
    const step = derivation.next();
    if (step.done === true) {
      bar.finish();
      yield {
        source: write(step.value),
        ...(writeBeside === undefined ? {} : { beside: writeBeside(step.value) }),
      };
      return;
    }
    bar.update(step.value);
    await setImmediate();
  }
}
