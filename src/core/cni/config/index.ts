export { chooseNetworkConfig, type ConfigCandidate, type ConfigChoice, type ConfigFile, type ConfigRuntime } from './choose.js';
export { readNetworkConfig, type ConfigForm, type NetworkConfig, type PluginConfig } from './network-config.js';
export type { CniError } from './names.js';
export { referencePlugins } from './plugins/catalogue.js';
export type { ConfigProblem, ConfigSeverity } from './problem.js';
export { renderConfigChoiceMarkdown, renderConfigChoiceText, renderConfigValidationMarkdown, renderConfigValidationText } from './render-validation.js';
export { validateNetworkConfig, type ConfigValidation, type ConfiguredPlugin } from './validate.js';
