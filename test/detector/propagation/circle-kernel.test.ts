import { kernels } from '#kernels';
import { expect, it } from 'vitest';
import { KernelColumn } from '../../../detector/base/kernel-column.js';
import { purpose, RandomStream } from '../../../detector/base/random.js';
import { arcsine, smallArcsine } from '../../../detector/propagation/arcsine.js';
import { Circle } from '../../../detector/propagation/circle.js';

const random = new RandomStream().seed(1, 1, 0, 0, purpose.test);

it('the kernels take the arc sine that TypeScript takes, bit for bit', () => {
  for (const x of [-1.5, -1, -0.5, 0, 0.5, 1, 1.5]) expect(kernels.arcsine(x)).toBe(arcsine(x));
  for (let draws = 0; draws < 10_000; draws++) {
    const x = 2 * random.uniform() - 1;
    expect(kernels.arcsine(x)).toBe(arcsine(x));
    expect(kernels.smallArcsine(x / 2)).toBe(smallArcsine(x / 2));
  }
});

it('the kernels see the circle that TypeScript sees, bit for bit', () => {
  const circle = new Circle();
  const place = new KernelColumn(Float64Array, 7);
  for (let draws = 0; draws < 2000; draws++) {
    const [x, y] = [40 * random.gaussian(), 40 * random.gaussian()];
    const [px, py] = [random.gaussian(), random.gaussian()];
    const pt = Math.sqrt(px * px + py * py);
    const curvature = 10 ** (-1 - 6 * random.uniform()) * (draws % 2 === 0 ? 1 : -1);
    const r = 120 * random.uniform();
    circle.set(x, y, px / pt, py / pt, curvature);
    expect(kernels.turnOfCircle(place.address, x, y, px / pt, py / pt, curvature, r)).toBe(
      circle.turnAt(r),
    );
    const { centreX, centreY, distance, radius, sense, closest, start } = circle;
    expect(Array.from(place.values)).toEqual([
      centreX,
      centreY,
      distance,
      radius,
      sense,
      closest,
      start,
    ]);
  }
});
