export { readUpload } from './read-upload.js';
export { defaultUploadLimits, type UploadLimits } from './budget.js';
export type { UploadReport } from './intake.js';
