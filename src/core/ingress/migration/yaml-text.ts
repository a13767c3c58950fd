/** A word that YAML 1.1 and 1.2 both read as the string that it is. */
const plainWord = /^[A-Za-z/][A-Za-z0-9/_.-]*$/;
const readsOtherwise = /^(?:y|n|yes|no|on|off|true|false|null|none|nan|inf)$/i;

/** Documents of YAML, which {@link parseYaml} reads back as they are. Keys stay in their order; what could be misread is quoted as JSON. */
export function printYaml(documents: readonly object[]): string {
  return documents.map((document) => `---\n${lines(document).join('\n')}\n`).join('');
}

function lines(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => indented('- ', item));
  return Object.entries(value as Record<string, unknown>)
    .filter(([, each]) => each !== undefined)
    .flatMap(([key, each]) => (isNested(each) ? [`${scalar(key)}:`, ...lines(each).map((line) => `  ${line}`)] : [`${scalar(key)}: ${scalar(each)}`]));
}

function indented(mark: string, item: unknown): string[] {
  if (!isNested(item)) return [`${mark}${scalar(item)}`];
  const [first = '', ...rest] = lines(item);
  return [`${mark}${first}`, ...rest.map((line) => `  ${line}`)];
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return plainWord.test(value) && !readsOtherwise.test(value) ? value : JSON.stringify(value);
}
