import { type HoughVotes, packVotes } from '../../triggers/cdc/hough-space.js';
import { type LeftRightTables, packTable } from '../../triggers/cdc/left-right.js';
import type { ShortTrackPattern } from '../../triggers/cdc/short-tracks.js';

/** Where a table comes from, as its file says it. */
export interface Provenance {
  /** The command that makes it again. */
  readonly command: string;
  readonly version: string;
  readonly tracks: number;
  /** What they are, if not tracks. */
  readonly sample?: string;
  /** What was simulated, and how the entries follow from it. */
  readonly text: readonly string[];
}

/** Columns of a line of code or comment, as in all of the project. */
const lineWidth = 100;

/** Comment that says where a table comes from; each text begins a line. */
export const header = ({ command, version, tracks, sample = 'tracks', text }: Provenance): string =>
  [
    '/**',
    ...[
      ...text,
      `Made by: ${command}`,
      `with version ${version}, from ${tracks} ${sample}.`,
    ].flatMap(commentLines),
    ' */',
  ].join('\n');

function commentLines(text: string): readonly string[] {
  const lines: string[] = [];
  let line = ' *';
  for (const word of text.split(' ')) {
    if (line !== ' *' && line.length + 1 + word.length > lineWidth) {
      lines.push(line);
      line = ' *';
    }
    line += ` ${word}`;
  }
  return [...lines, line];
}

/** Source text of the module that holds the left/right tables. */
export const leftRightFile = (
  tables: LeftRightTables,
  provenance: Provenance,
): string => `import { type LeftRightTables, unpackTable } from '../left-right.js';

${header(provenance)}
export const leftRightTables: LeftRightTables = {
  inner: unpackTable(
    '${packTable(tables.inner)}',
  ),
  outer: unpackTable(
    '${packTable(tables.outer)}',
  ),
};
`;

/** Source text of the module that holds the patterns of short tracks. */
export const shortTracksFile = (
  patterns: readonly ShortTrackPattern[],
  provenance: Provenance,
): string => `import type { ShortTrackPattern } from '../short-tracks.js';

${header(provenance)}
export const shortTrackPatterns: readonly ShortTrackPattern[] = [
${patterns.map((pattern) => `  [${pattern.join(', ')}],`).join('\n')}
];
`;

/**
 * Source text of the module that holds the votes of the 3-D finder; they are unpacked when it is
 * built.
 */
export const houghVotesFile = (
  { axial, stereo }: HoughVotes,
  provenance: Provenance,
): string => `import {
  axialRows,
  classCounts,
  type HoughVotes,
  stereoRows,
  unpackVotes,
} from '../hough-space.js';

${header(provenance)}
export const houghVotes = (): HoughVotes => ({
  axial: unpackVotes(
    '${packVotes(axial)}',
    classCounts[0],
    axialRows,
  ),
  stereo: unpackVotes(
    '${packVotes(stereo)}',
    classCounts[1],
    stereoRows,
  ),
});
`;
