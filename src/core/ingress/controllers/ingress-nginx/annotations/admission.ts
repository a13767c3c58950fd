import type { Ingress } from '../../../../cluster/index.js';
import type { NginxSettings } from '../settings.js';
import { riskOf, risks } from './definitions.js';

/**
 * Why the controller leaves a whole Ingress out before it looks at what its annotations say; undefined where it does not.
 *
 * Source: internal/ingress/controller/store/store.go, ingEventHandler, syncIngress, checkBadAnnotationValue; internal/ingress/annotations/parser/validators.go, CheckAnnotationRisk;
 * internal/ingress/inspector/{rules,ingress}.go, controller-v1.15.1
 */
export function refusalOf(ingress: Ingress, settings: NginxSettings): string | undefined {
  return (settings.deepInspect ? badPattern(ingress) : undefined) ?? blockedWord(ingress, settings) ?? riskyAnnotation(ingress, settings);
}

const badPatterns = /\/etc\/(?:passwd|shadow|group|nginx|ingress-controller)|\/var\/run\/secrets|_by_lua/;

function badPattern({ spec }: Ingress): string | undefined {
  for (const { host, http } of spec.rules ?? []) {
    if (isBad(host ?? '')) return `the host ${host} looks like an attempt to write into the configuration (--deep-inspect)`;
    const path = http?.paths.find((each) => isBad(each.path ?? ''))?.path;
    if (path !== undefined) return `the path ${path} looks like an attempt to write into the configuration (--deep-inspect)`;
  }
  for (const { secretName = '', hosts = [] } of spec.tls ?? []) {
    const bad = [secretName, ...hosts].find(isBad);
    if (bad !== undefined) return `${bad} in spec.tls looks like an attempt to write into the configuration (--deep-inspect)`;
  }
  return undefined;
}

function isBad(text: string): boolean {
  return hasDirective(text, 'alias') || hasDirective(text, 'root') || badPatterns.test(text);
}

/** The word, and a semicolon anywhere behind it. */
function hasDirective(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at !== -1 && text.includes(';', at + word.length);
}

function blockedWord({ metadata: { annotations = {} } }: Ingress, { blockedWords, annotationsPrefix }: NginxSettings): string | undefined {
  if (blockedWords.length === 0) return undefined;
  for (const [key, value] of Object.entries(annotations)) {
    const word = key.startsWith(`${annotationsPrefix}/`) ? blockedWords.find((each) => value.includes(each)) : undefined;
    if (word !== undefined) return `${key} contains ${JSON.stringify(word)}, which annotation-value-word-blocklist of the ConfigMap forbids`;
  }
  return undefined;
}

function riskyAnnotation({ metadata: { annotations = {} } }: Ingress, { riskLevel, annotationsPrefix }: NginxSettings): string | undefined {
  const allowed = risks.indexOf(riskLevel);
  for (const key of Object.keys(annotations)) {
    const risk = riskOf.get(key.startsWith(`${annotationsPrefix}/`) ? key.slice(annotationsPrefix.length + 1) : key);
    if (risk !== undefined && risks.indexOf(risk) > allowed) return `${key} is an annotation of risk ${risk}, and annotations-risk-level allows up to ${riskLevel}`;
  }
  return undefined;
}
