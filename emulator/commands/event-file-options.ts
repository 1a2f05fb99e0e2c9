import { type Command, Option } from 'commander';
import { decayChoice } from '../decays/decay-choice.js';
import { type ReadOptions, type VertexMode, vertexModes } from '../readers/events.js';
import { type FrameName, frameNames } from '../readers/frame.js';
import { type DecayOptions, withDecay } from './context.js';

/** How an event file is to be read, as commands take it. */
export interface EventFileOptions extends DecayOptions {
  readonly frame: FrameName;
  readonly vertex: VertexMode;
  readonly strict?: boolean;
}

/** Declares `--frame --vertex --decay --strict` on a command that reads event files. */
export function withEventFileOptions(command: Command): Command {
  return withDecay(command)
    .addOption(
      new Option(
        '--frame <frame>',
        'frame of the file; auto decides from the beams or the total momentum and says so',
      )
        .choices(frameNames)
        .default('auto'),
    )
    .addOption(
      new Option(
        '--vertex <mode>',
        'file: vertices as they are; smear: move each event to a drawn collision point; auto: ' +
          'smear if all collisions are at zero',
      )
        .choices(vertexModes)
        .default('auto'),
    )
    .option('--strict', 'stop at an event that cannot be used, instead of passing it over');
}

/** What the options mean to the reader. */
export function readingOf({
  frame,
  vertex,
  decay,
  strict = false,
}: EventFileOptions): Required<Pick<ReadOptions, 'frame' | 'vertex' | 'decay' | 'strict'>> {
  return { frame, vertex, ...decayChoice(decay), strict };
}
