// SPDX-License-Identifier: BSD-3-Clause
// Leads what scripts write to the sinks of a host.
#pragma once

#include <cstdio>

#include "bindings/c/runtime.h"

namespace tocha {

/// Replaces io.stdout and what print and io.write write to (or io.stderr, with `errors`). `sink`
/// must live until the state is closed. May raise Lua errors: call it under lua_pcall.
/// Returns a stream to flush when a script pauses; it is closed with the state.
std::FILE* redirect_output(lua_State* L, OutputSink& sink, bool errors);

}  // namespace tocha
