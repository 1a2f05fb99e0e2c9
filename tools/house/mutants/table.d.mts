/** Errors that tests must notice: what is replaced in a file, and the tests that are asked. */
export declare const namedMutants: readonly {
  readonly name: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  readonly tests?: string;
}[];
