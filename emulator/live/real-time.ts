/** How long back the recent factor looks [s]. */
const recentSeconds = 10;

/** Where a run stood at a moment of wall time, both since it began [s]. */
interface Mark {
  readonly wall: number;
  readonly played: number;
}

/** Emulated seconds that are played in a second of wall time. */
export class RealTime {
  readonly #marks: Mark[] = [{ wall: 0, played: 0 }];

  /** Where the run stands now; told now and then, wall time ascending. */
  note(wall: number, played: number): void {
    if (wall === this.#last.wall) return;
    this.#marks.push({ wall, played });
    // One mark stays that is as old as one looks back.
    while (this.#marks[1]!.wall <= wall - recentSeconds) this.#marks.shift();
  }

  /** Of the last ten seconds, and of the whole run; 0 before anything was played. */
  factors(): { readonly recent: number; readonly run: number } {
    const [from, last] = [this.#marks[0]!, this.#last];
    const share = (played: number, wall: number): number => (wall > 0 ? played / wall : 0);
    return {
      recent: share(last.played - from.played, last.wall - from.wall),
      run: share(last.played, last.wall),
    };
  }

  get #last(): Mark {
    return this.#marks.at(-1)!;
  }
}
