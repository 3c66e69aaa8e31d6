// SPDX-License-Identifier: BSD-3-Clause
// oneDNN as our kernels use it: primitives are prepared once for each combination of sizes and kept
// in a bounded cache; scratch memory comes from the engine's pool, so that a primitive can run on
// several threads at once and a steady training step allocates nothing.
//
// A primitive is prepared for a thread count, that of team_threads() when it is made, and must run
// with the same: some of its kernels wait for exactly so many threads. `ThreadCount` sets it for a
// scope; inside parallel_for it is 1.
#pragma once

#include <initializer_list>
#include <memory>

#include "core/base/parallel.h"
#include "core/cpu/onednn_api.h"
#include "core/cpu/openmp.h"

namespace tocha::cpu::onednn {

/// Gives oneDNN our threads; before any call of it that computes. It answers the host's OpenMP
/// where that is kept, and then each call runs under `OneHostThread`.
const HostOpenMP& host_threads();

class ThreadCount {
 public:
  explicit ThreadCount(int count) : before_(chosen_threads()), changed_(count != num_threads()) {
    if (changed_) set_num_threads(count);
  }
  ThreadCount(const ThreadCount&) = delete;
  ~ThreadCount() {
    if (changed_) set_num_threads(before_);
  }

 private:
  int before_;
  bool changed_;
};

/// What decides how something is prepared. `kind` tells the users of the cache apart.
struct Key {
  static constexpr int kValues = 24;
  int64_t values[kValues] = {};
  Key(int64_t kind, std::initializer_list<int64_t> rest);
  bool operator==(const Key&) const = default;
};

/// What the cache keeps: primitives and descriptions, read by many threads at once.
struct Prepared {
  virtual ~Prepared() = default;
};

/// The entry of a key, made by `make(context)` when it is not there. The least recently used of
/// some hundred entries go; a user keeps its own alive.
std::shared_ptr<const Prepared> find(const Key& key,
                                     std::unique_ptr<Prepared> (*make)(const void* context),
                                     const void* context);

/// The same with the entry's type and any callable that returns a unique_ptr to it.
template <class Entry, class Make>
std::shared_ptr<const Entry> find(const Key& key, Make&& make) {
  const auto entry = find(
      key,
      [](const void* context) -> std::unique_ptr<Prepared> {
        return (*static_cast<const std::remove_reference_t<Make>*>(context))();
      },
      &make);
  return std::static_pointer_cast<const Entry>(entry);
}

/// An argument of a primitive: which (DNNL_ARG_...), how it lies in memory, where.
struct Argument {
  int index;
  const Desc& desc;
  const void* data;
};
void execute(const dnnl::primitive& primitive, std::initializer_list<Argument> arguments);

/// Changes the layout of a tensor; nothing when it is right already.
class Reorder {
 public:
  Reorder() = default;
  Reorder(const Desc& from, const Desc& to);
  bool needed() const { return bool(primitive_); }
  size_t scratch() const { return scratch_.get_size(); }
  void run(const void* from, void* to, void* scratch) const;

 private:
  Desc from_, to_, scratch_;
  dnnl::primitive primitive_;
};

}  // namespace tocha::cpu::onednn
