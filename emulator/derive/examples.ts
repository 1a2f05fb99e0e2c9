import type { RunContext } from '../../detector/event.js';
import { inputCount } from '../../triggers/cdc/neuro-inputs.js';
import { outputScale } from '../../triggers/cdc/neuro-scale.js';
import type { DeriveConfig } from './derive.js';
import { type ExpertTrack, expertTracks } from './expert-tracks.js';
import { networkSample } from './networks.js';

/** Rows of a chunk of text. */
const chunkRows = 1000;

/**
 * Examples of an expert as CSV, in chunks: its inputs in the fixed point of the firmware and the
 * outputs that it should give, for training elsewhere. Muons are those from which the package's
 * networks learn.
 */
export function* exampleTable(
  expert: number,
  count: number,
  config: DeriveConfig,
  context: RunContext,
): Generator<string> {
  const { zOutput, thetaOutput } = outputScale(config.triggers.neuro.outputs);
  const row = ({ fixed, z, theta }: ExpertTrack): string =>
    `${fixed.join(',')},${zOutput(z)},${thetaOutput(theta)}\n`;
  const inputs = Array.from({ length: inputCount }, (_, input) => `input${input}`);
  yield `${[...inputs, 'z', 'theta'].join(',')}\n`;
  let rows: string[] = [];
  for (const track of expertTracks([expert], networkSample, count, config, context)) {
    rows.push(row(track));
    if (rows.length < chunkRows) continue;
    yield rows.join('');
    rows = [];
  }
  yield rows.join('');
}
