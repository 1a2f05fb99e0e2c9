/** What the event builder has made of the accepts of the run. */
export interface BuilderCounts {
  /** Events built, and those of them that are marked since a fragment was not whole. */
  readonly events: number;
  readonly flagged: number;
  /** Size of the raw data, which is emulated: headers, payloads, trailers. */
  readonly rawBytes: number;
  /** What happens to an event with a fragment that is not whole. */
  readonly onError: 'flag' | 'stop';
  /**
   * Fragments by state: whole, missing, late, or with a wrong checksum, header, run, number or
   * tick.
   */
  readonly fragments: readonly {
    readonly subdetector: string;
    readonly states: Readonly<Record<string, number>>;
  }[];
}
