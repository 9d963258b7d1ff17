package main

import (
	"context"
	"errors"
	"net"

	"k8s.io/apimachinery/pkg/runtime"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apiserver/pkg/registry/generic"
	genericregistry "k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/storage"
	"k8s.io/apiserver/pkg/storage/storagebackend"
	"k8s.io/apiserver/pkg/storage/storagebackend/factory"
	"k8s.io/client-go/tools/cache"
	api "k8s.io/kubernetes/pkg/apis/core"
	jobstorage "k8s.io/kubernetes/pkg/registry/batch/job/storage"
	"k8s.io/kubernetes/pkg/registry/core/service/ipallocator"
	"k8s.io/kubernetes/pkg/registry/core/service/portallocator"
	servicestorage "k8s.io/kubernetes/pkg/registry/core/service/storage"
)

// What a cluster is started with: one family of addresses, and the API server's default node ports.
const (
	serviceClusterIPRange = "10.96.0.0/16"
	serviceNodePortRange  = "30000-32767"
)

// errStored is returned when an object has passed everything and was to be written.
var errStored = errors.New("it would have been stored")

// nowhere is a database that answers every create with errStored. As that is an error, the store gives
// back the addresses and ports that it allocated: no create leaves a trace. Nothing else is ever called.
type nowhere struct{ storage.Interface }

func (nowhere) Create(context.Context, string, runtime.Object, runtime.Object, uint64) error {
	return errStored
}

func (nowhere) ReadinessCheck() error { return nil }

// optionsFor has the store of a resource keep its objects nowhere.
func optionsFor(resource string) generic.RESTOptions {
	return generic.RESTOptions{
		StorageConfig:  &storagebackend.ConfigForResource{},
		ResourcePrefix: resource,
		Decorator: func(
			*storagebackend.ConfigForResource, string, func(runtime.Object) (string, error),
			func() runtime.Object, func() runtime.Object, storage.AttrFunc, storage.IndexerFuncs, *cache.Indexers,
		) (storage.Interface, factory.DestroyFunc, error) {
			return nowhere{}, func() {}, nil
		},
	}
}

// jobStore is what the API server makes for /apis/batch/v1/…/jobs.
func jobStore() (*genericregistry.Store, error) {
	jobs, _, err := jobstorage.NewREST(optionsFor("jobs"))
	if err != nil {
		return nil, err
	}
	return jobs.Store, nil
}

// serviceStore is what the API server makes for /api/v1/…/services, with allocators in memory. Without
// allocate it lacks the stage that goes before validation: the families, addresses and node ports.
func serviceStore(allocate bool) (*genericregistry.Store, error) {
	_, addressRange, err := net.ParseCIDR(serviceClusterIPRange)
	if err != nil {
		return nil, err
	}
	addresses, err := ipallocator.NewInMemory(addressRange)
	if err != nil {
		return nil, err
	}
	portRange, err := utilnet.ParsePortRange(serviceNodePortRange)
	if err != nil {
		return nil, err
	}
	ports, err := portallocator.NewInMemory(*portRange)
	if err != nil {
		return nil, err
	}
	family := map[api.IPFamily]ipallocator.Interface{api.IPv4Protocol: addresses}
	services, _, _, err := servicestorage.NewREST(
		optionsFor("services"), api.IPv4Protocol, family, &steadyPorts{Interface: ports}, nil, nil, nil)
	if err != nil {
		return nil, err
	}
	if !allocate {
		services.BeginCreate = nil
	}
	return services.Store, nil
}

// steadyPorts gives ports that were not asked for by number from above the range, in turn. The API
// server takes random ones from the range, and so refuses, now and then, a Service that asks for a
// number just given to its other port; an oracle has to be of one mind.
type steadyPorts struct {
	portallocator.Interface
	given int
}

const firstSteadyPort, steadyPortCount = 40000, 20000

func (p *steadyPorts) AllocateNext() (int, error) {
	p.given++
	return firstSteadyPort + p.given%steadyPortCount, nil
}
