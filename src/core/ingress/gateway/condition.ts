/** A condition as an implementation of the specification would set it. */
export interface Condition {
  readonly type: 'Accepted' | 'ResolvedRefs' | 'Programmed' | 'Conflicted' | 'PartiallyInvalid' | 'OverlappingTLSConfig';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  /** Why, in one sentence without its full stop. */
  readonly detail: string;
}

/** The first of the conditions of a type. */
function conditionOf(conditions: readonly Condition[], type: Condition['type']): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** Whether the condition of that type is `True`. */
export function isTrue(conditions: readonly Condition[], type: Condition['type']): boolean {
  return conditionOf(conditions, type)?.status === 'True';
}
