import { parseConfig } from '../../detector/base/config.js';
import { type Beams, type BeamsConfig, beamsSchema } from '../../detector/beams.js';

/** All of beams that a collision may depend on. */
const beamsKey = (config: BeamsConfig): string => JSON.stringify({ ...config, filling: null });

/** Whether beams are the nominal ones but for their bunches: what is tabled holds for them. */
export const isNominal = ({ config }: Beams): boolean =>
  beamsKey(config) === beamsKey(parseConfig(beamsSchema, {}, 'beams'));
