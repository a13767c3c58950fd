import { afterEach, describe, expect, it } from 'vitest';
import { ApiStub } from '../support/api-stub.js';
import { crowd, dumpOfCrowd, variants, type Variant } from './crowd.js';
import { hasServer, makePlace, makeServerPlace, placeNames, type Place } from './place.js';
import { expectLawfulRows } from './rows.js';
import { Service } from './service.js';
import { capture, hashOf, importInto, snapshotsOf, type Snapshot } from './snapshots.js';
import { tell } from './tally.js';

const pods = 300;
const count = 32;

describe.each(placeNames.map((name) => ({ name })))('32 captures and imports at once, on the $name database,', ({ name }) => {
  let place: Place;
  let stub: ApiStub;
  let service: Service;
  afterEach(async () => {
    await service.stop();
    await stub.close();
    await place.discard();
  });

  it.skipIf(name === 'server' && !hasServer)('number their snapshots 1 to 32, each of them whole', async () => {
    place = await (name === 'server' ? makeServerPlace() : makePlace());
    stub = await ApiStub.start(crowd(0, pods));
    stub.pageSize = 100;
    service = await Service.start({ ...place.env, KUBECONFIG: stub.kubeconfig });
    const whole = await Promise.all(variants.map((variant) => hashOfUndisturbed(variant)));
    await service.must('/v1/clusters', { method: 'POST', body: { name: 'live', source: { type: 'kubeconfig', context: 'stub' } } });
    const answers = await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        const variant = i % 2 === 0 ? 0 : i % 3;
        const { status, text } = await (i % 2 === 0 ? capture(service, 'live', `${variant}`) : importInto(service, 'live', dumpOfCrowd(variant, pods), `${variant}`));
        expect(status, text.slice(0, 300)).toBe(201);
        return (JSON.parse(text) as Snapshot).number;
      }),
    );
    const upTo32 = Array.from({ length: count }, (_, i) => i + 1);
    expect(answers.sort((a, b) => a - b)).toEqual(upTo32);
    const snapshots = await snapshotsOf(service, 'live');
    expect(snapshots.map(({ number }) => number)).toEqual(upTo32);
    for (const snapshot of snapshots) expect(await hashOf(service, 'live', snapshot)).toBe(whole[Number(snapshot.label)]);
    expect(service.defects).toEqual([]);
    await service.stop();
    await expectLawfulRows(place);
    await tell({ what: 'captures and imports at once', where: name, times: count, seen: 'numbered 1 to 32' });

    async function hashOfUndisturbed(variant: Variant): Promise<string> {
      const answer = await importInto(service, `undisturbed-${variant}`, dumpOfCrowd(variant, pods), 'undisturbed');
      return hashOf(service, `undisturbed-${variant}`, answer.json<Snapshot>());
    }
  });
});
