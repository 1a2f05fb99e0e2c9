import { firstValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { makeChain } from '../../../emulator/chain/chain.js';
import { emulatorConfig } from '../../../emulator/settings/emulator-config.js';
import { physicsMenu } from '../../../triggers/menus/physics.js';

const nominal = emulatorConfig();
const others = [
  emulatorConfig({}, ['bits.ecl.sums.ehigh=0.4 GeV']),
  emulatorConfig({}, [
    'triggers.ecl.etm.bhabha3dVeto.minEnergyCms=1 GeV',
    'bits.nn-single-track.maxZ=1 cm',
  ]),
];

const decided = (config: typeof nominal, otherTriggers?: typeof others) => {
  const setup = {
    seed: 4,
    run: 1,
    config,
    menu: physicsMenu,
    points: [{ generator: 'tautau', config: {} }],
    ...(otherTriggers !== undefined && { otherTriggers }),
  };
  const job = { kind: 'generate', slice: 0, first: 0, count: 300, point: 0 } as const;
  return firstValueFrom(of(job).pipe(makeChain(setup).decide));
};

describe('other triggers of a chain', () => {
  it('decide on the same hits as chains of their own', async () => {
    const { ftdlBits, otherFtdlBits } = await decided(nominal, others);
    expect(ftdlBits).toEqual((await decided(nominal)).ftdlBits);
    expect(otherFtdlBits).toHaveLength(2);
    for (const [place, config] of others.entries()) {
      expect(otherFtdlBits![place]).toEqual((await decided(config)).ftdlBits);
      expect(otherFtdlBits![place]).not.toEqual(ftdlBits);
    }
  });

  it('are not there when none are asked for', async () => {
    expect(await decided(nominal)).not.toHaveProperty('otherFtdlBits');
  });
});
