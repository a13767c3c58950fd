/** A real component that answers are held against: how it is built, from which published module. */
export interface Component {
  readonly name: string;
  /** As it is published. */
  readonly version: string;
  /** The folder in `go/` whose go.mod and go.sum pin it. */
  readonly module: string;
  /** The package of its program. */
  readonly package: string;
  /** The folder, in that of the module, whose files are its own source; they are not pinned by go.sum. */
  readonly sources?: string;
  /** Its own source is built as the package `folder` of a copy of a published module, whose internal packages it uses. `package` is seen from there. */
  readonly inside?: { readonly module: string; readonly folder: string };
  /** Go variables that are set when it is linked. */
  readonly variables?: Readonly<Record<string, string>>;
}
