import type { Body, Condition } from './server';

/** Some of what a container can be given. */
export interface Container {
  name?: string;
  image?: string;
  [field: string]: unknown;
}

export interface JobObject {
  apiVersion: string;
  kind: string;
  metadata: Record<string, unknown> & { name?: string };
  spec: Record<string, unknown> & {
    template: { metadata: Record<string, unknown>; spec: Record<string, unknown> & { containers: Container[] } };
  };
}

/** A Job of one container. The tag of its image says what the container does, on both clusters. */
export function job(name: string, spec: object = {}, container: Container = {}): JobObject {
  const containers = [{ name: 'main', image: 'registry.example.com/busybox:quick', ...container }];
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: { ...spec, template: { metadata: {}, spec: { restartPolicy: 'Never', containers } } },
  };
}

/** A container that does what the tag says. */
export function does(tag: 'fail' | 'slow' | 'forever' | 'missing'): Container {
  return { image: `registry.example.com/busybox:${tag}` };
}

/** No controller looks at such a Job: whatever happens to it comes from the test. */
export const LEFT_ALONE = { managedBy: 'example.com/nobody' };

/** A finalizer that no controller knows: it holds an object until the test lets go of it. */
export const HOLD = 'example.com/hold';

export const NO_FINALIZERS = { metadata: { finalizers: null } };

/** The conditions that hold, in order. */
export function conditions(object: Body): Condition[] {
  const status = object.status as { conditions?: Condition[] } | undefined;
  return (status?.conditions ?? []).filter(({ status }) => status === 'True');
}

/** Whether a condition of this type holds. */
export function holds(object: Body, type: string): boolean {
  return conditions(object).some((condition) => condition.type === type);
}

/** The parts of a Job's status that the tests compare. */
export function status(object: Body): Record<string, unknown> {
  return (object.status ?? {}) as Record<string, unknown>;
}
