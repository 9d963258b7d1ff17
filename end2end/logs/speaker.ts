import type { Stage } from '../cluster';
import { NAMESPACE } from '../fixtures';

/** A Job whose containers speak: line after line, for some seconds. */
export interface Speaker {
  /** The first line of every container. */
  first: string;
  /** Makes it; `tag` is of an image that is `missing` or of a program that does `fail`; `init` is the name of a container that speaks for 5 s at least before the others are started. */
  create: (name: string, seconds: number, more?: { init?: string; job?: object; tag?: string }) => Promise<void>;
}

/** On the practice cluster by its image, else on the real node by its command. */
export function speaker(stage: Stage): Speaker {
  const { node } = stage;
  const container = (name: string, seconds: number, tag = seconds > 10 ? 'forever' : '1.36') =>
    node
      ? { name, image: `${node.registry}/slipway/busybox:${tag === 'missing' ? tag : '1.36'}`, command: ['sh', '-c', `i=0; while [ $i -lt ${seconds * 4} ]; do echo said $i; i=$((i+1)); sleep 0.25; done${tag === 'fail' ? '; exit 1' : ''}`] }
      : { name, image: `busybox:${tag}` };
  const place = node && { nodeSelector: { 'slipway.test/node': 'real' }, tolerations: [{ key: 'slipway.test/real', operator: 'Exists' }] };
  return {
    first: node ? 'said 0' : 'starting busybox:',
    create: async (name, seconds, { init, job, tag } = {}) => {
      const spec = {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        ...place,
        ...(init && { initContainers: [container(init, 5, 'slow')] }),
        containers: [container('main', seconds, tag)],
      };
      const made = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec: { backoffLimit: 0, ...job, template: { spec } } };
      const { status, body } = await stage.api.ask('POST', `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`, made);
      if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    },
  };
}
