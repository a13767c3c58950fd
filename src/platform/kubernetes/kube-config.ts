import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { load } from 'js-yaml';
import { nearest } from '../../core/analysis/index.js';
import { InputError } from '../../core/errors.js';
import type { LiveSource } from '../database/cluster-record.js';

/**
 * The configuration by which a cluster is reached, read from disk.
 *
 * @param kubeconfig files as KUBECONFIG names them; undefined: the usual one of the user
 * @throws InputError `invalid-request` for a context that there is not, `conflict` where the service has no configuration, `unavailable` where that cannot be read
 */
export function loadKubeConfig(source: LiveSource, kubeconfig: string | undefined): KubeConfig {
  return source.type === 'in-cluster' ? loadInCluster() : loadContext(kubeconfig, source.context);
}

function loadInCluster(): KubeConfig {
  const config = new KubeConfig();
  config.loadFromCluster();
  const provider = config.getCurrentUser()?.authProvider as { readonly config: { readonly tokenFile: string } } | undefined;
  if (provider === undefined || !existsSync(provider.config.tokenFile)) throw new InputError('conflict', 'the service does not run in a cluster, or has no service account there');
  return config;
}

function loadContext(kubeconfig: string | undefined, context: string | undefined): KubeConfig {
  const config = new KubeConfig();
  const files = (kubeconfig ?? join(homedir(), '.kube', 'config')).split(delimiter).filter((file) => file !== '' && existsSync(file));
  if (files.length === 0) throw new InputError('conflict', 'the service has no kubeconfig; its variable KUBECONFIG names one');
  for (const [i, file] of files.entries()) {
    const read = loadFile(file);
    if (i === 0) config.loadFromOptions({ clusters: read.clusters, users: read.users, contexts: read.contexts, currentContext: read.currentContext });
    else config.mergeConfig(read, true);
  }
  const wanted = context ?? config.getCurrentContext();
  if (config.getContextObject(wanted) === null) throw unknownContext(wanted, config.getContexts().map(({ name }) => name));
  config.setCurrentContext(wanted);
  return config;
}

/** The message of a parser could repeat what the file holds. */
function loadFile(file: string): KubeConfig {
  const config = new KubeConfig();
  try {
    config.loadFromFile(file);
    takeTokenFiles(config, file);
  } catch {
    throw new InputError('unavailable', 'the kubeconfig of the service cannot be read');
  }
  return config;
}

/** The client's reader passes over `tokenFile` of a user, which kubectl knows. Source: k8s.io/client-go v0.37.2, tools/clientcmd/api/v1, AuthInfo. */
function takeTokenFiles(config: KubeConfig, file: string): void {
  const { users } = load(readFileSync(file, 'utf8')) as { readonly users?: readonly { readonly name: string; readonly user?: { readonly tokenFile?: string } }[] | null };
  config.users = config.users.map((user) => {
    const tokenFile = users?.find(({ name }) => name === user.name)?.user?.tokenFile;
    if (tokenFile === undefined) return user;
    return { name: user.name, authProvider: { name: 'tokenFile', config: { tokenFile: resolve(dirname(file), tokenFile) } } };
  });
}

function unknownContext(wanted: string, names: readonly string[]): InputError {
  const near = nearest(wanted, names);
  const advice = near.length > 0 ? `near names: ${near.join(', ')}` : names.length > 0 ? `it has ${names.slice(0, 10).join(', ')}` : 'it has none';
  const detail = wanted === '' ? `the kubeconfig of the service has no current context; ${advice}` : `the kubeconfig of the service has no context ${JSON.stringify(wanted)}; ${advice}`;
  return new InputError('invalid-request', detail, [{ pointer: '/source/context', detail }]);
}
