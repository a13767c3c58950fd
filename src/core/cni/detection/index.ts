export { detectCni, type CniAnswer, type CniOutcome, type DefaultSetting, type DetectedPlugin, type Leftover, type MissingSetting, type SettingName, type StatedPodRange } from './detect.js';
export type { Addressing, Certainty, Encapsulation, PodRange, Role } from './profile.js';
export { tellsPodsByClusterCidr } from './kube-proxy-locality.js';
export { plugins as cniPlugins } from './plugins/catalogue.js';
export { renderCniMarkdown, renderCniText } from './render.js';
export { detectionKinds } from './signs.js';
