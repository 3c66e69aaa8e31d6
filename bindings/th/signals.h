// SPDX-License-Identifier: BSD-3-Clause
// Ctrl-C and broken pipes.
#pragma once

struct lua_State;

namespace tocha::th {

inline constexpr const char* kInterrupted = "interrupted!";

/// From now on SIGINT raises the Lua error "interrupted!" in this state, which pcall can catch, as
/// soon as the interpreter runs: at the next call of any function in C, so of most methods of
/// tensors. A loop that LuaJIT has compiled whole, since it only computes with numbers, elements
/// and fields, does not look up from its work, and has no state in which an error could be raised.
/// After a second a line on standard error says so, and a second SIGINT ends the process. Files
/// that are being replaced (torch.save) keep their old content. SIGPIPE ends the process only if it
/// was standard output that broke; writing to another pipe fails with an error.
void catch_signals(lua_State* L);

/// read_line(prompt) for Lua: a line of standard input without its end; nil at the end of input;
/// nil and "interrupted!" after Ctrl-C.
int read_line(lua_State* L);

/// Whether an interruption was raised, so that it may be what ended a script.
bool was_interrupted();

}  // namespace tocha::th
