import { packWeights } from '../../triggers/cdc/neuro-network.js';
import type { TrainedExpert } from './networks.js';
import { header, type Provenance } from './table-files.js';

/** Epochs between two printed errors. */
const printedEvery = 10;

/** Source text of the module that holds the networks, with what they learnt from and how far. */
export const networksFile = (
  experts: readonly TrainedExpert[],
  provenance: Provenance,
): string => `import { unpackWeights } from '../neuro-network.js';

${header({ ...provenance, text: [...provenance.text, ...experts.map(summary)] })}
export const experts: readonly Float32Array[] = [
${experts.map(({ weights }) => `  unpackWeights(\n    '${packWeights(weights)}',\n  ),`).join('\n')}
];
`;

function summary({ examples, bestEpoch, losses }: TrainedExpert, expert: number): string {
  const printed = losses.flatMap(({ training, validation }, epoch) =>
    (epoch + 1) % printedEvery === 0
      ? [`${training.toExponential(1)}/${validation.toExponential(1)}`]
      : [],
  );
  const curve =
    printed.length === 0
      ? ''
      : `; errors of training/validation every ${printedEvery} epochs: ${printed.join(', ')}`;
  const best = `best epoch ${bestEpoch} of ${losses.length}`;
  return `Expert ${expert}: ${examples} examples, ${best}${curve}.`;
}
