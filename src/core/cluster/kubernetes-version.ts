import { isRecord, type RawRecord } from '../record.js';
import type { KubeObject } from './kinds/catalogue.js';

const versionForm = /^v?(\d+\.\d+(?:\.\d+)?[\w.+-]*)$/;

/** Finds out the version of the API server. What it says itself goes before what was configured, and that before an image's tag. */
export class VersionFinder {
  #said: string | undefined;
  #configured: string | undefined;
  #tagged: string | undefined;

  /** `kubectl version -o json`, the body of `/version`, or `cluster_version.json` of a support bundle. True if it is one of these. */
  document(raw: RawRecord): boolean {
    const about = [raw['serverVersion'], raw['info'], raw].find((each): each is RawRecord => isRecord(each) && typeof each['gitVersion'] === 'string');
    this.#said ??= about && versionOf(about['gitVersion']);
    return about !== undefined || 'clientVersion' in raw;
  }

  object(object: KubeObject): void {
    if (object.kind === 'ConfigMap' && object.metadata.name === 'kubeadm-config') {
      this.#configured ??= versionOf(/^kubernetesVersion:\s*["']?([^\s"']+)/m.exec(object.data['ClusterConfiguration'] ?? '')?.[1]);
    } else if (object.kind === 'Pod' && object.metadata.namespace === 'kube-system') {
      const server = object.spec.containers.find(({ name }) => name === 'kube-apiserver');
      this.#tagged ??= versionOf(/\/kube-apiserver[^/:]*:([^@]+)/.exec(server?.image ?? '')?.[1]);
    }
  }

  /** As Kubernetes writes it, `v1.30.2`; null where the source does not tell. */
  get version(): string | null {
    return this.#said ?? this.#configured ?? this.#tagged ?? null;
  }
}

function versionOf(written: unknown): string | undefined {
  const [, number] = (typeof written === 'string' && versionForm.exec(written)) || [];
  return number === undefined ? undefined : `v${number}`;
}

/** `23` of `v1.23.5+k3s1`; undefined where the text is no version of Kubernetes 1. */
export function minorOf(version: string | null | undefined): number | undefined {
  const minor = /^v?1\.(\d{1,3})/.exec(version ?? '')?.[1];
  return minor === undefined ? undefined : Number(minor);
}
