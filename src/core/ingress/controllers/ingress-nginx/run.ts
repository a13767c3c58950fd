import type { DataPlane } from './data-plane.js';
import type { ConfigurationFault } from './faults.js';
import type { NginxConfiguration } from './model/configuration.js';
import type { NginxSettings } from './settings.js';
import type { CertificatesByName } from './tls.js';
import type { DroppedObject } from '../../answer.js';

/** A controller with the Ingresses that it serves, ready for requests. */
export interface NginxRun {
  readonly settings: NginxSettings;
  readonly configuration: NginxConfiguration;
  readonly plane: DataPlane;
  readonly certificates: CertificatesByName;
  readonly faults: readonly ConfigurationFault[];
  readonly dropped: readonly DroppedObject[];
}
