// SPDX-License-Identifier: BSD-3-Clause
// Whom an allocation that is about to fail asks to let go of tensors: the garbage collector of the
// script that runs on this thread. It is kept in the engine, not in the binding: a process may have
// loaded the binding twice, and memory is one.
#pragma once

#include "core/base/export.h"

namespace tocha::memory {

struct Collector {
  void (*collect)(void* context) = nullptr;  // must not throw
  void* context = nullptr;
};

/// This thread's; none outside of scripts. Set with every call from Lua, hence the access model.
[[gnu::tls_model("initial-exec")]] extern TOCHA_API constinit thread_local Collector collector;

}  // namespace tocha::memory
