/** Types of build-stamp.mjs for the tests. */
/** Calls `build` unless all files are as the last build left them. */
export declare function unlessUnchanged(root: string, build: () => Promise<void>): Promise<void>;
