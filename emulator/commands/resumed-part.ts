import { join } from 'node:path';
import { EmulatorError } from '../../detector/base/errors.js';
import { fingerprintOf } from '../studies/shards/fingerprint.js';
import {
  hasShards,
  hasUnfinishedShards,
  readShards,
  refuseUnfinished,
  shardsOf,
} from '../studies/shards/shard-folder.js';
import type { Study } from '../studies/study.js';
import type { PartKind } from '../writers/result-files.js';
import type { CommandContext } from './context.js';
import { finishedResults } from './finished-study.js';
import { isRemembered } from './stale-parts.js';
import type { StudyCommandOptions } from './study-options.js';

/** A part of results, before its first event. */
interface Part {
  /** Folder of the results. */
  readonly out: string;
  readonly kind: PartKind;
  /** Its folder there. */
  readonly name: string;
  readonly study: Study;
  /** Whether the results were begun and are unfinished: those of an earlier one give way. */
  readonly isBegun: boolean;
}

/** Whether shards in an output folder are those of this study. */
export const isBegunIn = (out: string, { setup }: Study): boolean =>
  shardsOf(out, fingerprintOf(setup)) === 'this';

/** As `isBegunIn`, of a study that was not finished. */
export const isUnfinishedIn = (out: string, study: Study): boolean =>
  hasUnfinishedShards(out) && isBegunIn(out, study);

/**
 * The options of a part, looked at before the first event of its results. What an earlier study or
 * scan has written for the part, byte for byte, is replaced where `--resume` goes on with another,
 * as that one would have replaced it without an interruption; this is told.
 * @throws STUDY_DIFFERS where the part is of another study and this must not be; STUDY_UNFINISHED
 * without --resume
 */
export function optionsOfPart(
  { out, kind, name, study, isBegun }: Part,
  own: StudyCommandOptions,
  { talk }: Pick<CommandContext, 'talk'>,
): StudyCommandOptions {
  const folder = join(out, name);
  if (own.resume !== true) {
    refuseUnfinished(folder);
    return own;
  }
  const mayGo = isBegun && !hasUnfinishedShards(folder) && isRemembered(out, kind, name);
  try {
    refuseOther(folder, study, own);
    return own;
  } catch (error) {
    if (!mayGo || !(error instanceof EmulatorError) || error.code !== 'STUDY_DIFFERS') throw error;
    talk(`${folder}: results of an earlier study, which this one replaces: it was begun anew\n`);
    return { ...own, resume: false };
  }
}

/** @throws STUDY_DIFFERS */
function refuseOther(folder: string, study: Study, own: StudyCommandOptions): void {
  const { events, plan, cellCount, setup } = study;
  const fingerprint = fingerprintOf(setup);
  if (!hasShards(folder)) finishedResults(study, own, { talk: () => undefined });
  else if (shardsOf(folder, fingerprint) === 'another')
    readShards(folder, { events, plan, cellCount, fingerprint });
}
