import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config.js';
import type { LiveSource } from '../database/index.js';
import { CONFIG } from '../http/config.token.js';

/** Knows the clusters that the service's own configuration knows. */
@Injectable()
export class KubernetesAccess {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /**
   * Nothing is asked of the cluster yet.
   *
   * @throws InputError as `loadKubeConfig`
   */
  async check(source: LiveSource): Promise<void> {
    // Kubernetes' client is large, and much of the time nobody asks for it.
    const { loadKubeConfig } = await import('./kube-config.js');
    loadKubeConfig(source, this.config.kubernetes.kubeconfig);
  }
}
