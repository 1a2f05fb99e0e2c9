import { channelsPerHapd, channelX, channelY, ringOfHapd } from '../../detector/arich/geometry.js';
import type { ArichHits } from '../../detector/arich/hits.js';
import { type StageTable, round, stageOf } from './stage.js';

/**
 * The aerogel counter in one event; nothing for an event without hits there. It has no part in the
 * trigger.
 */
export function arichStages({ hapd, channel }: ArichHits): readonly StageTable[] {
  if (hapd.length === 0) return [];
  const pad = (row: number): number => hapd[row]! * channelsPerHapd + channel[row]!;
  return [
    stageOf(
      'ARICH hits',
      'pads hit behind the aerogel, place on the plane of photo detectors; not used by the trigger',
      hapd.length,
      {
        ring: (row) => ringOfHapd[hapd[row]!]! + 1,
        HAPD: (row) => hapd[row]!,
        channel: (row) => channel[row]!,
        'x [cm]': (row) => round(channelX(pad(row)), 1),
        'y [cm]': (row) => round(channelY(pad(row)), 1),
      },
    ),
  ];
}
