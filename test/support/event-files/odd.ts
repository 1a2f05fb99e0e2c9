import { gzipSync } from 'node:zlib';
import { inLab } from './frames.js';

/** Files that are odd but real, or damaged, each with what is right. */

/** What reading a file must give. */
export interface RightValue {
  /** Events delivered; absent where the file is refused on opening. */
  readonly events?: number;
  /** Final particles of all events. */
  readonly finals?: number;
  readonly frame?: 'lab' | 'cms';
  /** Whether what is final moves in the laboratory like SuperKEKB's collisions, all together. */
  readonly isWhole?: boolean;
  /** Codes of notes beside those on frame and places, and their counts. */
  readonly notes?: Readonly<Record<string, number>>;
  /** What ends the reading: on opening where there are no events, else behind the good ones. */
  readonly error?: { readonly code: string; readonly message: RegExp };
}

/** A file of ours and, by name, one of a collection that may be there too. */
export interface OddFile {
  readonly what: string;
  readonly content: string | Uint8Array;
  readonly right: RightValue;
  readonly shared?: string;
  /** Where the file of the collection differs in numbers only. */
  readonly sharedRight?: RightValue;
}

const tail = '0 0 9.';
/** Two photons back to back in the centre of mass, and beams of their energy along z. */
const photons = [`22 1 1 2 0 0 3.15 0 4.2 5.25 ${tail}`, `22 1 1 2 0 0 -3.15 0 -4.2 5.25 ${tail}`];
const incoming = [`11 -1 0 0 0 0 0 0 5.25 5.25 ${tail}`, `-11 -1 0 0 0 0 0 0 -5.25 5.25 ${tail}`];
const rows = [...incoming, ...photons];
const head = '4 1 1.0 10.5 0.0078 0.2';
const event = ['<event>', head, ...rows, '</event>'].join('\n');
const init = '<init>\n11 -11 5.25 5.25 0 0 0 0 3 1\n1.0 0.1 1.0 1\n</init>';

interface LheParts {
  readonly before?: string;
  readonly init?: string;
}

function lhe(
  events: readonly string[],
  { before = '', init: beams = init }: LheParts = {},
): string {
  return ['<LesHouchesEvents version="3.0">', before, beams, ...events, '</LesHouchesEvents>', '']
    .filter((part, index, all) => part !== '' || index === all.length - 1)
    .join('\n');
}

const repeated = (text: string, count: number) => Array.from({ length: count }, () => text);
const eventOf = (...particles: readonly string[]) =>
  ['<event>', `${particles.length} 1 1.0 10.5 0.0078 0.2`, ...particles, '</event>'].join('\n');
const three = lhe(repeated(event, 3));
const packed = gzipSync(three);

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
const noEvents = { code: 'READER_UNKNOWN_FORMAT' } as const;
const twoEach = (events: number): RightValue => ({
  events,
  finals: 2 * events,
  frame: 'cms',
  isWhole: true,
});
const undecayed = (codes: readonly number[]) =>
  eventOf(
    ...incoming,
    `${codes[0]} 1 1 2 0 0 3 0 4 5.25 1.6 0 9.`,
    `${codes[1]} 1 1 2 0 0 -3 0 -4 5.25 1.6 0 9.`,
  );

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

const negative = eventOf(...rows, `21 1 1 2 0 0 0.01 0 0 -0.267 ${tail}`);

const lheFiles: readonly OddFile[] = [
  {
    what: 'LHE with remarks and weights behind the particles',
    content: lhe(
      repeated(
        event.replace(
          '</event>',
          '#rwgt 1 17 23.5 1 4 0\n<weights>\n0.3E+01\n</weights>\n</event>',
        ),
        3,
      ),
    ),
    right: twoEach(3),
    shared: '08-lhe-powheg-tail.lhe',
  },
  {
    what: 'LHE with weights outside of groups',
    content: lhe(
      repeated(
        event.replace('</event>', '<mgrwt>\n<rscale> 0 0.2E+03</rscale>\n</mgrwt>\n</event>'),
        3,
      ),
      { before: "<header>\n<initrwgt>\n<weight id='1'> own </weight>\n</initrwgt>\n</header>" },
    ),
    right: twoEach(3),
    shared: '09-lhe-weights-outside-groups.lhe',
  },
  {
    what: 'LHE with an exponent of three digits and no letter',
    content: lhe(repeated(event.replaceAll(`5.25 ${tail}`, '5.25 0 0.1234-104 9.'), 3)),
    right: twoEach(3),
    shared: '10-lhe-fortran-three-digit-exponent.lhe',
  },
  {
    what: 'LHE with one event that has a gluon of negative energy',
    content: lhe([event, event, negative, ...repeated(event, 4)]),
    right: { ...twoEach(6), notes: { READER_BAD_EVENT: 1 } },
    shared: '12-lhe-one-event-with-negative-energy.lhe',
    sharedRight: { ...twoEach(25), notes: { READER_BAD_EVENT: 1 } },
  },
  {
    what: 'LHE without any particle of final status',
    content: lhe(
      repeated(eventOf(...photons.map((row) => row.replace('22 1 1 2', '22 0 0 0'))), 3),
    ),
    right: {
      events: 3,
      finals: 0,
      notes: { READER_NO_FINAL: 3 },
      error: { code: 'READER_NOTHING_FINAL', message: /none of the 6 particles of 3 events/ },
    },
    shared: '13-lhe-no-final-status.lhe',
    sharedRight: {
      events: 4,
      finals: 0,
      notes: { READER_NO_FINAL: 4 },
      error: { code: 'READER_NOTHING_FINAL', message: /none of the 8 particles of 4 events/ },
    },
  },
  {
    what: 'LHE with undecayed π0, which the detector decays',
    content: lhe([undecayed([111, 111])]),
    right: { events: 1, finals: 2, frame: 'cms', notes: {} },
    shared: '17-lhe-undecayed-pi0.lhe',
    sharedRight: { events: 10, finals: 20, frame: 'cms', notes: {} },
  },
  {
    what: 'LHE with undecayed K_S, which fly and decay, and D0, which are named',
    content: lhe(repeated(undecayed([310, 421]), 2)),
    right: { events: 2, finals: 2, frame: 'cms', notes: { READER_UNDECAYED: 2 } },
    shared: '19-lhe-undecayed-KS-pi0-D.lhe',
    sharedRight: { events: 10, finals: 10, frame: 'cms', notes: { READER_UNDECAYED: 10 } },
  },
  {
    what: 'LHE with CRLF and a byte order mark',
    content: `\ufeff${three.replaceAll('\n', '\r\n')}`,
    right: twoEach(3),
    shared: '23a-crlf-bom.lhe',
  },
  {
    what: 'LHE with a comment before the numbers of a line',
    content: lhe([event.replace(head, `<!-- six numbers --> ${head}`)]),
    right: twoEach(1),
    shared: '24a-comment-before-data-on-line.lhe',
  },
  {
    what: 'LHE with a comment of two lines inside an event',
    content: lhe(repeated(event.replace(photons[0]!, `<!-- two\nphotons -->\n${photons[0]}`), 2)),
    right: twoEach(2),
    shared: '24b-comment-inside-event.lhe',
  },
  {
    what: 'LHE with numbers behind the tag of the event',
    content: lhe(repeated(event.replace('<event>\n', '<event> '), 2)),
    right: twoEach(2),
    shared: '24c-event-tag-with-data.lhe',
  },
  {
    what: 'LHE with attributes over two lines',
    content: lhe(repeated(event.replace('<event>', '<event npLO="-1"\n npNLO="1">'), 2)),
    right: twoEach(2),
    shared: '24d-attributes-over-lines.lhe',
  },
  {
    what: 'LHE with events in a group, one of them subtracted',
    content: lhe([
      '<eventgroup nreal="1" ncounter="1">',
      event.replace('1 1.0 10.5', '1 2.0 10.5'),
      event.replace('1 1.0 10.5', '1 -1.0 10.5'),
      '</eventgroup>',
    ]),
    right: twoEach(2),
    shared: '24e-eventgroup.lhe',
  },
  {
    what: 'LHE with tags inside CDATA of the header',
    content: lhe(repeated(event, 2), {
      before:
        '<header>\n<card>\n<![CDATA[\nends </header> only in words\n<event>\n1 1\n]]>\n</card>\n</header>',
    }),
    right: twoEach(2),
    shared: '24f-cdata-in-header.lhe',
  },
  {
    what: 'LHE with the end of the header behind text',
    content: lhe(repeated(event, 2), { before: '<header>\ntext </header>' }),
    right: twoEach(2),
    shared: '24g-header-end-on-content-line.lhe',
  },
  {
    what: 'LHE with blanks and capitals in tags',
    content: lhe([
      event.replace('<event>', '<event >').replace('</event>', '</event >'),
      event.replace('<event>', '<EVENT>').replace('</event>', '</EVENT>'),
    ]),
    right: twoEach(2),
    shared: '24h-upper-case-and-spaces.lhe',
  },
  {
    what: 'LHE without its first lines',
    content: `${event}\n${event}\n`,
    right: { error: { ...noEvents, message: /LHE without its first lines/ } },
    shared: '24i-no-header-fragment.plhe',
  },
  {
    what: 'LHE with numbers in the lines of the tags of init',
    content: lhe(repeated(event, 2), {
      init: '<init>11 -11 5.25 5.25 0 0 0 0 3 1\n1.0 0.1 1.0 1</init>',
    }),
    right: twoEach(2),
    shared: '24j-one-line-init.lhe',
  },
  {
    what: 'LHE with a place in a remark',
    content: lhe(repeated(event.replace('</event>', '#vertex 1.0 2.0 3.0\n</event>'), 2)),
    right: { ...twoEach(2), notes: { READER_REMARK: 2 } },
    shared: '30-lhe-vertex-comment-line.lhe',
  },
  {
    what: 'LHE padded with zero bytes',
    content: `${three}${'\0'.repeat(100)}`,
    right: twoEach(3),
    shared: '23e-nul-padded.lhe',
  },
];

const frameFiles: readonly OddFile[] = [
  {
    what: 'LHE of beams that meet head-on with 7 and 4 GeV',
    content: lhe(
      repeated(
        eventOf(
          `11 -1 0 0 0 0 0 0 7 7 ${tail}`,
          `-11 -1 0 0 0 0 0 0 -4 4 ${tail}`,
          `22 1 1 2 0 0 0 ${Math.sqrt(28)} 1.5 5.5 ${tail}`,
          `22 1 1 2 0 0 0 ${-Math.sqrt(28)} 1.5 5.5 ${tail}`,
        ),
        2,
      ),
      { init: init.replace('5.25 5.25', '7.0 4.0') },
    ),
    right: { events: 2, finals: 4, frame: 'lab', isWhole: true },
    shared: '25-lhe-head-on-7x4.lhe',
    sharedRight: { events: 5, finals: 10, frame: 'lab', isWhole: true },
  },
  {
    what: 'LHE of a hard photon radiated before: the beams of init tell the frame',
    content: lhe([
      eventOf(
        incoming[0]!,
        `-11 -1 0 0 0 0 0 0 -2 2 ${tail}`,
        `22 1 1 2 0 0 3 0 ${3.25 / 2} ${7.25 / 2} ${tail}`,
        `22 1 1 2 0 0 -3 0 ${3.25 / 2} ${7.25 / 2} ${tail}`,
      ),
    ]),
    right: { events: 1, finals: 2, frame: 'cms' },
    shared: '26-lhe-hard-isr-single-event.lhe',
  },
  {
    what: 'LHE of other beams than SuperKEKB',
    content: lhe(
      [
        eventOf(
          `11 -1 0 0 0 0 0 0 9 9 ${tail}`,
          `-11 -1 0 0 0 0 0 0 -3.1 3.1 ${tail}`,
          `22 1 1 2 0 0 4 0 2.95 6.05 ${tail}`,
          `22 1 1 2 0 0 -4 0 2.95 6.05 ${tail}`,
        ),
      ],
      { init: init.replace('5.25 5.25', '9.0 3.1') },
    ),
    right: { events: 1, finals: 2, frame: 'lab' },
    shared: '35-lhe-babar-lab-9x3.lhe',
    sharedRight: { events: 5, finals: 10, frame: 'lab' },
  },
  {
    what: 'LHE of quarks',
    content: lhe([undecayed([1, -1])]),
    right: { events: 1, finals: 2, frame: 'cms', notes: { READER_UNKNOWN_PARTICLE: 2 } },
    shared: '36-lhe-parton-level-qqbar.lhe',
    sharedRight: { frame: 'cms', events: 5, finals: 10, notes: { READER_UNKNOWN_PARTICLE: 10 } },
  },
];

const weightFiles: readonly OddFile[] = [
  {
    what: 'LHE whose first event has weight 0',
    content: lhe([event.replace('1 1.0 10.5', '1 0 10.5'), ...repeated(event, 3)]),
    right: twoEach(4),
    shared: '27a-lhe-first-weight-zero.lhe',
  },
  {
    what: 'LHE whose weights add up to nothing',
    content: lhe([event, event.replace('1 1.0 10.5', '1 -1.0 10.5')]),
    right: twoEach(2),
    shared: '27b-lhe-negative-weights-cancel.lhe',
  },
  {
    what: 'LHE with weights beyond any',
    content: lhe(repeated(event.replace('1 1.0 10.5', '1 1.0E+300 10.5'), 2)),
    right: { error: { code: 'READER_MALFORMED', message: /an event weight of 1e\+300/ } },
    shared: '27c-lhe-weight-overflow.lhe',
  },
];

/** A tar archive of one member: a head of 512 bytes, then its content. */
function tar(name: string, content: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('ustar\0', 257);
  return Buffer.concat([block, Buffer.from(content), Buffer.alloc(1024)]);
}

const packedFiles: readonly OddFile[] = [
  {
    what: 'two members of gzip one after the other',
    content: Buffer.concat([gzipSync(three.slice(0, 300)), gzipSync(three.slice(300))]),
    right: twoEach(3),
    shared: '22a-concatenated-members.lhe.gz',
  },
  {
    what: 'gzip padded with zeros',
    content: Buffer.concat([packed, Buffer.alloc(500)]),
    right: { ...twoEach(3), notes: {} },
    shared: '22b-trailing-zeros.lhe.gz',
  },
  {
    what: 'gzip with text behind it',
    content: Buffer.concat([packed, Buffer.from('left over')]),
    right: { ...twoEach(3), notes: { READER_TRAILING_BYTES: 1 } },
    shared: '22c-trailing-garbage.lhe.gz',
  },
  {
    what: 'gzip with what begins like gzip behind it',
    content: Buffer.concat([packed, Buffer.from([0x1f, 0x8b, 0, 0, 1, 2, 3, 4, 5, 6, 7])]),
    right: {
      ...twoEach(3),
      error: { code: 'READER_BAD_GZIP', message: /compression method 0/ },
    },
    shared: '22f-trailing-garbage-1f8b.lhe.gz',
    sharedRight: { ...twoEach(3), error: { code: 'READER_TRUNCATED', message: /compressed/ } },
  },
  {
    what: 'a packed tar archive',
    content: gzipSync(tar('events.lhe', three)),
    right: { error: { ...noEvents, message: /a tar archive: unpack it first/ } },
    shared: '22d-lhe-in-tar.tar.gz',
  },
  {
    what: 'a tar archive',
    content: tar('events.lhe', three),
    right: { error: { ...noEvents, message: /a tar archive: unpack it first/ } },
  },
  {
    what: 'gzip inside gzip',
    content: gzipSync(packed),
    right: { error: { ...noEvents, message: /gzip inside gzip/ } },
    shared: '22e-double-gzip.lhe.gz',
  },
  {
    what: 'UTF-16 with its mark',
    content: Buffer.from(`\ufeff${three}`, 'utf16le'),
    right: { error: { ...noEvents, message: /UTF-16/ } },
    shared: '23b-utf16.lhe',
  },
  {
    what: 'UTF-16 without mark',
    content: Buffer.from(three, 'utf16le'),
    right: { error: { ...noEvents, message: /UTF-16/ } },
  },
  {
    what: 'lines that end with CR alone',
    content: three.replaceAll('\n', '\r'),
    right: { error: { ...noEvents, message: /CR alone/ } },
    shared: '23c-cr-only.lhe',
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
