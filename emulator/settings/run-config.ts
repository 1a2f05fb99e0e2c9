import {
  choice,
  type ConfigOf,
  integer,
  parseConfig,
  quantity,
  text,
} from '../../detector/base/config.js';
import { Hz, s } from '../../detector/base/units.js';
import { decayDoc, decaySettings } from '../decays/decay-choice.js';
import { readoutSchema } from '../readout/readout-schema.js';
import { builderSchema } from './builder-schema.js';
import { readYaml } from './conditions.js';

/** How runs are recorded. */
const recorderSchema = {
  segmentMegabytes: integer(
    256,
    '',
    'A segment file ends when it is larger than so many 10⁶ bytes',
    { min: 1, max: 100_000 },
  ),
  segmentTime: quantity(
    600 * s,
    's',
    'A segment file ends after so much wall time; not at pace max, where bytes alone decide',
    {
      min: 1 * s,
    },
  ),
  passThrough: integer(
    0,
    '',
    'One in so many refused events is recorded, too, whatever it holds; 1: all, 0: none',
    { min: 0, max: 1_000_000 },
  ),
  onFull: choice(
    'end',
    ['end', 'continue', 'pause'],
    'When the disk is full: the run ends with the reason, goes on unrecorded, or waits for room',
  ),
  onFailure: choice(
    'end',
    ['end', 'continue'],
    'When the recording fails otherwise: the run ends with the reason, or goes on unrecorded',
  ),
};

/** Whom the live feed serves. */
const feedSchema = {
  maxClients: integer(256, '', 'Clients of the live feed, at most', { min: 1, max: 10_000 }),
  maxClientsPerAddress: integer(224, '', 'Clients of the live feed from one address, at most', {
    min: 1,
    max: 10_000,
  }),
};

/** Settings of the daemon; the options of `b2l1 run` override what `--config` gives. */
export const runSchema = {
  machine: text('2022-peak', 'State of the machine that is played, or a YAML file'),
  changes: text('', 'YAML file of changes of the machine; none when empty'),
  overlay: text('', 'File of your own that is laid over all events; none when empty'),
  card: text('', 'Study card whose events are played in place of a machine; none when empty'),
  play: text('', 'Recording that is played in a loop in place of a machine; none when empty'),
  rate: quantity(5000 * Hz, 'Hz', 'Mean events of the card per second of emulated time', {
    min: 1e-3 * Hz,
    max: 1e6 * Hz,
  }),
  pace: choice(
    'real',
    ['real', 'max'],
    'real: the wall clock leads and what the host cannot take is busy; with a machine ' +
      'it starts once workers keep up with the beam, after 4 s at most; max: as fast as the ' +
      'host goes',
  ),
  host: text('127.0.0.1', 'Address to listen on; any other than loopback needs a token'),
  port: integer(8421, '', 'Port of the dashboard; 0 takes a free one', { min: 0, max: 65_535 }),
  token: text('', 'Token that changes need; made at start when empty'),
  feed: feedSchema,
  decay: choice('on', decaySettings, decayDoc),
  record: text('', 'Directory in which each run is recorded; nothing is recorded when empty'),
  recorder: recorderSchema,
  readout: readoutSchema,
  builder: builderSchema,
};

/** When a segment of a recording ends, and what happens when the disk is full. */
export interface RecorderConfig extends ConfigOf<typeof recorderSchema> {}
/** Settings of the daemon, complete and in base units. */
export interface RunConfig extends ConfigOf<typeof runSchema> {}

/** Settings of the daemon, and which of them a file gave. */
interface ReadRunConfig {
  readonly settings: RunConfig;
  readonly inFile: readonly string[];
}

/** Run settings from a YAML file (if any) and what the command line gave. */
export function readRunConfig(
  file: string | undefined,
  given: Readonly<Record<string, unknown>>,
): ReadRunConfig {
  const raw = file === undefined ? {} : readYaml(file, 'CONFIG');
  const overrides = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  const isRecord = typeof raw === 'object' && raw !== null && !Array.isArray(raw);
  const merged = isRecord ? { ...raw, ...overrides } : raw;
  const settings = parseConfig(runSchema, merged, file ?? 'b2l1 run');
  const inFile = isRecord ? Object.entries(raw).filter(([, value]) => value !== '') : [];
  return { settings, inFile: inFile.map(([key]) => key) };
}
