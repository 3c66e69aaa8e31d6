// SPDX-License-Identifier: BSD-3-Clause
// Ctrl-C and broken pipes.
#pragma once

struct lua_State;

namespace tocha::th {

inline constexpr const char* kInterrupted = "interrupted!";

/// From now on SIGINT raises the Lua error "interrupted!" in this state, which pcall can catch. A
/// second one that comes before Lua had a chance ends the process: compiled loops that call nothing
/// cannot be stopped otherwise. SIGPIPE ends the process only if it was standard output that broke;
/// writing to another pipe fails with an error.
void catch_signals(lua_State* L);

/// read_line(prompt) for Lua: a line of standard input without its end; nil at the end of input;
/// nil and "interrupted!" after Ctrl-C.
int read_line(lua_State* L);

/// Whether an interruption was raised, so that it may be what ended a script.
bool was_interrupted();

}  // namespace tocha::th
