/** Long work that yields wherever others may have their turn; whoever runs it decides whether they get it. */
export type Steps<T> = Generator<undefined, T>;

/** So many items go by between two steps: few beside a turn, many beside what a step costs that passes through several generators. */
const stride = 64;

/** Visits each item in its order, with a step now and then. */
export function* stepThrough<T>(items: readonly T[], visit: (item: T) => void): Steps<void> {
  for (let i = 0; i < items.length; i++) {
    if (i % stride === 0) yield;
    visit(items[i]!);
  }
}

/** Does the work in one go. */
export function finish<T>(steps: Steps<T>): T {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
