import { EmulatorError } from '../../../detector/base/errors.js';
import type { Clock, MonitorPorts } from '../../../monitor/ports.js';
import type { CompiledMenu } from '../../../triggers/gdl/menu.js';
import type { ChainSetup } from '../../chain/chain.js';
import type { LiveProbe } from '../../studies/probes.js';
import { heldHitBytes, WorkerQuestions } from '../../workers/questions.js';
import type { Course } from '../course.js';
import { WhatIf } from './what-if.js';
import type { RingBatch } from './window-ring.js';

/** What of a run decides about questions to it. */
interface AskedRun {
  readonly id: string;
  readonly setup: ChainSetup;
  readonly machine?: object;
  readonly probes?: readonly LiveProbe[];
  readonly clock: Clock;
  readonly course: Pick<Course, 'changesWithin'>;
}

/** Questions to a run: where its windows are noted, and what its workers keep for them. */
interface RunQuestions extends Pick<WhatIf, 'noteProbe' | 'settle'> {
  /** Notes a batch and gives it back. */
  readonly noted: <B extends RingBatch>(job: Parameters<WhatIf['note']>[0], batch: B) => B;
  readonly ofPool: { readonly heldBytes?: number; readonly questions?: WorkerQuestions };
  /** @throws the codes of `WhatIf.answer`, WHATIF_NO_WINDOWS where a card is played */
  readonly ask: NonNullable<MonitorPorts['whatIf']>;
}

/** Questions to a run of a machine; those to a card are all refused. */
export function runQuestions(run: AskedRun, menu: CompiledMenu): RunQuestions {
  if (run.machine === undefined)
    return {
      ofPool: {},
      noted: (_, batch) => batch,
      noteProbe: () => {},
      settle: () => {},
      ask: refuse,
    };
  const questions = new WorkerQuestions();
  const { id, setup, probes = [], clock, course } = run;
  const whatIf = new WhatIf({
    run: id,
    menu,
    config: setup.config,
    setup,
    probes: probes.map(({ card }) => card),
    workers: questions,
    changesWithin: (first, last) => course.changesWithin(first, last),
    clock,
  });
  return {
    ofPool: { heldBytes: heldHitBytes, questions },
    noted: (job, batch) => {
      whatIf.note(job, batch);
      return batch;
    },
    noteProbe: (probe, batch) => whatIf.noteProbe(probe, batch),
    settle: (now) => whatIf.settle(now),
    ask: (question) => whatIf.answer(question),
  };
}

const refuse = (): Promise<never> =>
  Promise.reject(
    new EmulatorError(
      'WHATIF_NO_WINDOWS',
      'the events of a card, or of a recording, are no windows of a machine: ask with b2l1 study ' +
        'and --menu or --set, or with b2l1 replay',
    ),
  );
