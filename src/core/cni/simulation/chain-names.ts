import { sha512 } from '../../hash.js';
import { goQuote } from '../config/go-json.js';

/** `prefix`, filled up to `length` with the hash of `text`. Source: containernetworking/plugins v1.10.0 pkg/utils/utils.go, MustFormatHashWithPrefix */
export function hashed(length: number, prefix: string, text: string): string {
  return `${prefix}${sha512(text)}`.slice(0, length);
}

/** The chain of an attachment; `infix` is `DN-` for portmap. */
export function chainName(network: string, containerId: string, infix = ''): string {
  return hashed(28, `CNI-${infix}`, network + containerId);
}

/** A comment as iptables-save prints it. */
export function iptablesComment(text: string): string {
  return `-m comment --comment "${text.replace(/["\\]/g, '\\$&')}"`;
}

/** What the masquerading rules of an attachment are marked by. */
export function attachmentComment(network: string, containerId: string): string {
  return iptablesComment(`name: ${goQuote(network)} id: ${goQuote(containerId)}`);
}
