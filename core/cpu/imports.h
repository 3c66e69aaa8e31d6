// SPDX-License-Identifier: BSD-3-Clause
// The functions that a loaded library takes from others, and giving it different ones.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace tocha::cpu {

/// The name by which others need the library that holds the address `inside` (its SONAME); empty
/// where there is no such library.
std::string library_name(const void* inside);

/// Does any loaded object but the engine need a library of this name?
bool needed_by_others(std::string_view library);

/// Calls visit(name, address) for each function that the library which holds `inside` calls in
/// others.
void each_import(const void* inside,
                 const std::function<void(std::string_view name, void* address)>& visit);

/// A function by the name under which libraries look for it.
struct Import {
  const char* name;
  void* function;
};

/// From now on the library that holds `inside` calls these functions where it called others of
/// their names; only this library does. The table of addresses that it calls through is read-only
/// after loading (RELRO), and is made writable for that moment; each address is written whole, so
/// that other threads may be in the library. False, and nothing is changed, where the system does
/// not let the table be written.
bool replace_imports(const void* inside, std::span<const Import> imports);

}  // namespace tocha::cpu
