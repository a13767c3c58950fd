/** Long work that yields wherever others may have their turn; whoever runs it decides whether they get it. */
export type Steps<T> = Generator<undefined, T>;

/** Does the work in one go. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
