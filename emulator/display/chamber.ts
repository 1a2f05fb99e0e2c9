import { cos, sin } from '../../detector/base/elementary.js';
import { firstLayerOfSuperLayer, layerRadius, wirePhi } from '../../detector/cdc/geometry.js';
import { tdcBin } from '../../detector/cdc/digitize.js';
import type { CdcHits } from '../../detector/cdc/hits.js';
import { tick } from '../../triggers/cdc/clock.js';
import { firstSegment, shapeOf } from '../../triggers/cdc/layout.js';
import type { CdcObjects } from '../../triggers/cdc/objects.js';
import type { GrlObjects } from '../../triggers/grl/objects.js';
import type { DisplayChamber, DisplayTrack } from '../../monitor/ports.js';
import { trackPath } from './paths.js';

/** The drift chamber and what its trigger found, in a batch of one event. */
export function displayChamber(
  { wire, tdc }: CdcHits,
  objects: CdcObjects,
  grl: GrlObjects,
): DisplayChamber {
  const found = objects.eventTimeSource[0] !== 0;
  const eventTime = found ? objects.eventTime[0]! * tick : Number.NaN;
  const zero = found ? eventTime : 0;
  return {
    hits: { wire, time: Float32Array.from(tdc, (bin) => bin * tdcBin - zero) },
    eventTime,
    segments: segmentColumns(objects),
    tracks: tracksOf(objects, grl),
    shortTracks: objects.shortTracks.bin,
    innerTracks: objects.innerTracks.bin,
  };
}

function segmentColumns(objects: CdcObjects): DisplayChamber['segments'] {
  const { segment, superLayer } = objects.segments;
  const track = new Int16Array(segment.length).fill(-1);
  const { segment0, segment2, segment4, segment6, segment8, phi } = objects.tracks2d;
  for (const attached of [segment0, segment2, segment4, segment6, segment8]) {
    for (let row = 0; row < phi.length; row++) if (attached[row]! >= 0) track[attached[row]!] = row;
  }
  const outlines = Array.from(segment, (id, row) =>
    segmentOutline(superLayer[row]!, id - firstSegment[superLayer[row]!]!),
  );
  return {
    superLayer,
    track,
    x: Float32Array.from(outlines.flatMap((outline) => outline.map(([x]) => x))),
    y: Float32Array.from(outlines.flatMap((outline) => outline.map(([, y]) => y))),
  };
}

/** Rows of a segment's shape that give its outline: innermost, middle, outermost. */
const outlineRows = [0, 2, 4] as const;

/**
 * Six points around a segment at z = 0: its right edge from inside, then its left edge back [cm].
 */
function segmentOutline(
  superLayer: number,
  number: number,
): readonly (readonly [x: number, y: number])[] {
  const { rows, firstLayer } = shapeOf(superLayer);
  const edge = (row: number, side: -1 | 1): readonly [number, number] => {
    const layer = firstLayerOfSuperLayer[superLayer]! + firstLayer + row;
    const cells = rows[row]!;
    const phi = wirePhi(layer, number + (side < 0 ? cells[0]! : cells.at(-1)!) + side / 2, 0);
    const radius = layerRadius[layer]!;
    return [radius * cos(phi), radius * sin(phi)];
  };
  return [
    ...outlineRows.map((row) => edge(row, -1)),
    ...outlineRows.toReversed().map((row) => edge(row, 1)),
  ];
}

function tracksOf(
  { tracks2d, tracks3d }: CdcObjects,
  { matches }: GrlObjects,
): readonly DisplayTrack[] {
  return Array.from(tracks2d.phi, (phi, row) => {
    const fit = tracks3d.track.indexOf(row);
    const z0 = fit < 0 ? Number.NaN : tracks3d.z0[fit]!;
    const cotTheta = fit < 0 ? Number.NaN : tracks3d.cotTheta[fit]!;
    const match = matches.track.indexOf(row);
    return {
      charge: tracks2d.charge[row]!,
      pt: tracks2d.pt[row]!,
      phi,
      z0,
      cotTheta,
      cluster: match < 0 ? -1 : matches.cluster[match]!,
      path: trackPath(phi, tracks2d.omega[row]!, z0, cotTheta),
    };
  });
}
