import { deflateRawSync } from 'node:zlib';
import { expect } from '@playwright/test';
import type { Stage } from './scene';

/** A task with something in every corner of the form, as somebody would paste it. */
export const RICH = `apiVersion: batch/v1
kind: Job
metadata:
  name: nightly-report
  namespace: default
  labels: {team: data, tier: batch}
spec:
  completions: 10
  parallelism: 4
  backoffLimit: 3
  activeDeadlineSeconds: 3600
  template:
    spec:
      restartPolicy: Never
      nodeSelector: {kubernetes.io/arch: amd64}
      volumes:
        - name: scratch
          emptyDir: {sizeLimit: 2Gi}
        - name: settings
          configMap: {name: report-settings}
      containers:
        - name: report
          image: registry.example.internal:5000/data-platform/reports/nightly:2.18.0
          command: [/bin/sh, -c]
          args: [report --all --out /scratch]
          env:
            - {name: REPORT_DAY, value: "2026-03-04"}
            - {name: DATABASE_URL, value: "postgres://reports.data.svc:5432/reports"}
            - {name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: report-db, key: password}}}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
          ports:
            - {name: metrics, containerPort: 9090}
          resources:
            requests: {cpu: 250m, memory: 512Mi}
            limits: {cpu: "1", memory: 1Gi}
          volumeMounts:
            - {name: scratch, mountPath: /scratch}
            - {name: settings, mountPath: /etc/report, readOnly: true}
          livenessProbe:
            httpGet: {path: /healthz, port: metrics}
            periodSeconds: 20
          securityContext: {runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false}
        - name: forwarder
          image: busybox:1.36
`;

/** Opens a text as a draft: the way of whoever has a manifest, and one that knows nothing of how drafts are kept. */
export async function openDraft({ tab, say, wizard }: Stage, url: string, text: string): Promise<void> {
  await tab.goto(`${url}/open`);
  await tab.locator('#open-text').fill(text);
  await tab.getByRole('button', { name: say('draft.open-it'), exact: true }).click();
  await tab.getByRole('button', { name: say('draft.use'), exact: true }).click();
  await expect(tab.getByRole('heading', { level: 1, name: say('create-task') })).toBeVisible();
  await expect(wizard.namespace).not.toHaveValue('');
}

/** The fragment of a link to a draft. */
export function fragment(value: unknown): string {
  return `#d=1.${deflateRawSync(JSON.stringify(value)).toString('base64url')}`;
}
