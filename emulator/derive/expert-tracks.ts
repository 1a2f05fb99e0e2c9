import type { RunContext } from '../../detector/event.js';
import { neuroInputs } from '../../triggers/cdc/neuro-inputs.js';
import { type DeriveConfig, simulateMuons, type SimulatedMuons } from './derive.js';
import type { MuonSample } from './muon-sample.js';
import { forEachWayOut, inputsWithout, type MuonTruth, muonTruth } from './ways-out.js';

/**
 * A full track as an expert reads it, in the fixed point of the firmware and in floating point, and
 * the muon's truth.
 */
export interface ExpertTrack extends MuonTruth {
  readonly expert: number;
  readonly float: Float64Array;
  readonly fixed: Float64Array;
}

/**
 * Tracks of `count` single muons for some experts: those that ask them, and since few lack a
 * segment by chance, tracks with all segments without the one that an expert does not expect.
 */
export function* expertTracks(
  experts: readonly number[],
  sample: MuonSample,
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Generator<ExpertTrack> {
  const fillFloat = neuroInputs();
  const fillFixed = neuroInputs(config.triggers.neuro.quantization);
  for (const muons of simulateMuons(sample, count, config, context)) {
    const float = waysOut(fillFloat, muons);
    for (const [event, { asked, inputs }] of waysOut(fillFixed, muons)) {
      const exact = float.get(event);
      if (exact === undefined || exact.asked !== asked) continue;
      const truth = muonTruth(muons.particles, event);
      for (const expert of experts) {
        if (expert === asked) yield { expert, float: exact.inputs, fixed: inputs, ...truth };
        else if (asked === 0)
          yield {
            expert,
            float: inputsWithout(expert, exact.inputs),
            fixed: inputsWithout(expert, inputs),
            ...truth,
          };
      }
    }
  }
}

interface WayOut {
  readonly asked: number;
  readonly inputs: Float64Array;
}

/** The muon's way out as a full track, by event. */
function waysOut(
  fill: ReturnType<typeof neuroInputs>,
  muons: SimulatedMuons,
): ReadonlyMap<number, WayOut> {
  const found = new Map<number, WayOut>();
  forEachWayOut(fill, muons, (event, asked, inputs) => found.set(event, { asked, inputs }));
  return found;
}
