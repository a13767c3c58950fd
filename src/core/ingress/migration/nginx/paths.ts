import type { PlannedPath } from '../plan.js';

/** What a path with its rewrite comes to. */
export interface TranslatedPath {
  readonly path: PlannedPath;
  readonly filters: readonly object[];
  /** Absent where all of it means the same. */
  readonly loss?: { readonly carries: 'partly' | 'no'; readonly detail: string };
  /** What was made of a pattern or a rewrite that carries over. */
  readonly made?: string;
}

const plain = /^[A-Za-z0-9/_.~%@:+-]*$/;

/** `/app(/|$)(.*)`, which the documentation of ingress-nginx tells to write, and its relatives: the plain beginning in front of a group for the rest. */
const strip = /^\^?(?<before>\/[A-Za-z0-9/_.~%@:+-]*?)(?:\(\/\|\$\)\(\.[*+]\)|\/\?\(\.\*\)|\/\(\.\*\)|\(\/\.\*\)\??|\(\.\*\))\$?$/;

/**
 * Writes a path and the rewrite-target of its Ingress. In regex mode nginx takes every path of the host as the beginning of a pattern without case;
 * a plain one is written as a prefix all the same, because that is what was meant.
 *
 * Source: kubernetes/ingress-nginx v1.15.1 internal/ingress/controller/template/template.go, enforceRegexModifier and buildProxyPass
 */
export function translatePath(path: string, pathType: string, target: string | undefined, isRegexMode: boolean): TranslatedPath {
  const rewrite = target === undefined || target === path ? undefined : target;
  const idiom = isRegexMode ? strip.exec(path)?.groups?.['before'] : undefined;
  if (idiom !== undefined && rewrite !== undefined) {
    const replacement = restOf(path, rewrite);
    if (replacement !== undefined) {
      const before = idiom === '' ? '/' : idiom;
      return { path: { type: 'PathPrefix', value: before }, filters: [rewriteFilter({ type: 'ReplacePrefixMatch', replacePrefixMatch: replacement })], made: `the prefix ${before} is replaced by ${replacement}`, loss: { carries: 'partly', detail: `the pattern is written as a prefix: ${path} takes other cases as well` } };
    }
  }
  if (plain.test(path)) return { ...plainPath(path, pathType, isRegexMode), ...rewriting(path, rewrite) };
  const pattern = isRegexMode ? `(?i)${path.replace(/^\^/, '')}.*` : undefined;
  if (pattern === undefined) return plainPath(path, pathType, false);
  const loss = rewrite !== undefined && /\$\d/.test(rewrite) ? { carries: 'no' as const, detail: `${rewrite} takes what groups of the path held, which no filter can` } : { carries: 'partly' as const, detail: 'a pattern is written as RegularExpression, whose dialect, reach and place in the order are the implementation’s own' };
  return { path: { type: 'RegularExpression', value: pattern }, ...rewritingWhole(rewrite), loss };
}

function plainPath(path: string, pathType: string, isRegexMode: boolean): TranslatedPath {
  const type = pathType === 'Exact' ? ('Exact' as const) : ('PathPrefix' as const);
  const loss = isRegexMode ? { carries: 'partly' as const, detail: `the host is in regex mode, where ${path} also takes ${path === '/' ? 'everything' : `${path.replace(/\/$/, '')}x and other cases`}; it is written as ${type}` } : undefined;
  return { path: { type, value: path }, filters: [], ...(loss !== undefined && path !== '/' && { loss }) };
}

/** nginx replaces the whole path where the pattern has no rest, not its beginning. */
function rewriting(path: string, rewrite: string | undefined): Pick<TranslatedPath, 'filters' | 'made'> & Partial<Pick<TranslatedPath, 'loss'>> {
  if (rewrite === undefined) return { filters: [] };
  if (/\$\d/.test(rewrite)) return { filters: [], loss: { carries: 'no', detail: `${rewrite} takes what groups of ${path} held, and it has none` } };
  return rewritingWhole(rewrite);
}

function rewritingWhole(rewrite: string | undefined): Pick<TranslatedPath, 'filters' | 'made'> {
  if (rewrite === undefined || /\$\d/.test(rewrite) || !rewrite.startsWith('/')) return { filters: [] };
  return { filters: [rewriteFilter({ type: 'ReplaceFullPath', replaceFullPath: rewrite })], made: `every path becomes ${rewrite}, as nginx does it` };
}

/** `/x` of the target `/x/$2` where `$2` is the rest; undefined where the target does something else. */
function restOf(path: string, target: string): string | undefined {
  const groups = (path.match(/\((?!\?)/g) ?? []).length;
  const [, before] = /^(.*?)\/?\$(\d)$/.exec(target) ?? [];
  const last = /\$(\d)$/.exec(target)?.[1];
  if (before === undefined || last === undefined || Number(last) !== groups || before.includes('$')) return undefined;
  return before === '' ? '/' : before;
}

function rewriteFilter(path: object): object {
  return { type: 'URLRewrite', urlRewrite: { path } };
}
