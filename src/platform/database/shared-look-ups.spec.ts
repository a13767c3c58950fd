import { describe, expect, it } from 'vitest';
import { SharedLookUps } from './shared-look-ups.js';

/** Look-ups that end when they are told to, numbered as they begin. */
function controlled() {
  const begun: { resolve: (found: string) => void; reject: (error: Error) => void }[] = [];
  return { begun, lookUp: () => new Promise<string>((resolve, reject) => begun.push({ resolve, reject })) };
}

/** Until the event loop has gone round often enough for all that can begin. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
}

describe('look-ups', () => {
  it('are not answered by one that had begun before they were asked for, and share the next', async () => {
    const { begun, lookUp } = controlled();
    const lookUps = new SharedLookUps<string>();
    const first = lookUps.get('a', lookUp);
    await settled();
    const later = [lookUps.get('a', lookUp), lookUps.get('a', lookUp)];
    await settled();
    expect(begun).toHaveLength(1);
    begun[0]?.resolve('before');
    await settled();
    expect(begun).toHaveLength(2);
    const latest = lookUps.get('a', lookUp);
    begun[1]?.resolve('after');
    await settled();
    begun[2]?.resolve('last');
    expect(await Promise.all([first, ...later, latest])).toEqual(['before', 'after', 'after', 'last']);
    expect(begun).toHaveLength(3);
  });

  it('are shared by those who ask one after the other in one turn, and begin after it', async () => {
    const { begun, lookUp } = controlled();
    const lookUps = new SharedLookUps<string>();
    const answers = [lookUps.get('a', lookUp), Promise.resolve().then(() => lookUps.get('a', lookUp))];
    expect(begun).toHaveLength(0);
    await settled();
    begun[0]?.resolve('x');
    expect(await Promise.all(answers)).toEqual(['x', 'x']);
    expect(begun).toHaveLength(1);
  });

  it('of different things do not wait for each other', async () => {
    const { begun, lookUp } = controlled();
    const lookUps = new SharedLookUps<string>();
    void lookUps.get('a', lookUp);
    void lookUps.get('b', lookUp);
    await settled();
    expect(begun).toHaveLength(2);
  });

  it('begin anew once all have been answered', async () => {
    const { begun, lookUp } = controlled();
    const lookUps = new SharedLookUps<string>();
    for (const [i, found] of ['x', 'y'].entries()) {
      const answer = lookUps.get('a', lookUp);
      await settled();
      begun[i]?.resolve(found);
      expect(await answer).toBe(found);
    }
  });

  it('that fail, fail for those who share them, and for nobody else', async () => {
    const { begun, lookUp } = controlled();
    const lookUps = new SharedLookUps<string>();
    const first = lookUps.get('a', lookUp);
    await settled();
    const second = lookUps.get('a', lookUp);
    begun[0]?.reject(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await settled();
    begun[1]?.resolve('back');
    expect(await second).toBe('back');
  });
});
