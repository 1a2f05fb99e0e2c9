import { pow } from '../../detector/base/elementary.js';
import {
  barrelSectorCount,
  planeCount,
  sections,
  stripCount,
} from '../../detector/klm/geometry.js';
import type { BackgroundConfig } from '../backgrounds/background-schema.js';
import type { BeamState } from '../backgrounds/background.js';
import { diffuseRates } from '../backgrounds/diffuse.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { beamStateOf, type NamedMachine, referenceState } from './machine.js';

/** Layer of the barrel of the KLM whose rate is given. */
const countedLayer = 3;

/** Strips of that layer, both planes, all sectors. */
const countedStrips = (): number => {
  let strips = 0;
  for (const section of [sections.barrelBackward, sections.barrelForward])
    for (let sector = 0; sector < barrelSectorCount; sector++)
      for (let plane = 0; plane < planeCount; plane++)
        strips += stripCount(section, sector, countedLayer, plane);
  return strips;
};

/** Conditions with the diffuse hits of a machine at a time [ns], in place of their own. */
export const withDiffuse = (
  conditions: EmulatorConfig,
  { config }: Pick<NamedMachine, 'config'>,
  time = 0,
): EmulatorConfig => withDiffuseOf(conditions, config.backgrounds, beamStateOf(config, time));

/** The same of a machine in a state. */
export function withDiffuseOf(
  conditions: EmulatorConfig,
  backgrounds: BackgroundConfig,
  state: BeamState,
): EmulatorConfig {
  const rates = diffuseRates(backgrounds, state, referenceState());
  const { cdc, top, arich, ecl, klm, pxd, svd } = conditions;
  const { klmFalloff, klmEndcaps, correlated, minMomentum, maxMomentum } = backgrounds.diffuse;
  /** Factors of layers 1 on. */
  const falling = <L extends object>(layers: L, scale: number): L =>
    Object.fromEntries(
      Object.keys(layers).map((name, layer) => [
        name,
        scale * pow(klmFalloff, layer + 1 - countedLayer),
      ]),
    ) as L;
  return {
    ...conditions,
    cdc: {
      ...cdc,
      correlated,
      correlatedBy: { minMomentum, maxMomentum },
      noiseRate: rates.chamber,
      noiseScale: Object.fromEntries(
        Object.keys(cdc.noiseScale).map((superLayer) => [
          superLayer,
          superLayer === 'superLayer0' ? rates.innerScale : rates.outerScale,
        ]),
      ),
    },
    top: { ...top, noiseRate: rates.top },
    arich: { ...arich, noiseHits: rates.arich * arich.windowLength },
    ecl: { ...ecl, pileUp: { ...rates.calorimeter, energy: backgrounds.diffuse.photonEnergy } },
    klm: {
      ...klm,
      noiseRate: rates.klm / countedStrips(),
      noiseScale: {
        barrel: falling(klm.noiseScale.barrel, 1),
        forward: falling(klm.noiseScale.forward, klmEndcaps),
        backward: falling(klm.noiseScale.backward, klmEndcaps),
      },
    },
    pxd: { ...pxd, occupancy: rates.pixels },
    svd: { ...svd, occupancy: rates.strips },
  };
}
