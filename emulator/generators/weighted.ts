import { flag } from '../../detector/base/config.js';

/** Whether a generator gives weights in place of drawing events as often as they occur. */
export const weightedFlag = flag(
  false,
  'Keep what a draw is worth as the weight of the event, mean 1, in place of drawing again',
);
