import { type Arrivals, arrivalsOf } from '../../triggers/top/arrivals.js';
import type { EmulatorConfig } from '../chain/parts.js';
import type { RunContext } from '../../detector/event.js';
import type { Derivation } from './derive.js';
import { header, type Provenance } from './table-files.js';

/** Arrival times of light in the segments of a slot, of so many tracks through each. */
export function* deriveSlotArrivals(
  tracks: number,
  { triggers }: Pick<EmulatorConfig, 'triggers'>,
  { seed }: RunContext,
): Derivation<readonly Arrivals[]> {
  const { segments } = triggers.top;
  const made: Arrivals[] = [];
  for (const arrivals of arrivalsOf(segments, tracks, seed)) {
    made.push(arrivals);
    yield Math.floor((tracks * made.length) / segments);
  }
  return made;
}

const perLine = 16;

/** Source text of the module that holds the arrival times. */
export function slotArrivalsFile(segments: readonly Arrivals[], provenance: Provenance): string {
  const rows = segments.map(({ bins, photons }) => {
    const lines = Array.from({ length: bins.length / perLine }, (_, line) =>
      bins.slice(perLine * line, perLine * (line + 1)).join(', '),
    );
    return [
      '  {',
      `    photons: ${photons},`,
      '    bins: [',
      ...lines.map((line) => `      ${line},`),
      '    ],',
      '  },',
    ].join('\n');
  });
  return `import type { Arrivals } from '../arrivals.js';

${header(provenance)}
export const standardArrivals: readonly Arrivals[] = [
${rows.join('\n')}
];
`;
}
