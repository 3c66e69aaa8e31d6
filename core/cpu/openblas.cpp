// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/openblas.h"

#include <dlfcn.h>
#include <sched.h>
#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <string_view>
#include <thread>

#include "core/base/error.h"
#include "core/cpu/imports.h"
#include "core/cpu/openmp.h"

namespace tocha::cpu {
namespace {

const char* core_type() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return nullptr;
}

// OpenBLAS asks the environment for its core type. Another thread of the host may be reading the
// environment, so it is not changed: OpenBLAS asks us instead.
char* answer_core_type(const char* name) {
  char* const value = secure_getenv(name);
  if (value || std::string_view(name) != "OPENBLAS_CORETYPE") return value;
  return const_cast<char*>(core_type());
}

void choose_core_type(void* library) {
  using Function = void();
  auto* const forget = reinterpret_cast<Function*>(dlsym(library, "gotoblas_dynamic_quit"));
  auto* const choose = reinterpret_cast<Function*>(dlsym(library, "gotoblas_dynamic_init"));
  if (!forget || !choose) return;
  forget();
  choose();
}

constexpr size_t kBuffer = size_t(128) << 20;  // of a thread, on x86
constexpr size_t kCode = size_t(64) << 20;     // OpenBLAS and the Fortran library

bool there_is_room(size_t bytes) {
  void* const place =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return place != MAP_FAILED && munmap(place, bytes) == 0;
}

// While it is loaded, OpenBLAS takes a buffer for each processor that it may use.
void need_room_to_load() {
  cpu_set_t allowed;
  const int processors = sched_getaffinity(0, sizeof allowed, &allowed) == 0
                             ? CPU_COUNT(&allowed)
                             : int(std::thread::hardware_concurrency());
  // libgfortran, which comes with it, ends the process when it finds no memory at that moment.
  void* const heap = std::malloc(size_t(4) << 20);
  std::free(heap);
  if (heap && there_is_room(kCode + kBuffer * size_t(processors))) return;
  fail_environment(
      "no memory to load OpenBLAS: it takes 128 megabytes of address space for each of ",
      processors, " processors");
}

std::atomic<int> calls{0}, buffers{0};  // in progress; had since it was loaded

void* counted_mmap(void* at, size_t bytes, int access, int flags, int file, off_t offset) {
  void* const place = mmap(at, bytes, access, flags, file, offset);
  if (place != MAP_FAILED && bytes >= kBuffer) ++buffers;
  return place;
}

void* open_library() {
  // The build on OpenMP shares our threads; others would start a second pool.
  for (const char* name : {TOCHA_OPENBLAS_OPENMP, "libopenblaso.so.0", "libopenblas.so.0"}) {
    // Where the host uses it already, its threads and its core type stay as they are.
    const bool used_by_host = dlopen(name, RTLD_LAZY | RTLD_NOLOAD);
    if (!used_by_host) need_room_to_load();
    void* const library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    const void* const inside = library ? dlsym(library, "cblas_dgemm") : nullptr;
    if (!inside) continue;
    lend_threads(inside, used_by_host);
    const Import ours[] = {{"getenv", reinterpret_cast<void*>(&answer_core_type)},
                           {"mmap", reinterpret_cast<void*>(&counted_mmap)}};
    if (!used_by_host && replace_imports(inside, ours)) choose_core_type(library);
    return library;
  }
  return nullptr;
}

}  // namespace

BlasCall::BlasCall() {
  const int missing = ++calls - buffers;
  if (missing <= 0 || there_is_room(kBuffer * size_t(missing))) return;
  --calls;
  fail_environment("no memory for OpenBLAS: it takes 128 megabytes of address space for each call");
}

BlasCall::~BlasCall() { --calls; }

void* blas_symbol(const char* name) {
  static std::atomic<void*> opened{nullptr};
  void* library = opened.load(std::memory_order_acquire);
  if (!library) {  // also where it failed before: there may be memory now
    static std::mutex lock;
    const std::lock_guard guard(lock);
    if (!opened) opened = open_library();
    library = opened;
    if (!library) {
      const char* why = dlerror();
      fail_environment("OpenBLAS cannot be loaded (Debian: libopenblas0-openmp): ",
                       why ? why : "no reason given");
    }
  }
  void* symbol = dlsym(library, name);
  if (!symbol) fail_environment("OpenBLAS has no function ", name);
  return symbol;
}

}  // namespace tocha::cpu
