import { goQuote } from './go-json.js';

/** An error as a plugin prints it and libcni takes it. Source: containernetworking/cni v1.3.1 pkg/types/types.go, Error */
export interface CniError {
  /** 1 versions, 3 container, 4 environment, 6 decoding, 7 configuration, 11 try again, 50 not available, 51 limited; 100 and above are a plugin's own, 999 is any other. */
  readonly code: number;
  readonly msg: string;
  readonly details?: string;
}

const nameCharacters = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/;

/** What is wrong with the name of a network, if anything. Source: containernetworking/cni v1.3.1 pkg/utils/utils.go, ValidateNetworkName */
export function networkNameFault(name: string): CniError | undefined {
  if (name === '') return { code: 7, msg: 'missing network name:' };
  return nameCharacters.test(name) ? undefined : { code: 7, msg: 'invalid characters found in network name', details: name };
}

/** As {@link networkNameFault}, of the id of a container. Source: ValidateContainerID */
export function containerIdFault(id: string): CniError | undefined {
  if (id === '') return { code: 3, msg: 'missing containerID' };
  return nameCharacters.test(id) ? undefined : { code: 4, msg: 'invalid characters in containerID', details: id };
}

/** As {@link networkNameFault}, of the name of an interface: at most 15 bytes. Source: ValidateInterfaceName */
export function interfaceNameFault(name: string): CniError | undefined {
  if (name === '') return { code: 4, msg: 'interface name is empty' };
  if (bytesOf(name) > 15) return { code: 4, msg: 'interface name is too long', details: 'interface name should be less than 16 characters' };
  if (name === '.' || name === '..') return { code: 4, msg: 'interface name is . or ..' };
  return /[/:\s\u0085]/.test(name) ? { code: 4, msg: 'interface name contains / or : or whitespace characters' } : undefined;
}

/** Why a program cannot be looked for under this name. Source: containernetworking/cni v1.3.1 pkg/invoke/find.go */
export function programNameFault(type: string): string | undefined {
  if (type === '') return 'no plugin name provided';
  return type.includes('/') ? `invalid plugin name: ${type}` : undefined;
}

/** `msg; details`, as libcni prints an error. */
export function tellCniError({ msg, details }: CniError): string {
  return details === undefined ? msg : `${msg}; ${details}`;
}

/** How libcni names a plugin of a list in an error. */
export function describePlugin(type: string, name: string): string {
  return `type=${goQuote(type)}${name === '' ? '' : ` name=${goQuote(name)}`}`;
}

function bytesOf(text: string): number {
  return [...text].reduce((sum, c) => sum + (c < '\u0080' ? 1 : c < '\u0800' ? 2 : c < '\u{10000}' ? 3 : 4), 0);
}
