import {
  catchError,
  concat,
  concatMap,
  defer,
  ignoreElements,
  type MonoTypeOperatorFunction,
  type Observable,
  of,
  tap,
  throwError,
} from 'rxjs';
import { shardAssembler } from './assemble.js';
import type { StudyPart } from './part.js';
import type { ShardPlan } from './plan.js';
import type { ShardFolder } from './shard-folder.js';

/** Keeps each shard when its last part has come; ends, well or not, when all are on disk. */
export function keepShards(
  folder: ShardFolder,
  plan: ShardPlan,
): MonoTypeOperatorFunction<StudyPart> {
  return (parts$) =>
    defer(() => {
      const assemble = shardAssembler(plan);
      const add = (part: StudyPart): void => {
        const shard = assemble(part);
        if (shard !== undefined) folder.save(shard);
      };
      const saved$ = defer(() => folder.saved()).pipe(ignoreElements());
      const kept$ = parts$.pipe(
        tap(add),
        catchError((error: unknown) =>
          concat(
            saved$,
            throwError(() => error),
          ),
        ),
      );
      return concat(kept$, saved$) as Observable<StudyPart>;
    });
}

/** Puts the shards that were found into their places among those that are made. */
export function withFoundShards(
  folder: Pick<ShardFolder, 'found' | 'read'>,
): MonoTypeOperatorFunction<StudyPart> {
  return (parts$) =>
    defer(() => {
      const waiting = [...folder.found].toSorted((a, b) => a - b).values();
      let next = waiting.next();
      function* foundBefore(slice: number): Generator<StudyPart> {
        for (; next.done !== true && next.value < slice; next = waiting.next())
          yield* folder.read(next.value).parts;
      }
      const made$ = parts$.pipe(concatMap((part) => concat(foundBefore(part.slice), of(part))));
      return concat(
        made$,
        defer(() => foundBefore(Number.POSITIVE_INFINITY)),
      );
    });
}
