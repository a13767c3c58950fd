/** From least to most: a role may do all that the ones before it may. */
export const roles = ['viewer', 'operator', 'admin'] as const;

/** `viewer` reads and asks; `operator` also imports and adds readouts; `admin` also changes and deletes clusters. */
export type Role = (typeof roles)[number];

/** Who calls: the name of the token, or `anonymous` where no token is asked for. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
  /** The only clusters that are for them; absent: all. */
  readonly clusters?: readonly string[];
}

/** Whether `role` may do what needs `needed`. */
export function mayActAs(role: Role, needed: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(needed);
}
