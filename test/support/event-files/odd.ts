/** Files that are odd but real, or damaged, each with what is right. */

import { inLab } from './frames.js';
import { frameFiles, lheFiles, packedFiles, weightFiles } from './odd-lhe.js';
import { noEvents, type OddFile, twoEach } from './odd-right.js';

/** The same photons in the laboratory, as px py pz E. */
const inLaboratory = [inLab([3.15, 0, 4.2, 5.25]), inLab([-3.15, 0, -4.2, 5.25])] as const;
const columns = (vector: readonly number[]) => vector.map((value) => value.toFixed(9)).join(' ');

const hepmc2Mark = 'HepMC::IO_GenEvent-START_EVENT_LISTING';
const hepmc2 = (...lines: readonly string[]) =>
  [
    '',
    'HepMC::Version 2.06.09',
    hepmc2Mark,
    ...lines,
    'HepMC::IO_GenEvent-END_EVENT_LISTING',
    '',
  ].join('\n');
/** As IO_HEPEVT leaves it: a vertex without mothers for each particle, 1 and 2 named as beams. */
const looseEvent = (number: number, vectors: readonly (readonly number[])[]) => [
  `E ${number} -1 -1 -1 -1 0 0 ${vectors.length} 1 2 0 0`,
  'U GEV CM',
  ...vectors.flatMap((vector, index) => [
    `V ${-index - 1} 0 0 0 0 0 0 1 0`,
    `P ${index + 1} 22 ${columns(vector)} 0 1 0 0 0 0`,
  ]),
];
const hepmc2Event = (options: {
  readonly name?: string;
  readonly place?: string;
  head?: string;
}) => [
  options.head ?? 'E 0 -1 -1 -1 -1 0 0 1 1 2 0 2 1.0 2.0',
  `N 2 "nominal" ${options.name ?? '"other"'} `,
  'U GEV MM',
  'C 1.0 0.1',
  `V -1 0 ${options.place ?? '0 0 0 0'} 2 2 0`,
  'P 1 11 0 0 5.25 5.25 0 4 0 0 -1 0',
  'P 2 -11 0 0 -5.25 5.25 0 4 0 0 -1 0',
  'P 3 22 3.15 0 4.2 5.25 0 1 0 0 0 0',
  'P 4 22 -3.15 0 -4.2 5.25 0 1 0 0 0 0',
];

const hepmc3Mark = 'HepMC::Asciiv3-START_EVENT_LISTING';
const hepmc3 = (...lines: readonly string[]) =>
  ['HepMC::Version 3.02.05', hepmc3Mark, ...lines, 'HepMC::Asciiv3-END_EVENT_LISTING', ''].join(
    '\n',
  );
const hepmc3Event = ({ start = 'E 0 1 4', units = 'U GEV MM', weights = 'W 1.0', vertex = '' }) => [
  start,
  units,
  weights,
  'P 1 0 11 0 0 5.25 5.25 0 4',
  'P 2 0 -11 0 0 -5.25 5.25 0 4',
  `V -1 0 [1,2]${vertex}`,
  'P 3 -1 22 3.15 0 4.2 5.25 0 1',
  'P 4 -1 22 -3.15 0 -4.2 5.25 0 1',
];
const labPhoton = (scale: number) => columns(inLaboratory[0].map((value) => value * scale));

const machineBeams = [
  '0.290585 0 7.000974 7.004 0.000511 11',
  '0.166036 0 -3.998554 4.002 0.000511 -11',
];
/** Two photons with the energy and momentum of those beams. */
const whole = [inLab([3.176, 0, 4.2347, 5.29337]), inLab([-3.176, 0, -4.2347, 5.29337])] as const;
const hepmcFiles: readonly OddFile[] = [
  {
    what: 'HepMC2 of IO_HEPEVT, whose particles 1 and 2 are called beams but are final',
    content: hepmc2(...[0, 1].flatMap((number) => looseEvent(number, whole))),
    right: { events: 2, finals: 4, frame: 'lab', isWhole: true },
    shared: '01-hepmc2-iohepevt-two-photons.hepmc2',
    sharedRight: { events: 5, finals: 10, frame: 'lab', isWhole: true },
  },
  {
    what: 'the same with three photons in the centre of mass',
    content: hepmc2(
      ...looseEvent(0, [
        [3, 0, 0, 3],
        [-1.5, 2, 0, 2.5],
        [-1.5, -2, 0, 2.5],
      ]),
    ),
    right: { events: 1, finals: 3, frame: 'cms', isWhole: true },
    shared: '37-hepmc2-iohepevt-three-photons-cms.hepmc2',
    sharedRight: { events: 5, finals: 15, frame: 'cms', isWhole: true },
  },
  {
    what: 'HepMC2 with the name of a weight over two lines',
    content: hepmc2(...hepmc2Event({ name: '"begins here\nP 17 ends 0.5"' })),
    right: twoEach(1),
    shared: '03-hepmc2-weight-name-with-newline.hepmc2',
  },
  {
    what: 'HepMC3 under the mark of HepMC2',
    content: hepmc3(...hepmc3Event({})).replace(hepmc3Mark, hepmc2Mark),
    right: { error: { ...noEvents, message: /HepMC3 under the start mark of HepMC2/ } },
    shared: '04-hepmc3-under-io-genevent-mark.hepmc3',
  },
  {
    what: 'HepMC3 with a vertex that nothing goes into',
    content: hepmc3(
      'E 0 1 2 @ 1 2 3 4',
      'U GEV CM',
      'W 1',
      'V -1 1 [] @ 0.1 0 -0.2 0',
      `P 1 -1 22 ${columns(whole[0])} 0 1`,
      `P 2 -1 22 ${columns(whole[1])} 0 1`,
    ),
    right: { events: 1, finals: 2, frame: 'lab', isWhole: true },
    shared: '05-hepmc3-empty-incoming-list.hepmc3',
  },
  {
    what: 'HepMC3 with fewer vertices than announced',
    content: hepmc3(...hepmc3Event({ start: 'E 0 4 4' })),
    right: twoEach(1),
    shared: '06-hepmc3-fewer-vertices-than-announced.hepmc3',
  },
  {
    what: 'HepMC3 with beams of status 3, positrons along +z',
    content: hepmc3(
      'E 0 1 4',
      'U GEV MM',
      'P 1 0 -11 0 0 5.25 5.25 0 3',
      'P 2 0 11 0 0 -5.25 5.25 0 3',
      'V -1 0 [1,2]',
      'P 3 -1 22 3.15 0 -4.2 5.25 0 1',
      'P 4 -1 4900022 -3.15 0 4.2 5.25 0 1',
    ),
    right: twoEach(1),
    shared: '07-hepmc3-whizard-beams-status3-positrons-first.hepmc3',
    sharedRight: twoEach(4),
  },
  {
    what: 'HepMC3 in MeV and cm at a place of its own',
    content: hepmc3('E 0 0 1 @ 1 2 3 4', 'U MEV CM', 'W 1', `P 1 0 22 ${labPhoton(1000)} 0 1`),
    right: { events: 1, finals: 1, frame: 'lab' },
    shared: '20-hepmc3-event-position-mev-cm.hepmc3',
    sharedRight: { events: 1, finals: 2, frame: 'lab' },
  },
  {
    what: 'HepMC3 whose units change between events',
    content: hepmc3(
      ...[1, 1000, 1].flatMap((scale, number) => [
        `E ${number} 0 1`,
        scale === 1 ? 'U GEV MM' : 'U MEV CM',
        'W 1',
        `P 1 0 22 ${labPhoton(scale)} 0 1`,
      ]),
    ),
    right: { events: 3, finals: 3, frame: 'lab' },
    shared: '21-hepmc3-units-change-mid-file.hepmc3',
  },
  {
    what: 'HepMC3 without weights',
    content: hepmc3(...hepmc3Event({ weights: 'W' })),
    right: twoEach(1),
    shared: '27d-hepmc3-zero-weights.hepmc3',
  },
  {
    what: 'HepMC3 with a collision at infinity, then a good one',
    content: hepmc3(
      ...hepmc3Event({ vertex: ' @ inf 0 nan inf' }),
      ...hepmc3Event({ start: 'E 1 1 4' }),
    ),
    right: { ...twoEach(2), notes: { READER_BAD_PLACE: 1 } },
    shared: '28a-hepmc3-vertex-at-infinity.hepmc3',
  },
  {
    what: 'HepMC2 with NaN where nothing is read',
    content: hepmc2(...hepmc2Event({ head: 'E 0 -1 nan -nan inf 0 0 1 1 2 0 2 1.0 2.0' })),
    right: twoEach(1),
    shared: '28b-hepmc2-nan-mass-and-scale.hepmc2',
  },
  {
    what: 'HepMC2 with a collision 10³⁶ mm away',
    content: hepmc2(...hepmc2Event({ place: '0 1e36 0 1e36' })),
    right: { ...twoEach(1), notes: { READER_BAD_PLACE: 1 } },
    shared: '28c-hepmc2-vertex-1e36.hepmc2',
  },
  {
    what: 'HepMC3 without its end mark',
    content: hepmc3(...hepmc3Event({})).replace(/HepMC::Asciiv3-END.*\n/, ''),
    right: { ...twoEach(1), notes: { READER_NO_END_MARK: 1 } },
    shared: '34-hepmc3-no-end-mark.hepmc3',
  },
];

const hepevtFiles: readonly OddFile[] = [
  {
    what: 'HEPEVT with an exponent of three digits and no letter',
    content: `7 2\n 0.1000-101 3.0 4.0 5.0 0.0 22\n 0.3D+00 -4.0D+00 0 0.40112342+001 0.0 22\n`,
    right: { events: 1, finals: 2, frame: 'lab', notes: { READER_NO_VERTICES: 1 } },
    shared: '11-hepevt-fortran-three-digit-exponent.hepevt',
  },
  {
    what: 'reduced HEPEVT that begins with its beams',
    content: [1, 2]
      .map((n) =>
        [`${n} 4`, ...machineBeams, ...whole.map((p) => `${columns(p)} 0 22`), ''].join('\n'),
      )
      .join(''),
    right: {
      events: 2,
      finals: 4,
      frame: 'lab',
      isWhole: true,
      notes: { READER_NO_VERTICES: 2, READER_LEADING_BEAMS: 2 },
    },
    shared: '14-hepevt-beams-first-lab.hepevt',
    sharedRight: {
      events: 5,
      finals: 10,
      frame: 'lab',
      isWhole: true,
      notes: { READER_NO_VERTICES: 5, READER_LEADING_BEAMS: 5 },
    },
  },
  {
    what: 'HEPEVT with daughters in falling order, which are those two',
    content: [
      '0 6',
      '4 11 0 0 3 3 0.290585 0 7.000974 7.004 0.000511 0 0 0 0',
      '4 -11 0 0 3 3 0.166036 0 -3.998554 4.002 0.000511 0 0 0 0',
      '2 22 1 2 6 4 0.456621 0 3.00242 11.006 10.58 0 0 0 0',
      ...[whole[0], [0, 0, 0, 0], whole[1]].map(
        (p, index) => `${index === 1 ? 2 : 1} 22 0 0 0 0 ${columns(p)} 0 0 0 0 0`,
      ),
      '',
    ].join('\n'),
    right: { events: 1, finals: 2, frame: 'lab', isWhole: true },
    shared: '15-hepevt-daughters-reversed.hepevt',
  },
  {
    what: 'HEPEVT with decimal commas',
    content: '1 2\n 0,3 1,2 0,5 1,3342 0,0 22\n 0,3 -1,2 0,8 1,473 0,0 22\n',
    right: { error: { code: 'READER_MALFORMED', message: /decimal commas/ } },
    shared: '23d-decimal-comma.hepevt',
  },
  {
    what: 'HEPEVT whose particles all have isthep 0',
    content: `1 2\n${whole.map((p) => `0 22 0 0 0 0 ${columns(p)} 0 0 0 0 0\n`).join('')}`,
    right: {
      events: 1,
      finals: 0,
      notes: { READER_NO_FINAL: 1 },
      error: { code: 'READER_NOTHING_FINAL', message: /none of the 2 particles of 1 events/ },
    },
    shared: '33-hepevt-isthep-zero.hepevt',
  },
];

/** All of them. */
export const oddFiles: readonly OddFile[] = [
  ...hepmcFiles,
  ...hepevtFiles,
  ...lheFiles,
  ...frameFiles,
  ...weightFiles,
  ...packedFiles,
];
