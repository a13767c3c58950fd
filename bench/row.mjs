/**
 * What the bench measures: one file in `rows/` each, and its line in `rows/catalogue.mjs`.
 *
 * @typedef {object} Row
 * @property {string} id the name of its file
 * @property {string} title
 * @property {string} what is measured
 * @property {string} [floor] what it is held against, measured in the same run
 * @property {string} [note] what a reader has to know to read the figures; here also stands why a figure is missed
 * @property {(context: import('./context.mjs').Context) => Promise<Section>} measure
 *
 * @typedef {import('./page.mjs').Line[] | Table} Section
 *
 * Where figures are compared with each other rather than with a floor.
 * @typedef {{ readonly head: readonly string[], readonly rows: readonly (readonly string[])[] }} Table
 */

export {};
