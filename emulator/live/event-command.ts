import type { EventAddress, EventDisplay } from '../../monitor/ports.js';

/**
 * The command that makes an event again on a terminal, if there is one: of a card that is played,
 * its point and the rate [Hz]; of a probe, which card that is, too.
 */
export type CommandOf = (
  address: EventAddress,
  made?: { readonly card?: string; readonly point: number; readonly rate: number },
) => string | undefined;

/** An event with the command that makes it, where there is one. */
export const withCommand = (display: EventDisplay, command: string | undefined): EventDisplay =>
  command === undefined ? display : { ...display, command };
