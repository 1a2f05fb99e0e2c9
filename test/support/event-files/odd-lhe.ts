import { gzipSync } from 'node:zlib';
import { noEvents, type OddFile, twoEach } from './odd-right.js';

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

/** Two particles back to back with a momentum of 5 GeV, given by code and mass. */
const pairOf = (...particles: readonly (readonly [number, number])[]) =>
  eventOf(
    ...incoming,
    ...particles.map(([pdg, mass], index) => {
      const sign = index === 0 ? '' : '-';
      return `${pdg} 1 1 2 0 0 ${sign}3 0 ${sign}4 ${Math.hypot(5, mass)} ${mass} 0 9.`;
    }),
  );

const negative = eventOf(...rows, `21 1 1 2 0 0 0.01 0 0 -0.267 ${tail}`);

/** LHE with odd lines. */
export const lheFiles: readonly OddFile[] = [
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
    what: 'LHE with undecayed π0',
    content: lhe([pairOf([111, 0.1349768], [111, 0.1349768])]),
    right: { events: 1, frame: 'cms', isWhole: true, notes: { READER_DECAYED: 2 } },
    shared: '17-lhe-undecayed-pi0.lhe',
    sharedRight: { events: 10, frame: 'cms', isWhole: true, notes: { READER_DECAYED: 20 } },
  },
  {
    what: 'LHE with undecayed K_S, which fly, and D0, which are decayed',
    content: lhe(repeated(pairOf([310, 0.497611], [421, 1.86484]), 2)),
    right: { events: 2, frame: 'cms', isWhole: true, notes: { READER_DECAYED: 2 } },
    shared: '19-lhe-undecayed-KS-pi0-D.lhe',
    sharedRight: { events: 10, frame: 'cms', notes: { READER_DECAYED: 10 } },
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
        '<header>\n<card>\n<![CDATA[\nends </header> only in words\n<event>\n1 1\n]]>\n' +
        '</card>\n</header>',
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

/** LHE in odd frames. */
export const frameFiles: readonly OddFile[] = [
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
        `22 1 1 2 0 0 ${Math.sqrt(10.5)} 0 ${3.25 / 2} ${7.25 / 2} ${tail}`,
        `22 1 1 2 0 0 ${-Math.sqrt(10.5)} 0 ${3.25 / 2} ${7.25 / 2} ${tail}`,
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
          `22 1 1 2 0 0 ${Math.sqrt(27.9)} 0 2.95 6.05 ${tail}`,
          `22 1 1 2 0 0 ${-Math.sqrt(27.9)} 0 2.95 6.05 ${tail}`,
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
    content: lhe([pairOf([1, 0.33], [-1, 0.33])]),
    right: { events: 1, finals: 2, frame: 'cms', notes: { READER_UNKNOWN_PARTICLE: 2 } },
    shared: '36-lhe-parton-level-qqbar.lhe',
    sharedRight: { frame: 'cms', events: 5, finals: 10, notes: { READER_UNKNOWN_PARTICLE: 10 } },
  },
];

/** LHE with odd weights. */
export const weightFiles: readonly OddFile[] = [
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

/** Bytes that are packed, or no plain text. */
export const packedFiles: readonly OddFile[] = [
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
