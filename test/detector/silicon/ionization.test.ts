import { describe, expect, it } from 'vitest';
import { muonMass } from '../../../detector/base/constants.js';
import { KernelStream } from '../../../detector/base/kernel-stream.js';
import { purpose } from '../../../detector/base/random.js';
import { pairEnergy, SiliconLoss } from '../../../detector/silicon/ionization.js';

const lossOf = (p: number): SiliconLoss => {
  const loss = new SiliconLoss();
  loss.set(muonMass, p, 1);
  return loss;
};

describe('energy loss in silicon', () => {
  it('of a minimum-ionizing muon in 320 µm is 24 000 electrons most probably', () => {
    expect(lossOf(0.37).mostProbable(0.032) / pairEnergy).toBeGreaterThan(22_500);
    expect(lossOf(0.37).mostProbable(0.032) / pairEnergy).toBeLessThan(25_500);
  });

  it('grows a little faster than the path', () => {
    const ratio = lossOf(1).mostProbable(0.064) / lossOf(1).mostProbable(0.032);
    expect(ratio).toBeGreaterThan(2);
    expect(ratio).toBeLessThan(2.2);
  });

  it('grows for slow particles', () => {
    expect(lossOf(0.05).mostProbable(0.032)).toBeGreaterThan(3 * lossOf(0.37).mostProbable(0.032));
  });

  it('fluctuates upward more than downward', () => {
    const random = new KernelStream();
    random.seed(1, 1, 1, 1, purpose.test);
    const loss = lossOf(1);
    const values = Float64Array.from({ length: 4000 }, () => loss.draw(0.032, random)).sort();
    const most = loss.mostProbable(0.032);
    const [low, median, high] = [values[200]!, values[2000]!, values[3800]!];
    expect(low).toBeGreaterThan(0.8 * most);
    expect(median).toBeGreaterThan(most);
    expect(high - median).toBeGreaterThan(2 * (median - low));
  });
});
