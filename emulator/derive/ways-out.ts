import { atan2, hypot } from '../../detector/base/elementary.js';
import { wrapAngle } from '../../detector/base/units.js';
import type { Particles } from '../../detector/particles.js';
import { forEachNeuroTrack } from '../../triggers/cdc/neuro.js';
import {
  inputCount,
  missingSuperLayer,
  type neuroInputs,
} from '../../triggers/cdc/neuro-inputs.js';
import type { SimulatedMuons } from './derive.js';

/**
 * A full track this close to the muon's direction is its way out; others are made of its later
 * turns.
 */
const maxDeltaPhi = 0.1;

/**
 * Calls `found` for each full track of single-muon events that is the muon's way out and has an
 * expert, with its inputs.
 */
export function forEachWayOut(
  fill: ReturnType<typeof neuroInputs>,
  { objects, particles: { offsets, px, py } }: Pick<SimulatedMuons, 'objects' | 'particles'>,
  found: (event: number, expert: number, inputs: Float64Array) => void,
): void {
  const { inputs, masks } = fill(objects);
  const { values } = inputs;
  forEachNeuroTrack(masks.values, objects.tracks2d.offsets, (event, track, expert) => {
    const muon = offsets[event]!;
    const deltaPhi = wrapAngle(objects.tracks2d.phi[track]! - atan2(py[muon]!, px[muon]!));
    if (Math.abs(deltaPhi) > maxDeltaPhi) return;
    found(event, expert, values.slice(inputCount * track, inputCount * (track + 1)));
  });
}

/** Transverse momentum [GeV], starting point along the beam line [cm], polar angle [rad]. */
export interface MuonTruth {
  readonly pt: number;
  readonly z: number;
  readonly theta: number;
}

/** The muon of a single-muon event. */
export function muonTruth({ offsets, px, py, pz, z }: Particles, event: number): MuonTruth {
  const muon = offsets[event]!;
  const pt = hypot(px[muon]!, py[muon]!);
  return { pt, z: z[muon]!, theta: atan2(pt, pz[muon]!) };
}

/** Inputs of a track with all segments without the one that an expert does not expect. */
export function inputsWithout(expert: number, inputs: Float64Array): Float64Array {
  const first = 3 * missingSuperLayer[expert]!;
  return inputs.slice().fill(0, first, first + 3);
}
