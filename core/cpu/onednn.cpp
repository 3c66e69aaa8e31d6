// SPDX-License-Identifier: BSD-3-Clause
#include "core/cpu/onednn.h"

#include <list>
#include <mutex>
#include <unordered_map>

#include "core/base/error.h"
#include "core/cpu/imports.h"

namespace tocha::cpu::onednn {
namespace {

constexpr size_t kCapacity = 512;
constexpr int kMaxArguments = 8;

struct Hash {
  size_t operator()(const Key& key) const {
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (int64_t value : key.values) hash = (hash ^ uint64_t(value)) * 0xFF51AFD7ED558CCDu;
    return size_t(hash ^ (hash >> 32));
  }
};

// The most recently used entry comes first in the list.
struct Cache {
  using Entry = std::pair<Key, std::shared_ptr<const Prepared>>;
  std::mutex mutex;
  std::list<Entry> entries;
  std::unordered_map<Key, std::list<Entry>::iterator, Hash> places;

  std::shared_ptr<const Prepared> get(const Key& key) {
    std::lock_guard lock(mutex);
    const auto place = places.find(key);
    if (place == places.end()) return nullptr;
    entries.splice(entries.begin(), entries, place->second);
    return place->second->second;
  }
  void put(const Key& key, std::shared_ptr<const Prepared> made) {
    std::lock_guard lock(mutex);
    if (places.count(key)) return;  // another thread was as fast; both are good
    entries.emplace_front(key, std::move(made));
    places[key] = entries.begin();
    if (entries.size() <= kCapacity) return;
    places.erase(entries.back().first);
    entries.pop_back();
  }
};

Cache& cache() {
  static Cache* instance = new Cache;  // outlives every static object that may still compute
  return *instance;
}

dnnl_stream_t stream() {
  thread_local const dnnl::stream instance(engine());
  return instance.get();
}

[[noreturn]] void failed(const char* what, dnnl_status_t status) {
  fail_environment("oneDNN ", what, ": status ", int(status));
}

}  // namespace

const HostOpenMP& host_threads() {
  static const HostOpenMP host = [] {
    const void* inside = reinterpret_cast<const void*>(&dnnl_primitive_execute);
    const std::string name = library_name(inside);
    return lend_threads(inside, !name.starts_with("libdnnl.") || needed_by_others(name));
  }();
  return host;
}

const dnnl::engine& engine() {
  static const auto* instance = new dnnl::engine(dnnl::engine::kind::cpu, 0);
  return *instance;
}

const dnnl::primitive_attr& attributes() {
  static const auto* instance = [] {
    auto* made = new dnnl::primitive_attr;
    made->set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return made;
  }();
  return *instance;
}

Key::Key(int64_t kind, std::initializer_list<int64_t> rest) {
  if (rest.size() + 2 > kValues) fail_bug("a key of ", rest.size(), " values");
  values[0] = kind;
  values[1] = team_threads();
  std::copy(rest.begin(), rest.end(), values + 2);
}

std::shared_ptr<const Prepared> find(const Key& key,
                                     std::unique_ptr<Prepared> (*make)(const void* context),
                                     const void* context) {
  if (auto known = cache().get(key)) return known;
  std::shared_ptr<const Prepared> made;
  const OneHostThread one(host_threads());
  try {
    made = make(context);
  } catch (const dnnl::error& error) {
    failed(error.what(), error.status);
  }
  cache().put(key, made);
  return made;
}

void execute(const dnnl::primitive& primitive, std::initializer_list<Argument> arguments) {
  // The plain C calls: no map of arguments, no shared pointers, a third of the cost.
  struct Memories {
    dnnl_exec_arg_t list[kMaxArguments];
    int count = 0;
    ~Memories() {
      for (int i = 0; i < count; ++i) dnnl_memory_destroy(list[i].memory);
    }
  } memories;
  if (arguments.size() > kMaxArguments) fail_bug(arguments.size(), " arguments for oneDNN");
  for (const Argument& argument : arguments) {
    dnnl_exec_arg_t& to = memories.list[memories.count];
    to.arg = argument.index;
    const dnnl_status_t status = dnnl_memory_create(&to.memory, raw(argument.desc), engine().get(),
                                                    const_cast<void*>(argument.data));
    if (status != dnnl_success) failed("cannot describe memory", status);
    ++memories.count;
  }
  const OneHostThread one(host_threads());
  const dnnl_status_t status =
      dnnl_primitive_execute(primitive.get(), stream(), memories.count, memories.list);
  if (status != dnnl_success) failed("failed in a primitive", status);
}

Reorder::Reorder(const Desc& from, const Desc& to) : from_(from), to_(to) {
  if (from == to) return;
  const dnnl::reorder::primitive_desc made(engine(), from, engine(), to, attributes());
  scratch_ = made.scratchpad_desc();
  primitive_ = dnnl::reorder(made);
}

void Reorder::run(const void* from, void* to, void* scratch) const {
  execute(primitive_, {{DNNL_ARG_FROM, from_, from},
                       {DNNL_ARG_TO, to_, to},
                       {DNNL_ARG_SCRATCHPAD, scratch_, scratch}});
}

}  // namespace tocha::cpu::onednn
