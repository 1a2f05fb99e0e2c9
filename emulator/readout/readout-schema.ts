import { choice, type ConfigOf, integer, quantity } from '../../detector/base/config.js';
import { ns, us } from '../../detector/base/units.js';

/** The way of the data of one subdetector out of its front ends. */
const frontEnd = (name: string, links: number, rate: number, tag: string) => ({
  events: integer(160, 'events', `Events that the front ends of the ${name} hold at most`, {
    min: 1,
    max: 65_536,
  }),
  links: integer(links, 'links', `Links of the ${name}, which share its data evenly (${tag})`, {
    min: 1,
    max: 10_000,
  }),
  megabytesPerSecond: quantity(rate, 'MB/s', `What a link of the ${name} takes away`, {
    min: 0.001,
  }),
});

/** Setting of the reference receiver of the Belle2link [MB/s]. */
const belle2link = 127;

/** What is behind the links. */
const stage = (what: string, events: number, rate: number, of: string) => ({
  events: integer(events, 'events', `Accepted events that have not left ${what}, at most`, {
    min: 1,
    max: 1_048_576,
  }),
  megabytesPerSecond: quantity(rate, 'MB/s', of, { min: 0.001 }),
});

/**
 * Parameters of the read-out as far as it makes dead time.
 * @see basf2 svd event-info emulator (3-mixed-6); arXiv:2010.15115, 2010.15485 (links, builder);
 * public copies of the b2tt reference firmware (160 events, 127 MB/s). Sampling, cells and spacing
 * of the APV25 are recalled, depths behind the links are assumed.
 */
export const readoutSchema = {
  rule: choice(
    'front-end',
    ['front-end', 'fixed'],
    'What makes dead time: spacing and buffers, or a fixed time after each accept and no more',
  ),
  sizes: choice(
    'stand-in',
    ['stand-in', 'hits'],
    'Sizes of events in subdetectors that no line reads, where nothing is recorded: a stand-in, ' +
      'or those of hits, which are then simulated for each event that a line may accept',
  ),
  fixed: quantity(500 * ns, 'ns', 'Dead time after each accept where the rule is fixed', {
    min: 0,
  }),
  spacing: integer(24, 'ticks', 'A trigger less than so long after the last accept is lost', {
    min: 0,
    max: 1_000_000,
  }),
  latency: quantity(4 * us, 'ns', 'From a collision to the accept at the front ends (recalled)', {
    min: 0,
    // What the APV25 keeps for it: 160 cells of 31.44 ns.
    max: 5030 * ns,
  }),
  selfSpread: quantity(
    125 * ns,
    'ns',
    'Accepts that no detector times are spread evenly over so long (assumed: a data clock of the ' +
      'calorimeter)',
    { min: 0, max: 1000 * ns },
  ),
  apv: {
    samples: choice(
      'six',
      ['six', 'three', 'mixed'],
      'Samples of the strips that are read; mixed: three when the timing is fine or super-fine',
    ),
    cells: integer(32, 'cells', 'Samples that an APV25 holds until they have been read', {
      min: 6,
      max: 192,
    }),
    clocksPerSample: integer(140, 'clocks of RF/16', 'Reading one sample', { min: 1 }),
  },
  frontEnds: {
    pxd: frontEnd('pixels', 40, 600, 'own path, not a Belle2link: rate assumed'),
    svd: frontEnd('strips', 50, belle2link, 'recalled'),
    cdc: frontEnd('chamber', 300, belle2link, 'recalled'),
    top: frontEnd('TOP', 64, belle2link, 'recalled'),
    arich: frontEnd('ARICH', 72, belle2link, 'recalled'),
    ecl: frontEnd('calorimeter', 52, belle2link, 'recalled'),
    klm: frontEnd('KLM', 32, belle2link, 'recalled'),
  },
  receivers: {
    ...stage('the receivers of the links', 1024, 12_500, 'What a receiver board hands on'),
    links: integer(48, 'links', 'Links that end on one receiver board', { min: 1 }),
  },
  builder: stage('the event builder', 4096, 30_000, 'What the event builder takes in'),
};

/** Parameters of the read-out. */
export interface ReadoutConfig extends ConfigOf<typeof readoutSchema> {}
