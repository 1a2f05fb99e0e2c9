import { degree } from '../../detector/base/units.js';
import type { NeuroObjects } from '../../triggers/cdc/objects.js';
import type { CdcObjects } from '../../triggers/cdc/objects.js';
import { momentumUnits } from '../../triggers/lines/nn-single-track.js';
import { type StageTable, round, stageOf } from './stage.js';

/** The super-layer without a segment, by expert. */
const missingNames = ['–', '7', '5', '3', '1'] as const;

/** The neural z trigger in one event; nothing for an event without full tracks. */
export function neuralStages(
  { tracks2d }: CdcObjects,
  { tracks }: NeuroObjects,
): readonly StageTable[] {
  if (tracks2d.phi.length === 0) return [];
  const { track, z, theta, expert } = tracks;
  return [
    stageOf(
      'neural tracks',
      'full tracks with segments in three stereo super-layers; z at the beam line',
      track.length,
      {
        'full track': (row) => track[row]! + 1,
        expert: (row) => expert[row]!,
        'super-layer missing': (row) => missingNames[expert[row]!]!,
        'z [cm]': (row) => round(z[row]!, 2),
        'theta [deg]': (row) => round(theta[row]! / degree, 1),
        'p [0.1 GeV]': (row) => {
          const units = momentumUnits(tracks2d.omega[track[row]!]!, theta[row]!);
          return Number.isFinite(units) ? units : '∞';
        },
      },
    ),
  ];
}
