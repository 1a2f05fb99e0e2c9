import { wrapAngle } from '../../detector/base/units.js';
import type { RunContext } from '../../detector/event.js';
import { forEachNeuroTrack } from '../../triggers/cdc/neuro.js';
import { missingSuperLayer, neuroInputs } from '../../triggers/cdc/neuro-inputs.js';
import { type DeriveConfig, simulateMuons, type SimulatedMuons } from './derive.js';
import type { MuonSample } from './muon-sample.js';

/** A full track as an expert reads it, in the fixed point of the firmware and in floating point, and the muon's truth. */
export interface ExpertTrack {
  readonly expert: number;
  readonly float: Float64Array;
  readonly fixed: Float64Array;
  /** Transverse momentum [GeV], starting point along the beam line [cm], polar angle [rad]. */
  readonly pt: number;
  readonly z: number;
  readonly theta: number;
}

/** A full track this close to the muon's direction is its way out. */
const maxDeltaPhi = 0.1;

/**
 * Tracks of `count` single muons for some experts: those that ask them, and since few lack a segment by chance, tracks with all segments
 * without the one that an expert does not expect.
 */
export function* expertTracks(
  experts: readonly number[],
  sample: MuonSample,
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Generator<ExpertTrack> {
  const fillFloat = neuroInputs();
  const fillFixed = neuroInputs(config.triggers.neuro.quantisation);
  for (const muons of simulateMuons(sample, count, config, context)) {
    const float = waysOut(fillFloat, muons);
    for (const [event, { asked, inputs }] of waysOut(fillFixed, muons)) {
      const exact = float.get(event);
      if (exact === undefined || exact.asked !== asked) continue;
      const { px, py, pz, z } = muons.particles;
      const pt = Math.hypot(px[event]!, py[event]!);
      const truth = { pt, z: z[event]!, theta: Math.atan2(pt, pz[event]!) };
      for (const expert of experts) {
        if (expert === asked) yield { expert, float: exact.inputs, fixed: inputs, ...truth };
        else if (asked === 0) yield { expert, float: without(expert, exact.inputs), fixed: without(expert, inputs), ...truth };
      }
    }
  }
}

interface WayOut {
  readonly asked: number;
  readonly inputs: Float64Array;
}

/** The muon's way out as a full track, by event. */
function waysOut(fill: ReturnType<typeof neuroInputs>, { objects, particles: { px, py } }: SimulatedMuons): ReadonlyMap<number, WayOut> {
  const found = new Map<number, WayOut>();
  forEachNeuroTrack(
    fill,
    objects,
    (event, track, asked, inputs) => {
      const deltaPhi = wrapAngle(objects.tracks2d.phi[track]! - Math.atan2(py[event]!, px[event]!));
      if (Math.abs(deltaPhi) <= maxDeltaPhi) found.set(event, { asked, inputs: inputs.slice() });
    },
    () => undefined,
  );
  return found;
}

/** Inputs without the segment that an expert does not expect. */
function without(expert: number, inputs: Float64Array): Float64Array {
  const first = 3 * missingSuperLayer[expert]!;
  return inputs.slice().fill(0, first, first + 3);
}
