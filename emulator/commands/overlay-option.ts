import type { Command } from 'commander';
import type { Note } from '../../detector/base/notes.js';
import type { EmulatorConfig } from '../chain/parts.js';
import { namedOverlay, type NamedOverlay, type UserOverlay } from '../chain/user-overlay.js';
import { recordedConfig } from '../daq/recorded-setup.js';
import type { RunRecord } from '../daq/records.js';
import { decayChoice } from '../decays/decay-choice.js';
import type { DecayOptions } from './context.js';

/** Of commands over whose events a user's file may be laid. */
export interface OverlayOptions {
  readonly overlay?: string;
  readonly seed: number;
}

/** Declares `--overlay` on a command. */
export function withOverlay(command: Command): Command {
  return command.option(
    '--overlay <file>',
    'lay a background of your own over the events: a recording (its random and delayed-Bhabha ' +
      'events; others with ,lines=NAME+NAME), or an event file with the rate of its events: ' +
      'file.hepmc,rate=20kHz (,frame=lab|cms|auto ,vertex=file|smear|auto)',
  );
}

/** A user's file over the events, as setups and results want it. */
export interface LaidFile {
  /** Of a setup. */
  readonly laid: { readonly overlay?: UserOverlay };
  /** Of a document: which file, with its hash. */
  readonly named: NamedOverlay;
  readonly notes: readonly Note[];
}

/**
 * What `--overlay` asks for; without it nothing.
 * @throws the codes of `loadOverlay`
 */
export async function layFile(
  { overlay: asked, seed, decay = 'on' }: OverlayOptions & Partial<DecayOptions>,
  config: EmulatorConfig,
): Promise<LaidFile> {
  if (asked === undefined) return { laid: {}, named: {}, notes: [] };
  // Readers of files are loaded when there is one.
  const { loadOverlay } = await import('../daq/overlay-file.js');
  const { overlay, notes } = await loadOverlay(asked, { config, seed, ...decayChoice(decay) });
  return { laid: { overlay }, named: namedOverlay(overlay), notes };
}

/**
 * What `--overlay` asks for over a recorded run, read as that run has read it.
 * @throws the codes of `loadOverlay`
 */
export const layRecordedFile = (
  { overlay }: Pick<OverlayOptions, 'overlay'>,
  run: RunRecord,
): Promise<LaidFile> =>
  layFile(
    {
      seed: run.seed,
      decay: run.decay === false ? 'off' : 'on',
      ...(overlay !== undefined && { overlay }),
    },
    recordedConfig(run),
  );
