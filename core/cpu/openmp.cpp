// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/openmp.h"

#include <dlfcn.h>

#include <algorithm>

#include "core/base/parallel.h"
#include "core/base/team.h"
#include "core/cpu/imports.h"

namespace tocha::cpu {
namespace {

// GNU OpenMP's functions, as its compiler calls them.

struct Region {
  void (*run)(void*);
  void* data;
};

// `wanted` is 0 where the region does not say how many threads. A region inside of another, or of
// a loop of ours, has one.
void parallel(void (*run)(void*), void* data, unsigned wanted, unsigned /*flags*/) {
  const int most = team_threads();
  const int size = wanted == 0 || int(wanted) > most ? most : int(wanted);
  Region region{run, data};
  team::run(
      size,
      [](int, void* context) {
        const auto* region = static_cast<Region*>(context);
        region->run(region->data);
      },
      &region);
}

int in_parallel() { return team::inside(); }
int num_places() { return 0; }            // threads are bound to no processor
void leave_num_threads(int /*count*/) {}  // OpenBLAS repeats what it was told

constexpr Import import(const char* name, auto* function) {
  return {name, reinterpret_cast<void*>(function)};
}

}  // namespace

HostOpenMP lend_threads(const void* inside, bool used_by_host) {
  static const Import functions[] = {
      import("GOMP_parallel", &parallel),
      import("GOMP_barrier", &team::barrier),
      import("omp_get_max_threads", &team_threads),
      import("omp_get_num_threads", &team::size),
      import("omp_get_thread_num", &team::index),
      import("omp_in_parallel", &in_parallel),
      import("omp_get_num_places", &num_places),
      import("omp_set_num_threads", &leave_num_threads),
  };
  void* get = nullptr;
  bool parallel = false, strange = false;
  each_import(inside, [&](std::string_view name, void* address) {
    if (name == "omp_get_max_threads") get = address;
    if (name == "GOMP_parallel") parallel = true;
    // The loops, sections and tasks of other OpenMP code need a team that GNU OpenMP made.
    const bool known = std::ranges::any_of(functions, [&](auto& f) { return name == f.name; });
    if (!known && (name.starts_with("GOMP_") || name.starts_with("__kmpc_"))) strange = true;
  });
  if (!used_by_host && parallel && !strange && replace_imports(inside, functions)) return {};
  Dl_info where;
  void* const host =
      get && dladdr(get, &where) ? dlopen(where.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : nullptr;
  if (!host) return {};
  return {reinterpret_cast<int (*)()>(get),
          reinterpret_cast<void (*)(int)>(dlsym(host, "omp_set_num_threads"))};
}

}  // namespace tocha::cpu
