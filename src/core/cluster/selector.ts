import { InputError } from '../errors.js';
import type { labelSelector } from './metadata.js';
import type { Infer } from './shape.js';

export type Labels = Readonly<Record<string, string>>;
export type LabelSelector = Infer<typeof labelSelector>;

/** Whether `labels` hold every pair of `selector`; an empty selector matches everything. A Service without a selector is the caller's to tell apart. */
export function matchesLabels(selector: Labels, labels: Labels = {}): boolean {
  for (const key of Object.keys(selector)) if (valueOf(labels, key) !== selector[key]) return false;
  return true;
}

/**
 * Whether `labels` satisfy every requirement; an empty selector matches everything. An operator that Kubernetes does not know matches nothing.
 * Source: apimachinery pkg/labels/selector.go, Requirement.Matches; `NotIn` is satisfied where the key is absent.
 */
export function matchesSelector(selector: LabelSelector, labels: Labels = {}): boolean {
  return (
    matchesLabels(selector.matchLabels ?? {}, labels) &&
    (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const value = valueOf(labels, key);
      if (operator === 'In') return value !== undefined && values.includes(value);
      if (operator === 'NotIn') return value === undefined || !values.includes(value);
      if (operator === 'Exists') return value !== undefined;
      return operator === 'DoesNotExist' && value === undefined;
    })
  );
}

function valueOf(labels: Labels, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

const name = '[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?';
const requirementForms = [
  new RegExp(`^(?<key>(?:${name}/)?${name})\\s*(?<sign>==|=|!=)\\s*(?<value>(?:${name})?)$`),
  new RegExp(`^(?<key>(?:${name}/)?${name})\\s+(?<sign>in|notin)\\s*\\((?<value>[^()]*)\\)$`),
  new RegExp(`^(?<sign>!?)\\s*(?<key>(?:${name}/)?${name})$`),
];

/**
 * Reads the selector of an API query: `app=web,tier!=db,env in (dev,test),team notin (a),has-key,!lacks-key`.
 *
 * @throws InputError `invalid-request`, with the requirement that cannot be read
 * Source: apimachinery pkg/labels/selector.go, Parse, without `<` and `>`.
 */
export function parseLabelSelector(text: string): LabelSelector {
  const matchExpressions = splitRequirements(text).map(parseRequirement);
  return matchExpressions.length === 0 ? {} : { matchExpressions };
}

/** At the commas that stand outside of parentheses. */
function splitRequirements(text: string): string[] {
  return text.trim() === '' ? [] : text.split(/,(?![^(]*\))/).map((each) => each.trim());
}

function parseRequirement(text: string): NonNullable<LabelSelector['matchExpressions']>[number] {
  for (const form of requirementForms) {
    const { key, sign, value = '' } = form.exec(text)?.groups ?? {};
    if (key === undefined) continue;
    if (sign === '' || sign === '!') return { key, operator: sign === '' ? 'Exists' : 'DoesNotExist' };
    const values = value.split(',').map((each) => each.trim());
    return { key, operator: sign === '!=' || sign === 'notin' ? 'NotIn' : 'In', values };
  }
  throw new InputError('invalid-request', `the label requirement ${JSON.stringify(text)} is none of key=value, key!=value, key in (a,b), key notin (a,b), key, !key`);
}
