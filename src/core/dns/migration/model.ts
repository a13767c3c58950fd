/** How a plugin or an option stands in a release. */
export type Status = 'deprecated' | 'ignored' | 'removed' | 'newdefault';

/** A Corefile as the migration tool reads it: by braces alone. */
export interface MigratedServer {
  readonly keys: readonly string[];
  readonly plugins: readonly MigratedPlugin[];
}

export interface MigratedPlugin {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: readonly MigratedOption[];
}

export interface MigratedOption {
  readonly name: string;
  readonly args: readonly string[];
}

/** What is known of an option in a release. */
export interface OptionRule {
  readonly status?: Status;
  /** What becomes of it; undefined where it is left out. */
  readonly change?: (option: MigratedOption) => MigratedOption | undefined;
  /** What is added where it is missing. */
  readonly add?: MigratedOption;
}

/** What is known of a plugin in a release. */
export interface PluginRule {
  readonly status?: Status;
  readonly replacedBy?: string;
  readonly options?: Readonly<Record<string, OptionRule>>;
  /** Options by what their name looks like. */
  readonly patterns?: readonly RegExp[];
  /** The name that it has from then on. */
  readonly renamed?: string;
  /** It is added to blocks that have one of these plugins. */
  readonly addedTo?: readonly string[];
}
