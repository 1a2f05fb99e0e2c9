import { parentPort, workerData } from 'node:worker_threads';
import { firstValueFrom, of } from 'rxjs';
import { buffersOf } from '../../detector/base/columns.js';
import { EmulatorError } from '../../detector/base/errors.js';
import type { DetectorHits } from '../../detector/index.js';
import { type FullBatch, makeChain } from '../chain/chain.js';
import { countsOf, decayNotes } from '../decays/decay-counts.js';
import { noWindow } from './addressed-event.js';
import { explainEvent } from './explain.js';
import { explainWindow } from './window.js';
import { closeWhenQuiet, type EndMessage } from '../files/end-thread.js';
import { withSourceNames } from '../files/source-names.js';
import { machineOverlay } from '../settings/machine-overlay.js';
import { makeTimedChain } from '../settings/timed-chain.js';
import { eventDisplay } from '../display/event.js';
import type { DisplayReply, DisplayRequest, DisplayWorkerData } from '../display/protocol.js';

/**
 * Entry of the thread that makes single events again and describes them for the display, so that
 * neither beam nor server waits.
 */
const port = parentPort;
if (port === null)
  throw new EmulatorError('WORKER_ENTRY', 'display-worker.js runs as a worker thread only');

const { setup, source, isProbe = false } = workerData as DisplayWorkerData;
const chain = isProbe ? makeChain(setup, machineOverlay(setup, 'crystals')) : makeTimedChain(setup);

async function answer({ id, job, explained }: DisplayRequest): Promise<DisplayReply> {
  try {
    const { decays = [], ...generated } = chain.generate(job);
    if (generated.eventCount === 0 && job.kind === 'windows')
      throw noWindow(setup, chain.generate, { slice: job.slice, index: job.first });
    const batch = (await firstValueFrom(of(generated).pipe(chain.full))) as FullBatch<DetectorHits>;
    const notes = decayNotes(countsOf(decays), 'generator');
    const display = eventDisplay(batch, chain.menu.lines, source, notes);
    if (!explained) return { id, display };
    const { address: _, ...explanation } = explainEvent(batch, chain.menu, setup);
    const window = explainWindow(generated, setup);
    return {
      id,
      display: { ...display, explanation: { ...explanation, ...(window && { window }) } },
    };
  } catch (error) {
    if (error instanceof EmulatorError)
      return { id, failure: { code: error.code, message: error.message } };
    const message =
      error instanceof Error ? withSourceNames(error.stack ?? error.message) : String(error);
    return { id, failure: { code: 'CHAIN_FAILED', message } };
  }
}

port.on('message', (request: DisplayRequest | EndMessage) => {
  if ('end' in request) return closeWhenQuiet(port);
  void answer(request).then((reply) =>
    port.postMessage(reply, 'display' in reply ? buffersOf(reply.display) : []),
  );
});
