package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	apiequality "k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/batch/install" // the versions of Jobs: types, defaults, conversions, rules
	_ "k8s.io/kubernetes/pkg/apis/core/install"  // the same of Services and Pod templates
	"k8s.io/kubernetes/pkg/capabilities"
)

// Verdict is the API server's answer to one create.
type Verdict struct {
	// Accepted: the object would have been stored.
	Accepted bool `json:"accepted"`
	// Causes are details.causes of a 422.
	Causes []Cause `json:"causes"`
	// DecodeError says why the body could not be decoded or is of another kind: a 400.
	DecodeError string `json:"decodeError,omitempty"`
	// OtherError is the message of any other refusal, such as a 500.
	OtherError string `json:"otherError,omitempty"`
	// PodSecurity has, of an accepted Job, what each policy forbids its Pods.
	PodSecurity map[string][]string `json:"podSecurity,omitempty"`
	// Stored is what would have been stored of an accepted object, when that is asked for.
	Stored json.RawMessage `json:"stored,omitempty"`
	// Panic: the API server's code panics on it, which it answers with a 500.
	Panic bool `json:"panic,omitempty"`
}

// Cause is one cause of a 422.
type Cause struct {
	Field   string `json:"field"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// endpoint is a collection that objects are posted to.
type endpoint struct {
	kind     schema.GroupVersionKind
	resource string
	store    *genericregistry.Store
	// decoder is strict, as with fieldValidation=Strict; it fills in the defaults and converts.
	decoder runtime.Decoder
	// encoder makes the version of the API of what is stored; nil when nobody asks for it.
	encoder runtime.Encoder
}

// judge holds the endpoints.
type judge struct {
	jobs, services endpoint
}

// newJudge makes the endpoints. Without allocate, Services are validated as they were sent, with no
// addresses and node ports allocated before; with stored, what would be stored is a part of the verdict.
func newJudge(allocate, stored bool) (*judge, error) {
	// As with --allow-privileged, without which the API server refuses privileged containers.
	capabilities.Setup(true, 0)
	jobs, err := jobStore()
	if err != nil {
		return nil, err
	}
	services, err := serviceStore(allocate)
	if err != nil {
		return nil, err
	}
	info, ok := runtime.SerializerInfoForMediaType(legacyscheme.Codecs.SupportedMediaTypes(), runtime.ContentTypeJSON)
	if !ok {
		return nil, errors.New("no serializer for JSON")
	}
	at := func(kind schema.GroupVersionKind, resource string, store *genericregistry.Store) endpoint {
		hub := schema.GroupVersion{Group: kind.Group, Version: runtime.APIVersionInternal}
		made := endpoint{kind: kind, resource: resource, store: store}
		made.decoder = legacyscheme.Codecs.DecoderToVersion(info.StrictSerializer, hub)
		if stored {
			made.encoder = legacyscheme.Codecs.EncoderForVersion(info.Serializer, kind.GroupVersion())
		}
		return made
	}
	return &judge{
		jobs:     at(schema.GroupVersionKind{Group: "batch", Version: "v1", Kind: "Job"}, "jobs", jobs),
		services: at(schema.GroupVersionKind{Version: "v1", Kind: "Service"}, "services", services),
	}, nil
}

// create posts body: to the Services if it says that it is one, else to the Jobs.
func (j *judge) create(body []byte) Verdict {
	var header struct {
		Kind string `json:"kind"`
	}
	// What cannot be read is the decoder's to refuse.
	if json.Unmarshal(body, &header) == nil && header.Kind == "Service" {
		return j.services.create(body)
	}
	verdict := j.jobs.create(body)
	if verdict.Accepted {
		forbidden, err := podSecurity(body)
		if err != nil {
			return refusal(err)
		}
		verdict.PodSecurity = forbidden
	}
	return verdict
}

// create answers as the API server's create handler (createHandler in apiserver's pkg/endpoints/handlers)
// does, in its order.
func (e endpoint) create(body []byte) (verdict Verdict) {
	defer func() {
		if recover() != nil {
			verdict = Verdict{Causes: []Cause{}, Panic: true}
		}
	}()

	object, kind, err := e.decoder.Decode(body, &e.kind, e.store.New())
	if err != nil {
		return Verdict{Causes: []Cause{}, DecodeError: err.Error()}
	}
	if kind.GroupVersion() != e.kind.GroupVersion() {
		return Verdict{Causes: []Cause{}, DecodeError: "the API version in the data (" + kind.GroupVersion().String() +
			") does not match the expected API version (" + e.kind.GroupVersion().String() + ")"}
	}
	metadata, err := meta.Accessor(object)
	if err != nil {
		return refusal(err)
	}

	rest.WipeObjectMetaSystemFields(metadata)
	// The request's address names the object's own namespace, so the two never differ.
	if metadata.GetNamespace() == "" {
		metadata.SetNamespace(metav1.NamespaceDefault)
	}
	// The handler computes these anew.
	metadata.SetManagedFields(nil)
	metadata.SetOwnerReferences(distinct(metadata.GetOwnerReferences()))

	ctx := genericapirequest.WithNamespace(context.Background(), metadata.GetNamespace())
	// Declarative validation asks it for the version.
	ctx = genericapirequest.WithRequestInfo(ctx, &genericapirequest.RequestInfo{
		IsResourceRequest: true,
		Verb:              "create",
		APIGroup:          e.kind.Group,
		APIVersion:        e.kind.Version,
		Namespace:         metadata.GetNamespace(),
		Resource:          e.resource,
	})
	_, err = e.store.Create(ctx, object, rest.ValidateAllObjectFunc, &metav1.CreateOptions{})
	verdict = refusal(err)
	if verdict.Accepted && e.encoder != nil {
		if verdict.Stored, err = runtime.Encode(e.encoder, object); err != nil {
			return refusal(err)
		}
	}
	return verdict
}

// refusal is the verdict for an error of the store, of which errStored is none.
func refusal(err error) Verdict {
	verdict := Verdict{Causes: []Cause{}}
	var status apierrors.APIStatus
	switch {
	case errors.Is(err, errStored):
		verdict.Accepted = true
	case !errors.As(err, &status):
		verdict.OtherError = err.Error()
	case status.Status().Code == http.StatusUnprocessableEntity && status.Status().Details != nil:
		for _, cause := range status.Status().Details.Causes {
			verdict.Causes = append(verdict.Causes, Cause{cause.Field, string(cause.Type), cause.Message})
		}
	case status.Status().Code == http.StatusBadRequest:
		verdict.DecodeError = status.Status().Message
	default:
		verdict.OtherError = status.Status().Message
	}
	return verdict
}

// distinct leaves out references that are there already (dedupOwnerReferences, which is not exported).
func distinct(references []metav1.OwnerReference) []metav1.OwnerReference {
	var kept []metav1.OwnerReference
next:
	for _, reference := range references {
		for _, other := range kept {
			if apiequality.Semantic.DeepEqual(reference, other) {
				continue next
			}
		}
		kept = append(kept, reference)
	}
	return kept
}
