import { EmulatorError } from '../detector/base/errors.js';
import type { MonitorPorts } from './ports.js';
import type { WhatIfAnswer, WhatIfQuestion } from './what-if.js';

/** So many questions wait behind the one that is being answered; more are refused. */
const maxWaiting = 4;

/** Where questions are asked one after the other, and the latest answer is kept for everybody. */
export class WhatIfDesk {
  readonly #ask: NonNullable<MonitorPorts['whatIf']>;
  #last: Promise<unknown> = Promise.resolve();
  #open = 0;
  #latest: WhatIfAnswer | undefined;

  constructor({ whatIf = nobodyAnswers }: Pick<MonitorPorts, 'whatIf'>) {
    this.#ask = whatIf;
  }

  /** The same object until there is a newer one. */
  get latest(): WhatIfAnswer | undefined {
    return this.#latest;
  }

  /** @throws WHATIF_BUSY, and what the port throws */
  async ask(question: WhatIfQuestion): Promise<WhatIfAnswer> {
    if (this.#open > maxWaiting)
      throw new EmulatorError(
        'WHATIF_BUSY',
        `${maxWaiting} questions wait already behind the one in hand: ask again in some seconds`,
      );
    this.#open++;
    const turn = this.#last;
    const answered = turn.then(() => this.#ask(question));
    this.#last = answered.catch(() => undefined);
    try {
      this.#latest = await answered;
      return this.#latest;
    } finally {
      this.#open--;
    }
  }
}

const nobodyAnswers = (): Promise<WhatIfAnswer> =>
  Promise.reject(new EmulatorError('WHATIF_NO_WINDOWS', 'nothing is played that could be asked'));
