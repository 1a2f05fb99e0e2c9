import { describe, expect, it } from 'vitest';
import { ampere } from '../../../detector/base/units.js';
import { rateScan } from '../../../emulator/rates/rate-scan.js';
import { loadMachine } from '../../../emulator/settings/machine.js';

const peak = loadMachine('2022-peak');
const machinesOf = (text: string) => {
  const { values, assignments } = rateScan(text, peak);
  return values.map((value) => loadMachine('2022-peak', assignments(value)));
};

describe('a scan of rates', () => {
  it('against luminosity keeps the currents and changes what they make', () => {
    const [half, full] = machinesOf('luminosity=2.325e34,4.65e34');
    expect(half!.luminosity / 1e34).toBeCloseTo(2.325, 9);
    expect(full!.luminosity / 1e34).toBeCloseTo(4.65, 9);
    expect(half!.config.her.current).toBe(peak.config.her.current);
    expect(machinesOf('luminosity').map(({ luminosity }) => luminosity / 4.65e34)).toSatisfy(
      (shares: number[]) =>
        shares.every((share, at) => Math.abs(share - [0.25, 0.5, 0.75, 1, 1.25][at]!) < 1e-5),
    );
  });

  it('against currents changes both rings alike, and the luminosity with them', () => {
    const [half] = machinesOf('currents=0.5');
    expect(half!.config.her.current / ampere).toBeCloseTo(0.55, 9);
    expect(half!.config.ler.current / ampere).toBeCloseTo(0.66, 9);
    expect(half!.luminosity / 4.65e34).toBeCloseTo(0.25, 9);
    expect(machinesOf('currents')).toHaveLength(5);
  });

  it('against anything else is as given, and says what it takes', () => {
    expect(
      machinesOf('backgrounds.scale=0,2').map(({ config }) => config.backgrounds.scale),
    ).toEqual([0, 2]);
    expect(() => rateScan('ler.current', peak)).toThrow('expected path=value');
    expect(() => machinesOf('currents=much')).toThrow('"much" is not a number');
    expect(() => machinesOf('currents=-1')).toThrow('"-1" is not a number from 0 on');
  });
});
