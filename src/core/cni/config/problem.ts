/** How grave a problem of a configuration is: with an `error`, attaching containers fails; with a `warning`, it does something else than its writer may think. */
export type ConfigSeverity = 'error' | 'warning';

/** Something wrong or risky in a network configuration. */
export interface ConfigProblem {
  /** A JSON pointer into the configuration; '' is all of it. */
  readonly pointer: string;
  /** A sentence: what was found, what comes of it, or what would have been right. */
  readonly detail: string;
  readonly severity: ConfigSeverity;
  /** Who refuses it: `libcni`, or the type of a plugin. Absent for what only we remark. */
  readonly component?: string;
  /** What that one says then, word for word. */
  readonly reports?: string;
}
