import { hepevtParser, isHepevtHead } from './hepevt.js';
import { hepmc2Parser } from './hepmc2.js';
import { hepmc3Parser } from './hepmc3.js';
import { lheParser } from './lhe.js';
import type { MakeParser } from './parser.js';
import { quoted, type Source } from './source.js';

/** Event file formats by name, each with its parser. */
export const parsers = {
  LHE: lheParser,
  HepMC3: hepmc3Parser,
  HepMC2: hepmc2Parser,
  HEPEVT: hepevtParser,
} as const satisfies Record<string, MakeParser>;

/** Name of an event file format. */
export type FormatName = keyof typeof parsers;

/** Lines that may pass before a format shows itself. */
const maxSniffedLines = 1000;

const expected =
  'expected LHE (<LesHouchesEvents …>), HepMC3 (HepMC::Asciiv3-START_EVENT_LISTING), HepMC2 ' +
  '(HepMC::IO_GenEvent-START_EVENT_LISTING) or HEPEVT';

/** First characters of files that are something else, and what to do with them. */
const relatives: readonly (readonly [RegExp, string])[] = [
  [/^root/, 'a ROOT file: write the events as HepMC3 Asciiv3 or LHE'],
  [
    /^(BZh|\xfd7zXZ|\x28\xb5\x2f\xfd|PK[^ -~])/,
    'a compressed file of a kind other than gzip: unpack it first',
  ],
  [
    /^HepMC::(IO_Ascii|IO_ExtendedAscii)/,
    'HepMC of a form older than IO_GenEvent: convert it with the HepMC library',
  ],
  [/^hepmc/i, 'HepMC with an unknown start line: Asciiv3 and IO_GenEvent are read'],
  [
    /^\s*<(event|init|header)[\s>]/i,
    'LHE without its first lines: put <LesHouchesEvents version="3.0"> before it',
  ],
  [/^\s*<(?!LesHouches)/i, 'XML, but not of Les Houches events'],
  [/^\s*[{[]/, 'JSON'],
  [/^\s*(BLOCK|DECAY)\s/i, 'SUSY Les Houches (SLHA) parameters, not events'],
  [
    /^E\s+-?\d+\s+\d+\s+\d+/,
    'HepMC3 without its first lines: put HepMC::Version and ' +
      'HepMC::Asciiv3-START_EVENT_LISTING before it',
  ],
];

/**
 * Tells formats by content, line by line. Returns undefined while nothing is decided.
 * @throws READER_UNKNOWN_FORMAT
 */
export function sniffer(source: Source): (line: string) => FormatName | undefined {
  let first: string | undefined;
  let lineCount = 0;
  return (line) => {
    const text = line.trim();
    lineCount++;
    if (text === '') return undefined;
    first ??= text.slice(0, 200);
    if (/^<LesHouchesEvents/i.test(text)) return 'LHE';
    if (text.startsWith('HepMC::Asciiv3-START')) return 'HepMC3';
    if (text.startsWith('HepMC::IO_GenEvent-START')) return 'HepMC2';
    if (!first.startsWith('<') && isHepevtHead(text)) return 'HEPEVT';
    // Only what may stand before a start line lets the search go on: comments, XML prologues, the
    // HepMC version.
    if (
      lineCount >= maxSniffedLines ||
      !(/^(#|HepMC::Version)/.test(text) || first.startsWith('<'))
    )
      throw unknownFormat(source, first);
    return undefined;
  };
}

/** The error for a file that is none of these, with what it seems to be instead. */
export function unknownFormat(source: Source, first: string): Error {
  const hint = relatives.find(([pattern]) => pattern.test(first))?.[1];
  const found =
    hint === undefined
      ? `not an event file: it begins with ${quoted(first)}`
      : `it looks like ${hint}`;
  return source.error('READER_UNKNOWN_FORMAT', `${found}; ${expected}`);
}
