import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../detector/base/config.js';
import { cdc } from '../../../detector/cdc/cdc.js';
import { halfHeight } from '../../../detector/cdc/cells.js';
import { firstWireOfLayer } from '../../../detector/cdc/geometry.js';
import { minLoss, measureDedx } from '../../../emulator/offline/dedx.js';
import { sliceAddresses } from '../../../detector/event.js';
import { momentum, move, particlesOf, type Shot } from '../../detector/cdc/chamber.js';

/** dE/dx of 400 tracks of a kind, in units of the minimum. */
function measure(pdg: number, p: number): { mean: number; width: number } {
  const theta = Math.PI / 3;
  const events = Array.from({ length: 400 }, (_, index): Shot[] => [
    { pdg, p: momentum(p * Math.sin(theta), theta, 0.0157 * index) },
  ]);
  const moved = move(particlesOf(events), { transport: { decays: false, hadronic: false } });
  const deposits = cdc.deposit(parseConfig(cdc.schema, {}, 'test'), { seed: 2 })(
    moved.particles,
    sliceAddresses(1, 0, 0, 400),
    moved.arcs,
  );
  const values = [...measureDedx(deposits, moved.particles).dedx];
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    width:
      Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean,
  };
}

describe('energy loss in the chamber', () => {
  it('is measured to 5 % on a track through all layers', () => {
    const { width } = measure(13, 1);
    expect(width).toBeGreaterThan(0.04);
    expect(width).toBeLessThan(0.06);
  });

  it('is minimal around βγ = 3.5 and 1.0–1.1 times that for a muon of 0.37 GeV', () => {
    expect(Math.abs(measure(13, 0.5).mean - 1.02)).toBeLessThan(0.06);
  });

  it('separates K from π of 0.6 GeV by more than 5 σ, as 1/β² of their velocities asks', () => {
    const pion = measure(211, 0.6);
    const kaon = measure(321, 0.6);
    // Bethe: 1/β² is 1.05 and 1.68, the logarithm takes a tenth back.
    expect(kaon.mean / pion.mean).toBeGreaterThan(1.3);
    expect(kaon.mean / pion.mean).toBeLessThan(1.68);
    expect((kaon.mean - pion.mean) / (pion.width * pion.mean)).toBeGreaterThan(5);
  });
});

/** One track along the wires' middle: `losses` [GeV/cm] in consecutive layers. */
function measured(losses: readonly number[]) {
  const count = losses.length;
  const particles = particlesOf([[{ pdg: 13, p: [1, 0, 0] }]]);
  const deposits = {
    offsets: Uint32Array.of(0, count),
    wire: Uint16Array.from(losses, (_, layer) => firstWireOfLayer[layer]!),
    particle: new Uint16Array(count),
    energy: Float32Array.from(losses, (loss, layer) => loss * 2 * halfHeight[layer]!),
  };
  return measureDedx(deposits as unknown as Parameters<typeof measureDedx>[0], particles);
}

describe('the truncated mean', () => {
  const minimum = minLoss();

  it('keeps 5 % to 75 % of the layers, ordered by their ionization', () => {
    // 20 layers of 1, 2, … 20: the second to the fifteenth stay, 8.5 in the mean.
    const losses = Array.from({ length: 20 }, (_, layer) => (1 + ((7 * layer) % 20)) * minimum);
    // The mean is scaled by what truncation takes from it, 9.5 %.
    expect(measured(losses).dedx[0]! * 0.905).toBeCloseTo(8.5, 4);
  });

  it('needs ten layers', () => {
    const ones = (count: number) => Array.from({ length: count }, () => minimum);
    expect(measured(ones(9)).dedx).toHaveLength(0);
    expect([...measured(ones(10)).layers]).toEqual([10]);
  });
});
