import { copierOf } from './copiers.js';
import type { Varying } from './kind.js';

/** The values of a body, one after another. */
export class Reader {
  constructor(
    readonly values: readonly unknown[],
    public at = 0,
  ) {}

  next(): unknown {
    return this.values[this.at++];
  }

  get done(): boolean {
    return this.at >= this.values.length;
  }
}

/** Makes a new one of what it was made for, with the values that come next. */
export type Fill = (reader: Reader) => unknown;

/** What puts values into the fields of `likeness` that vary. All that it makes share the others. */
export function fillerOf(likeness: unknown, varying: Varying): Fill {
  if (varying === true) return takeNext;
  if (isList(varying)) return fillerOfList((likeness as readonly unknown[]).map((each) => fillerOf(each, varying[0])));
  const whole = likeness as Readonly<Record<string, unknown>>;
  const copy = copierOf(whole);
  const names = Object.keys(varying).filter((name) => whole[name] !== undefined);
  const fields = names.map((name) => ({ name, fill: fillerOf(whole[name], varying[name] as Varying) }));
  return (reader) => {
    const made = copy(whole);
    for (const { name, fill } of fields) made[name] = fill(reader);
    return made;
  };
}

function takeNext(reader: Reader): unknown {
  return reader.next();
}

function fillerOfList(likenesses: readonly Fill[]): Fill {
  return (reader) => {
    const rows = new Reader(reader.next() as readonly unknown[]);
    const items: unknown[] = [];
    while (!rows.done) {
      const fill = likenesses[likenesses.length === 1 ? 0 : (rows.next() as number)] as Fill;
      items.push(fill(rows));
    }
    // A list that grew item by item keeps room for more, which of lists of one or two is most of what they take.
    return items.slice();
  };
}

export function isList(varying: Varying): varying is readonly [Varying] {
  return Array.isArray(varying);
}
