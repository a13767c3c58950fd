import { isRecord, type RawRecord } from '../record.js';
import { isNetworkVariable, isSystemComponent } from './components.js';
import { hostsInArgument, hostsInVariable } from './mentions.js';
import { holdsSecret, namesSecret } from './secrecy.js';

interface Mention {
  readonly field: string;
  readonly hosts: readonly string[];
}

/** The containers of a pod spec, and of its volumes those that its system components mount from the node or from a ConfigMap. */
export function preparePodSpec(raw: unknown): unknown {
  if (!isRecord(raw)) return raw;
  const { containers, initContainers, volumes, ...rest } = raw;
  const hasSystem = [containers, initContainers].some((each) => Array.isArray(each) && each.some(isSystemContainer));
  return {
    ...rest,
    containers: prepareContainers(containers),
    initContainers: prepareContainers(initContainers),
    ...(hasSystem && { volumes: Array.isArray(volumes) ? volumes.filter(isTelling) : volumes }),
  };
}

function isTelling(volume: unknown): boolean {
  return isRecord(volume) && (isRecord(volume['hostPath']) || isRecord(volume['configMap']));
}

function prepareContainers(raw: unknown): unknown {
  return Array.isArray(raw) ? raw.map((each: unknown) => (isRecord(each) ? prepareContainer(each) : each)) : raw;
}

/**
 * A container without what may be secret. Of variables, arguments and the command only the hosts that they mention remain;
 * the arguments of a system component stay, without the flags that are secrets, and so do its variables about the network.
 */
function prepareContainer(raw: RawRecord): RawRecord {
  const isSystem = isSystemContainer(raw);
  const { command, args, env, volumeMounts, mentions, ...rest } = raw;
  const found = [...mentionsOfVariables(env), ...(isSystem ? [] : [...mentionsOfArguments('command', command), ...mentionsOfArguments('args', args)])];
  return {
    ...rest,
    mentions: mergeMentions(mentions, found),
    ...(isSystem && {
      command: withoutSecrets(command),
      args: withoutSecrets(args),
      env: Array.isArray(env) ? env.filter(isNetworkSetting) : env,
      volumeMounts,
    }),
  };
}

function isSystemContainer(raw: unknown): boolean {
  if (!isRecord(raw)) return false;
  const command = texts(raw['command']);
  // An entrypoint that only starts others (dumb-init) has the program as its first argument.
  return isSystemComponent(typeof raw['image'] === 'string' ? raw['image'] : '', command.length > 0 ? command : texts(raw['args']));
}

function isNetworkSetting(variable: unknown): boolean {
  if (!isRecord(variable) || typeof variable['name'] !== 'string') return false;
  const { name, value } = variable;
  return typeof value === 'string' && value !== '' && isNetworkVariable(name) && !namesSecret(name) && !holdsSecret(value);
}

/** What is in normal form has mentions already, of variables that are gone. */
function mergeMentions(written: unknown, found: readonly Mention[]): unknown {
  if (!Array.isArray(written)) return found.length === 0 ? undefined : found;
  const others = written.filter((each: unknown) => !isRecord(each) || !found.some(({ field }) => field === each['field'])) as readonly unknown[];
  return [...others, ...found];
}

function mentionsOfVariables(env: unknown): Mention[] {
  if (!Array.isArray(env)) return [];
  return env.flatMap((variable: unknown) => {
    if (!isRecord(variable) || typeof variable['name'] !== 'string' || typeof variable['value'] !== 'string') return [];
    const hosts = hostsInVariable(variable['name'], variable['value']);
    return hosts.length === 0 ? [] : [{ field: `env[${variable['name']}]`, hosts }];
  });
}

function mentionsOfArguments(field: 'command' | 'args', written: unknown): Mention[] {
  return texts(written).flatMap((argument, i, all) => {
    const hosts = hostsInArgument(argument, all[i - 1]);
    return hosts.length === 0 ? [] : [{ field: `${field}[${i}]`, hosts }];
  });
}

/** Without flags that carry a secret, whether as `--flag=value` or as two arguments, and without texts that hold one. */
function withoutSecrets(written: unknown): readonly string[] {
  return texts(written).filter((argument, i, all) => {
    const before = all[i - 1] ?? '';
    if (before.startsWith('-') && !before.includes('=') && !argument.startsWith('-') && isSecretFlag(before, argument)) return false;
    const [, flag, value] = /^(-{1,2}[\w.-]+)=(.*)$/s.exec(argument) ?? [];
    return flag === undefined || value === undefined ? !holdsSecret(argument) : !isSecretFlag(flag, value);
  });
}

/** A flag that names a file, a switch or a duration is no secret, whatever it is called. */
function isSecretFlag(flag: string, value: string): boolean {
  return holdsSecret(value) || (namesSecret(flag) && !/^(?:\/.*|true|false|\d+[smhd]?)$/.test(value));
}

function texts(written: unknown): readonly string[] {
  return Array.isArray(written) ? written.map((each: unknown) => (typeof each === 'string' ? each : '')) : [];
}
