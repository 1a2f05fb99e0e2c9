/**
 * A value that is made when it is first asked for, once in a thread: tables that not every command
 * and not every card reads shall not be made by all of them at their start.
 */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
