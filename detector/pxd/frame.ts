import { us } from '../base/units.js';

/**
 * A frame is read row by row in two turns of the beam: pixels hold what came since 10 µs before and
 * up to 10 µs after the trigger.
 * @see arXiv:2011.00067; basf2 pxd/data/PXD-Components.xml
 */
export const frameStart = -10 * us;
/** End of the frame, after the trigger. */
export const frameEnd = 10 * us;

interface Gate {
  readonly gateStart: number;
  readonly gateLength: number;
}

/** Share of the frame in which a sensor is not gated. */
export function openShare({ gateStart, gateLength }: Gate): number {
  const blind = Math.min(frameEnd, gateStart + gateLength) - Math.max(frameStart, gateStart);
  return 1 - Math.max(0, blind) / (frameEnd - frameStart);
}
