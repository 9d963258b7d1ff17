package main

import (
	"encoding/json"
	"strings"

	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// policies are the levels and versions of Pod Security that every accepted Job is held against.
var policies = []string{"baseline:latest", "restricted:latest", "baseline:v1.33", "restricted:v1.33"}

// podSecurity says for each policy what it forbids the Pods of a Job, in the words of a refusal: the
// admission plugin's own checks, over the Pod template with its defaults.
func podSecurity(body []byte) (map[string][]string, error) {
	var job batchv1.Job
	if err := json.Unmarshal(body, &job); err != nil {
		return nil, err
	}
	legacyscheme.Scheme.Default(&job)
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return nil, err
	}
	forbidden := map[string][]string{}
	for _, name := range policies {
		level, version, _ := strings.Cut(name, ":")
		parsed, err := api.ParseVersion(version)
		if err != nil {
			return nil, err
		}
		reasons := []string{}
		for _, result := range evaluator.EvaluatePod(api.LevelVersion{Level: api.Level(level), Version: parsed}, &job.Spec.Template.ObjectMeta, &job.Spec.Template.Spec) {
			if !result.Allowed {
				reasons = append(reasons, result.ForbiddenReason)
			}
		}
		forbidden[name] = reasons
	}
	return forbidden, nil
}
