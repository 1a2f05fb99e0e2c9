import type { Note } from '../../detector/base/notes.js';
import { Hz } from '../../detector/base/units.js';
import { firstUserSource, userEvents, type UserOverlay } from '../chain/user-overlay.js';
import type { EventClass } from './event-class.js';

/** A user's file as rates take it. */
interface UserClass {
  /** Its events, where they come at a rate. */
  readonly classes: readonly EventClass[];
  /** Recorded hits, which lie over the events of all classes. */
  readonly laid: { readonly overlay?: UserOverlay };
  readonly notes: readonly Note[];
}

/** Particles of a user's file that come at a rate are a class of their own, as ours are. */
export function userClass(overlay: UserOverlay | undefined): UserClass {
  if (overlay === undefined) return { classes: [], laid: {}, notes: [] };
  const { name: file, content } = overlay;
  if (content.kind === 'hits') return { classes: [], laid: { overlay }, notes: [] };
  const name = `overlay ${file}`;
  const hz = content.rate / Hz;
  const message =
    `${file}: its ${content.events} events are a class of their own at ` +
    `${Number((hz / 1e3).toPrecision(6))} kHz; the rate was given, so the band leaves it as it is`;
  return {
    classes: [
      {
        name,
        sender: name,
        source: firstUserSource,
        tier: 'anchor',
        origin: 'user',
        generator: userEvents,
        config: content,
        hz,
      },
    ],
    laid: {},
    notes: [{ code: 'OVERLAY_CLASS', message, count: content.events }],
  };
}
