import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import type { LiveSource } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';
import { loadKubeConfig } from './kube-config.js';

/** Knows the clusters that the service's own configuration knows. */
@Injectable()
export class KubernetesAccess {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * Nothing is asked of the cluster yet.
   *
   * @throws InputError as `loadKubeConfig`
   */
  check(source: LiveSource): void {
    loadKubeConfig(source, this.config.kubernetes.kubeconfig);
  }
}
