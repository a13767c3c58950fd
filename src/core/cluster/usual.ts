type Values = Record<string, unknown>;

/** What fields of an object say as a rule. `[{…}]` goes through the items of a list. */
export type Usual = Usually | { readonly [field: string]: Usual } | readonly [Usual];

class Usually {
  constructor(readonly value: unknown) {}
}

/** @param value what the field says; undefined where it is not there, as only the last fields of an object may be */
export function usually(value: unknown): Usually {
  return new Usually(value);
}

/** The object as it would be as usual. What is otherwise is added to `values`: a record of the values by the count of fields that come before them. */
export function takeUnusual(object: unknown, usual: Usual, values: unknown[]): unknown {
  const unusual: Values = {};
  let count = 0;
  const taken = changeFields(object, usual, (value, usualValue) => {
    const place = count++;
    if ((value === undefined && usualValue !== undefined) || isSame(value, usualValue)) return value;
    unusual[place] = value;
    return usualValue;
  });
  if (taken !== object) values.push(unusual);
  return taken;
}

/** The inverse of {@link takeUnusual}. */
export function putUnusual(object: unknown, usual: Usual, unusual: Values): unknown {
  let count = 0;
  return changeFields(object, usual, (value) => unusual[count++] ?? value);
}

/** How many fields of an object have a usual value: those that {@link takeUnusual} counts. */
export function countUsual(object: unknown, usual: Usual | undefined): number {
  let count = 0;
  if (usual !== undefined) {
    changeFields(object, usual, (value) => {
      count++;
      return value;
    });
  }
  return count;
}

/** Changes nothing in place: what has changed is new, and the rest what it was. */
function changeFields(value: unknown, usual: Usual, change: (value: unknown, usualValue: unknown) => unknown): unknown {
  if (usual instanceof Usually) return change(value, usual.value);
  if (value === undefined) return value;
  if (isList(usual)) {
    const before = value as readonly unknown[];
    const items = before.map((item) => changeFields(item, usual[0], change));
    return items.every((item, i) => item === before[i]) ? before : items;
  }
  let whole = value as Values;
  for (const field in usual) {
    const changed = changeFields(whole[field], usual[field] as Usual, change);
    if (changed === whole[field]) continue;
    if (whole === value) whole = { ...whole };
    whole[field] = changed;
  }
  return whole;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

function isList(usual: Usual): usual is readonly [Usual] {
  return Array.isArray(usual);
}
