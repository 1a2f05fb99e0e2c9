import { EmulatorError } from '../../detector/base/errors.js';
import type { LoopedRecording } from '../daq/looped-recording.js';
import type { LiveEvents } from './events.js';
import { LineEvents } from './line-events.js';
import { findLine, type CompiledMenu } from '../../triggers/gdl/menu.js';

/**
 * Events of a recording that is played in a loop: none is made again here, each is told by its name
 * in the recording, with the command that explains it there.
 */
export function loopEvents(
  { path, run, sliceOf }: LoopedRecording,
  own: number,
  first: CompiledMenu,
): LiveEvents {
  const beam = new LineEvents();
  let menu = first;
  const refuse = (slice: number, index: number): never => {
    const recorded = `${run.run}:${sliceOf(slice)}:${index}`;
    throw new EmulatorError(
      'USAGE_EVENT',
      `event ${own}:${slice}:${index} is event ${recorded} of a recording that is played in a ` +
        `loop, which is not made again here: b2l1 explain ${path} --event ${recorded}`,
    );
  };
  return {
    note: (batch) => beam.note(batch),
    noteProbe: () => {},
    sample: () => Promise.resolve(undefined),
    event: async ({ run: asked, slice, index }) => {
      if (asked === own) return refuse(slice, index);
      throw new EmulatorError(
        'USAGE_EVENT',
        `run ${asked} is not the present one, which is ${own}`,
      );
    },
    find: async ({ line, probe }) => {
      const number = line === undefined ? undefined : menu.lines[findLine(menu, line)]!.number;
      const place = probe === undefined ? beam.latest(number) : undefined;
      if (place !== undefined) return refuse(place.slice, place.index);
      throw new EmulatorError(
        'USAGE_EVENT',
        probe === undefined
          ? `run ${own} has no event yet` +
              (line === undefined ? '' : ` in which line "${line}" fired`)
          : 'a recording that is played in a loop has no probes',
      );
    },
    changeMenu: (now) => {
      menu = now;
      beam.forget();
    },
    close: () => {},
  };
}
