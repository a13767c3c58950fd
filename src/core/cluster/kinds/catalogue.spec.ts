import { describe, expect, it } from 'vitest';
import { catalogue, formOf, isKindName, kindNames, specOf } from './catalogue.js';

describe('the catalogue', () => {
  it('knows each kind by its own name, and no two by one plural or short name', () => {
    for (const kind of kindNames) expect(specOf(kind).kind).toBe(kind);
    const words = catalogue.flatMap(({ kind, plural, shortNames = [] }) => [...new Set([kind.toLowerCase(), plural, ...shortNames])]);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it('knows no kind that an object inherits', () => {
    expect(isKindName('constructor')).toBe(false);
  });

  it.each(catalogue.map((spec) => [spec.kind, spec] as const))('%s has metadata, with a namespace just where it is namespaced', (kind, spec) => {
    const form = formOf(kind);
    const metadata = form.type === 'struct' ? form.fields['metadata'] : undefined;
    const fields = metadata?.type === 'struct' ? Object.keys(metadata.fields) : [];
    expect(fields[0]).toBe('name');
    expect(fields.includes('namespace')).toBe(spec.namespaced);
  });

  it.each(catalogue.filter(({ varying }) => varying !== undefined).map((spec) => [spec.kind, spec] as const))('%s varies only in fields that it has', (kind, spec) => {
    const check = (varying: unknown, form: unknown): void => {
      if (varying === true) return;
      const { type, fields, item } = form as { type: string; fields: Record<string, unknown>; item: unknown };
      if (Array.isArray(varying)) {
        expect(type).toBe('list');
        return check(varying[0], item);
      }
      for (const [field, below] of Object.entries(varying as object)) {
        expect(fields).toHaveProperty(field);
        check(below, fields[field]);
      }
    };
    check(spec.varying, formOf(kind));
  });
});
