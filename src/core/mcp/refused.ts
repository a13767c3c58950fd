import { Misasked, type ArgumentFault } from './misasked.js';

interface ProblemDocument {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly remedy?: unknown;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/**
 * What a problem document says of a call.
 *
 * @param argumentOf the argument that became a parameter of the REST operation; undefined where that is none of the caller's. Of '' it is the one that names what is not there
 */
export function refusedBy(body: unknown, argumentOf: (parameter: string) => string | undefined): Misasked {
  const { code, detail, remedy, errors = [] } = (typeof body === 'object' && body !== null ? body : {}) as ProblemDocument;
  const faults = errors.map((fault): ArgumentFault => ({ argument: argumentOf(parameterAt(fault.pointer)) ?? fault.pointer, detail: fault.detail }));
  const refusal = { code: typeof code === 'string' ? code : 'internal', remedy: typeof remedy === 'string' ? remedy : '' };
  const absent = faults.length === 0 && refusal.code === 'not-found' ? argumentOf('') : undefined;
  return new Misasked(typeof detail === 'string' ? detail : 'The service does not say why.', absent === undefined ? faults : [{ argument: absent, detail: 'names what is not there' }], refusal);
}

/** The parameter that a pointer of a problem document means: of `?from.pod`, `:name` or `/from/pod`. */
function parameterAt(pointer: string): string {
  return pointer.replace(/^[?:/]/, '').replaceAll('/', '.').replace(/\.\d+$/, '');
}
